"""What an alderman is told of a period: what was done, what a resident notices, and which decision is needed.

Also what was not taken up, and why. Organisations are named, people are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Max
from django.utils import timezone

from municipalities.models import Municipality

from .course import events_of, midnight
from .enums import ActionChange, ActionStatus
from .finishing import finished_since
from .models import ActionPoint
from .overview import counts_of

LONGEST = timedelta(days=366 * 5)
SHORT, MIDDLE, LONG = "kwartaal", "half-jaar", "jaar"
MONTHS_OF = {SHORT: 3, MIDDLE: 6, LONG: 12}


@dataclass(frozen=True)
class Period:
    """The days of a report, the first and the last included."""

    first: date
    last: date
    name: str = ""

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Return when it begins, and when it is over."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))


@dataclass(frozen=True)
class Told:
    """A point in the report, the day it is about, and what was said."""

    point: ActionPoint
    on: date | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One page for a period; the decisions and the figures are of today."""

    finished: Sequence[Told]
    noticed: Sequence[Told]
    decisions: Sequence[Told]
    dropped: Sequence[Told]
    open: int
    late: int
    stuck: int


def period_of(name: str, *, first: date | None, last: date | None, today: date) -> Period:
    """Return the period that was asked for; days that make none are answered with the last three months."""
    if first and last and first <= last <= today and last - first <= LONGEST:
        return Period(first, last)
    name = name if name in MONTHS_OF else SHORT
    months = today.year * 12 + today.month - 1 - MONTHS_OF[name]
    begin = date(months // 12, months % 12 + 1, 1)
    return Period(begin, today, name)


def report_of(municipality: Municipality, period: Period, *, today: date) -> Report:
    """Return what happened in a period, and what waits for a decision now."""
    since, until = period.moments
    done = finished_since(municipality, since, until=until)
    left = _dropped(municipality, since, until)
    waiting = _waiting(municipality)
    points = _points(municipality, [one.pk for one in done] + list(left) + list(waiting))
    finished = [Told(points[one.pk], one.on) for one in done if one.pk in points]
    counts = counts_of(municipality, on=today)
    return Report(
        finished=finished,
        noticed=[told for told in finished if told.point.resident_effect],
        decisions=[Told(points[pk], since_) for pk, since_ in waiting.items() if pk in points],
        dropped=[Told(points[pk], on, why) for pk, (on, why) in left.items() if pk in points],
        open=counts["open"],
        late=counts["late"],
        stuck=counts["stuck"],
    )


def _points(municipality: Municipality, keys: Sequence[int]) -> dict[int, ActionPoint]:
    rows = ActionPoint.objects.filter(municipality=municipality, merged_into=None)
    return rows.select_related("owner_organisation", "theme").in_bulk(list(keys))


def _dropped(municipality: Municipality, since: datetime, until: datetime) -> dict[int, tuple[date, str]]:
    """Return what was not taken up in a period and still is not, with the day and the reason."""
    events = events_of(municipality).filter(
        at__gte=since,
        at__lt=until,
        change=ActionChange.STATUS,
        after=ActionStatus.DROPPED,
        action_point__status=ActionStatus.DROPPED,
    )
    rows = events.order_by("pk").values_list("action_point", "at", "text")
    return {pk: (timezone.localdate(at), text) for pk, at, text in rows}


def _waiting(municipality: Municipality) -> dict[int, date | None]:
    """Return what waits for a decision, by when it is expected, with since when it waits."""
    status = ActionStatus.AWAITING_DECISION
    points = ActionPoint.objects.filter(municipality=municipality, status=status).counting()
    ordered = points.order_by(F("decision_on").asc(nulls_last=True), "pk")
    keys = list(ordered.values_list("pk", flat=True))
    events = events_of(municipality).filter(action_point__status=status, after=status)
    since = dict(events.order_by().values_list("action_point").annotate(last=Max("at")))
    return {pk: timezone.localdate(since[pk]) if pk in since else None for pk in keys}
