"""What moves in the agenda, what stands still and what needs somebody now.

No figure here is a grade: an agenda with much that is open may be an ambitious one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from municipalities.models import Municipality
from sessions.merging import Merges

from ..enums import ActionStatus, OwnersWord
from ..looking.filter import counted
from ..looking.overview import NO_OWNER_YET, agenda_of
from ..models import WAITS_SINCE, unanswered
from .course import (
    Month,
    Week,
    burn_up,
    last_moved,
    midnight,
    months_until,
    weeks_until,
)
from .finishing import finished_since
from .shares import (
    Carrier,
    Share,
    by_organisation,
    by_theme,
    held_in,
)

MOST_NOW = 8


@dataclass(frozen=True, kw_only=True)
class Activity:
    """The page of a manager, in figures."""

    last_moved: datetime | None
    days_still: int
    weeks: Sequence[Week]
    months: Sequence[Month]
    open: int
    accepted: int
    unanswered: int
    late: int
    stuck: int
    ownerless: int
    finished: int
    with_deadline: int
    in_time: int
    organisations: Sequence[Share] = field(default_factory=list)
    themes: Sequence[Share] = field(default_factory=list)
    carriers: Sequence[Carrier] = field(default_factory=list)

    @property
    def in_last_weeks(self) -> int:
        return sum(week.number for week in self.weeks)


def activity_of(municipality: Municipality, *, today: date) -> Activity:
    """Return what moves in a municipality, in a fixed number of questions to the database."""
    firsts = months_until(today)
    done = finished_since(municipality, midnight(firsts[0]))
    moved = last_moved(municipality)
    held = held_in(municipality, today=today)
    organisations, carriers = by_organisation(municipality, held, done, Merges(municipality.pk))
    return Activity(
        last_moved=moved,
        days_still=(today - timezone.localdate(moved)).days if moved else 0,
        weeks=weeks_until(municipality, today=today),
        months=burn_up(municipality, firsts, done),
        open=sum(one.open for one in held),
        accepted=sum(one.accepted for one in held),
        unanswered=sum(one.unanswered for one in held),
        late=sum(one.late for one in held),
        stuck=sum(one.stuck for one in held),
        ownerless=sum(one.open for one in held if not one.has_owner),
        finished=len(done),
        with_deadline=sum(one.deadline is not None for one in done),
        in_time=sum(one.was_in_time for one in done),
        organisations=organisations,
        themes=by_theme(held, done),
        carriers=carriers,
    )


def needing_somebody(municipality: Municipality, *, today: date) -> list[int]:
    """Return the keys of what needs somebody now, what asks most first."""
    # What is open by its keys, which an index has: SQLite would read all rows to see which of them are.
    points = agenda_of(municipality, on=today).filter(pk__in=counted(municipality.pk).open().values("pk"))
    late = Q(deadline__lt=today)
    stuck = Q(owners_word=OwnersWord.STUCK)
    undecided = Q(status=ActionStatus.AWAITING_DECISION, decision_on__lt=today)
    asked = points.alias(waits_since=WAITS_SINCE)
    found = asked.filter(late | NO_OWNER_YET | stuck | undecided | unanswered(on=today))
    return list(found.values_list("pk", flat=True)[:MOST_NOW])
