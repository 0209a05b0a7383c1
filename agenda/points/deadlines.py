"""Deadlines: the quick choices, what is allowed, and when moving one is a postponement."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from ..reminding.working_days import working_day
from .refusals import DeadlinePassed, DeadlineTooFar

SIX_WEEKS = timedelta(weeks=6)
FARTHEST = timedelta(days=3653)


@dataclass(frozen=True)
class DeadlineChoice:
    """One quick choice; the last one has no day and asks for it."""

    key: str
    label: LazyText | str
    day: date | None


def deadline_choices(today: date) -> list[DeadlineChoice]:
    """Return the quick choices as they are on this day; six weeks from now is a working day."""
    return [
        DeadlineChoice("six_weeks", _("in 6 weeks"), working_day(today + SIX_WEEKS)),
        DeadlineChoice("summer", _("before the summer"), _next(today, month=6, day=30)),
        DeadlineChoice("year_end", _("end of the year"), _next(today, month=12, day=31)),
        DeadlineChoice("day", _("choose a day"), None),
    ]


def check_deadline(deadline: date | None, *, today: date) -> None:
    """Raise `DeadlinePassed` or `DeadlineTooFar`; no deadline is allowed and shown as a gap."""
    if deadline is None:
        return
    if deadline < today:
        raise DeadlinePassed
    if deadline > today + FARTHEST:
        raise DeadlineTooFar


def is_postponement(*, before: date | None, after: date) -> bool:
    """Return whether moving a deadline counts: a first date, an earlier one, the next working day don't."""
    return before is not None and after > before and after != working_day(before)


def _next(today: date, *, month: int, day: int) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
