"""The clock of a session: until when it lasts and how many minutes are left. Nothing ever ends by it."""

import math
from datetime import datetime, timedelta

from .models import GroupSession, SessionTheme


def start_clock(session: GroupSession, *, now: datetime) -> None:
    """Let the time of a session run from now; the caller saves the session."""
    session.time_is_up_at = now + timedelta(minutes=session.duration_minutes)


def add_pause(session: GroupSession, *, now: datetime) -> None:
    """Give back the time that an interruption took, also to a timer; the caller saves the session."""
    if session.paused_at is None:
        return
    length = now - session.paused_at
    if session.time_is_up_at is not None:
        session.time_is_up_at += length
    for theme in SessionTheme.objects.filter(session=session, timer_ends_at__gt=session.paused_at):
        assert theme.timer_ends_at is not None
        theme.timer_ends_at += length
        theme.save(update_fields=["timer_ends_at"])


def seconds_left(session: GroupSession, *, now: datetime) -> int | None:
    """Return the seconds until the time is up, below zero after it; nothing where no clock runs.

    During an interruption the clock stands still.
    """
    if session.time_is_up_at is None or session.started_at is None or session.closed_at is not None:
        return None
    return math.ceil((session.time_is_up_at - (session.paused_at or now)).total_seconds())


def minutes_left(session: GroupSession, *, now: datetime) -> int | None:
    """Return the minutes that were begun and are left, below zero when the time is over."""
    left = seconds_left(session, now=now)
    return None if left is None else math.ceil(left / 60)
