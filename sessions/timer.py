"""A timer that the facilitator may set for a theme. It closes nothing: it only tells the facilitator."""

import math
from datetime import datetime, timedelta

from audit.actors import Actor

from .models import GroupSession, SessionTheme
from .stepping import StepRefused, require_running, step, theme_of

LONGEST = 60
"""Minutes."""


def set_timer(
    session: GroupSession,
    *,
    theme: SessionTheme,
    minutes: int,
    actor: Actor,
    expected_revision: int,
    now: datetime,
) -> None:
    """Let a timer run for the theme the table is at; 0 minutes takes it away."""
    if not 0 <= minutes <= LONGEST:
        raise StepRefused("strange timer")
    with step(
        session, action="set timer", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        require_running(locked)
        row = theme_of(locked, theme)
        if row.pk != locked.current_id or locked.in_wrap_up:
            raise StepRefused("another theme")
        row.timer_ends_at = now + timedelta(minutes=minutes) if minutes else None
        row.save(update_fields=["timer_ends_at"])


def timer_seconds(session: GroupSession, theme: SessionTheme | None, *, now: datetime) -> int | None:
    """Return the seconds left on the timer of a theme, below zero after it; nothing where none is set.

    One that ran out before the answers were shown was about answering, and is over with it.
    """
    if theme is None or theme.timer_ends_at is None:
        return None
    if theme.revealed_at is not None and theme.timer_ends_at <= theme.revealed_at:
        return None
    return math.ceil((theme.timer_ends_at - (session.paused_at or now)).total_seconds())
