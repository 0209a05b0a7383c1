"""What moves in the agenda, what stands still and what needs somebody now.

No figure here is a grade: an agenda with much that is open may be an ambitious one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from municipalities.models import Municipality
from sessions.merging import Merges

from ..enums import ActionStatus, OwnersWord
from ..looking.overview import NO_OWNER_YET, agenda_of
from ..models import ActionPoint
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
    OPEN,
    Carrier,
    Share,
    by_organisation,
    by_theme,
    carriers_in,
    open_in,
)

UNANSWERED_AFTER = timedelta(days=7)
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


def activity_of(municipality: Municipality, *, today: date, now: datetime) -> Activity:
    """Return what moves in a municipality, in a fixed number of questions to the database."""
    firsts = months_until(today)
    done = finished_since(municipality, midnight(firsts[0]))
    moved = last_moved(municipality)
    of_each = _open_figures(municipality, today=today, now=now)
    merges = Merges(municipality.pk)
    return Activity(
        last_moved=moved,
        days_still=(today - timezone.localdate(moved)).days if moved else 0,
        weeks=weeks_until(municipality, today=today),
        months=burn_up(municipality, firsts, done),
        finished=len(done),
        with_deadline=sum(one.deadline is not None for one in done),
        in_time=sum(one.was_in_time for one in done),
        organisations=by_organisation(municipality, done, merges, today=today),
        themes=by_theme(municipality, done, today=today),
        carriers=carriers_in(municipality, today=today),
        **of_each,
    )


def needing_somebody(municipality: Municipality, *, today: date, now: datetime) -> list[int]:
    """Return the keys of what needs somebody now, what asks most first."""
    points = agenda_of(municipality, on=today).filter(status__in=OPEN)
    late = Q(deadline__lt=today)
    stuck = Q(owners_word=OwnersWord.STUCK)
    undecided = Q(status=ActionStatus.AWAITING_DECISION, decision_on__lt=today)
    asked = points.alias(waits_since=_waits_since())
    found = asked.filter(late | NO_OWNER_YET | stuck | undecided | _unanswered(now))
    return list(found.values_list("pk", flat=True)[:MOST_NOW])


def is_unanswered(point: ActionPoint, *, now: datetime) -> bool:
    """Return whether its owner has said neither yes nor no for a week."""
    asked = point.asked_at or point.created_at
    waits = point.status == ActionStatus.PROPOSED and point.owner_organisation_id is not None
    return waits and asked < now - UNANSWERED_AFTER


def _waits_since() -> Coalesce:
    return Coalesce("asked_at", "created_at")


def _unanswered(now: datetime) -> Q:
    proposed = Q(status=ActionStatus.PROPOSED, owner_organisation__isnull=False)
    return proposed & Q(waits_since__lt=now - UNANSWERED_AFTER)


def _open_figures(municipality: Municipality, *, today: date, now: datetime) -> dict[str, int]:
    waiting = Q(status__in=[ActionStatus.PROPOSED, ActionStatus.HANDED_BACK])
    return (
        open_in(municipality)
        .alias(waits_since=_waits_since())
        .aggregate(
            open=Count("pk"),
            accepted=Count("pk", filter=~waiting),
            unanswered=Count("pk", filter=_unanswered(now)),
            late=Count("pk", filter=Q(deadline__lt=today)),
            stuck=Count("pk", filter=Q(owners_word=OwnersWord.STUCK)),
            ownerless=Count("pk", filter=NO_OWNER_YET),
        )
    )
