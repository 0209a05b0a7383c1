"""When what is told about an action point, counted in days; knows no table and no clock.

Once some two weeks before the deadline, and on the working day after it. Then at most twice more, each two
weeks after the time before was told, and then it is up to the coordinators. For somebody else these begin
anew, two weeks after it became theirs. Who was asked and says nothing for seven days is told to the
coordinators too. What has ended or waits for a decision is left in peace.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..enums import ActionStatus, ReminderStep
from .working_days import mail_day, next_working_day, working_day

SOON_BEFORE = timedelta(days=14)
APART = timedelta(days=14)
SILENT_FOR = timedelta(days=7)
LEFT_IN_PEACE = frozenset({ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.AWAITING_DECISION})
LADDER = (ReminderStep.PASSED, ReminderStep.AGAIN, ReminderStep.LAST, ReminderStep.COORDINATOR)
TO_COORDINATORS = frozenset({ReminderStep.UNANSWERED, ReminderStep.COORDINATOR})
"""Steps that never go to the owner."""


@dataclass(frozen=True)
class Due:
    """One step, the day it counts from, and the day from which it may be told."""

    step: ReminderStep
    about: date
    on: date


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an action point stands, as far as reminding goes; `told` is when which step was told."""

    status: ActionStatus
    deadline: date | None = None
    # Since when this deadline holds: who agreed on it last week needs no word that it is near.
    agreed_on: date | None = None
    asked_on: date | None = None
    # The question to the owner came back.
    is_unreachable: bool = False
    told: Mapping[tuple[ReminderStep, date], date] = field(default_factory=dict)
    # When it became somebody else's, after a step about this deadline was told to the owner before.
    taken_over_on: date | None = None


def due_steps(standing: Standing, *, today: date) -> list[Due]:
    """Return the steps that are to be told by now, and were not told yet."""
    if standing.status in LEFT_IN_PEACE:
        return []
    found = [*_unanswered(standing), *_before(standing, today=today), *_after(standing)]
    return [one for one in found if one.on <= today]


def _unanswered(standing: Standing) -> Iterator[Due]:
    asked, step = standing.asked_on, ReminderStep.UNANSWERED
    if asked is None or standing.status != ActionStatus.PROPOSED or (step, asked) in standing.told:
        return
    yield Due(step, asked, mail_day(asked if standing.is_unreachable else asked + SILENT_FOR))


def _before(standing: Standing, *, today: date) -> Iterator[Due]:
    deadline, step = standing.deadline, ReminderStep.SOON
    if deadline is None or (step, deadline) in standing.told or today > working_day(deadline):
        return
    day = deadline - SOON_BEFORE
    if standing.agreed_on is None or standing.agreed_on < day:
        yield Due(step, deadline, mail_day(day))


def _after(standing: Standing) -> Iterator[Due]:
    """Yield the next step after a deadline that has passed: each counts from the latest one before it.

    Not always the one just before: who gets a point back heard the later steps of it long ago.
    """
    if standing.deadline is None:
        return
    on = mail_day(next_working_day(working_day(standing.deadline)))
    for step in LADDER:
        told = standing.told.get((step, standing.deadline))
        if told is None:
            taken_over = standing.taken_over_on
            again = mail_day(taken_over + APART) if taken_over is not None else on
            yield Due(step, standing.deadline, max(on, again))
            return
        on = max(on, mail_day(told + APART))
