"""The time on the console: what is left of it, advice for this part, and a timer that closes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sessions.clock import minutes_left
from sessions.models import GroupSession, SessionTheme
from sessions.time_plan import time_plan
from sessions.timer import timer_seconds

from .console_words import Phase

TIMER_CHOICES = (2, 5, 10)
"""Minutes."""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Minutes: `left` is below zero after the time, `timer` is 0 after it; None where none runs."""

    left: int | None
    advice: int | None
    timer: int | None

    @property
    def choices(self) -> Sequence[int]:
        return TIMER_CHOICES


def clock_of(
    session: GroupSession,
    *,
    themes: Sequence[SessionTheme],
    theme: SessionTheme | None,
    phase: Phase,
    now: datetime,
) -> Clock:
    """Return the time as the console shows it in this phase."""
    seconds = timer_seconds(session, theme, now=now)
    return Clock(
        left=minutes_left(session, now=now),
        advice=_advice(session, themes, theme, phase),
        timer=None if seconds is None else max(ceil(seconds / 60), 0),
    )


def _advice(
    session: GroupSession, themes: Sequence[SessionTheme], theme: SessionTheme | None, phase: Phase
) -> int | None:
    """Return how many minutes this part may take."""
    count = sum(not row.theme.is_overall for row in themes)
    plan = time_plan(duration_minutes=session.duration_minutes, themes=count)
    if theme is not None and theme.theme.is_overall:
        return plan.overall if phase is not Phase.REOPENED else None
    return {
        Phase.WELCOME: plan.welcome,
        Phase.INTRODUCTION: plan.introduction,
        Phase.ANSWERING: plan.answering,
        Phase.REVEALED: plan.talk,
        Phase.WRAP_UP: plan.wrap_up + plan.closing,
    }.get(phase)


def clock_marks(session: GroupSession, *, now: datetime) -> list[int | None]:
    """Return what a page with a clock depends on besides the session itself."""
    seconds = timer_seconds(session, session.current, now=now)
    return [minutes_left(session, now=now), None if seconds is None else max(ceil(seconds / 60), 0)]
