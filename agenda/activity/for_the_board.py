"""What an alderman is told of a period: what was done, what a resident notices, and which decision is needed.

Also what was not taken up, and why. Organisations are named, people are not.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nlargest
from typing import NamedTuple

from django.db.models import F, Max
from django.utils import timezone

from municipalities.models import Municipality

from ..enums import ActionChange, ActionStatus
from ..looking.filter import counted
from ..looking.overview import counts_of
from ..models import ActionEvent, ActionPoint
from .course import events_of, midnight
from .finishing import finished_since

LONGEST = timedelta(days=366 * 5)
SHORT, MIDDLE, LONG = "kwartaal", "half-jaar", "jaar"
MONTHS_OF = {SHORT: 3, MIDDLE: 6, LONG: 12}
MOST_TOLD = 12
"""Of each kind: it is one page."""


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


@dataclass(frozen=True)
class Part:
    """What is told of something: the first, and how many there are."""

    told: Sequence[Told]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.told)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One page for a period; the decisions and the figures are of today."""

    finished: Part
    noticed: Part
    decisions: Part
    dropped: Part
    all: int
    open: int
    late: int
    stuck: int


def period_of(name: str, *, first: date | None, last: date | None, today: date) -> Period:
    """Return the period that was asked for; days that make none are answered with the last three months.

    Months are counted back to the day: three of them, told on the last of a month, are no four.
    """
    if first and last and first <= last <= today and last - first <= LONGEST:
        return Period(first, last)
    name = name if name in MONTHS_OF else SHORT
    months = today.year * 12 + today.month - 1 - MONTHS_OF[name]
    year, month = months // 12, months % 12 + 1
    day = date(year, month, min(today.day, monthrange(year, month)[1]))
    return Period(day + timedelta(days=1), today, name)


def report_of(municipality: Municipality, period: Period, *, today: date) -> Report:
    """Return what happened in a period, and what waits for a decision now.

    Of each the first so many: what the table finds most important, then the newest.
    """
    since, until = period.moments
    done = finished_since(municipality, since, until=until)
    waiting = counted(municipality.pk).filter(status=ActionStatus.AWAITING_DECISION)
    first = [
        *waiting.order_by(F("decision_on").asc(nulls_last=True), "pk")[:MOST_TOLD].values_list(
            "pk", flat=True
        )
    ]
    counts = counts_of(municipality, on=today)
    return Report(
        finished=_part([Mark(one.is_priority, one.on, one.pk) for one in done]),
        noticed=_part([Mark(one.is_priority, one.on, one.pk) for one in done if one.is_noticed]),
        decisions=_waiting(municipality, first, total=waiting.count()),
        dropped=_part(_dropped(municipality, since, until)),
        all=counts["all"],
        open=counts["open"],
        late=counts["late"],
        stuck=counts["stuck"],
    )


class Mark(NamedTuple):
    """One point, by what decides whether it is among the first; why is told with it."""

    is_priority: bool
    on: date
    pk: int
    why: str = ""


def _part(marks: Sequence[Mark]) -> Part:
    """Return the first of some points, each with its day and perhaps why."""
    first = nlargest(MOST_TOLD, marks)
    rows = _read([mark.pk for mark in first])
    return Part([Told(row, mark.on, mark.why) for row, mark in zip(rows, first, strict=True)], len(marks))


def _read(keys: Sequence[int]) -> list[ActionPoint]:
    """Return these points in this order; asks also for none, so that a page asks as often for few."""
    rows = ActionPoint.objects.filter(pk__in=keys or [0]).select_related("owner_organisation")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in keys]


def _dropped(municipality: Municipality, since: datetime, until: datetime) -> list[Mark]:
    """Return what was not taken up in a period and still is not, with the day and the reason."""
    events = events_of(municipality).filter(
        at__gte=since,
        at__lt=until,
        change=ActionChange.STATUS,
        after=ActionStatus.DROPPED,
        action_point__status=ActionStatus.DROPPED,
        action_point__merged_into=None,
    )
    rows = events.order_by("pk").values_list("action_point__is_priority", "at", "action_point", "text")
    last = {pk: Mark(is_priority, timezone.localdate(at), pk, text) for is_priority, at, pk, text in rows}
    return list(last.values())


def _waiting(municipality: Municipality, keys: Sequence[int], *, total: int) -> Part:
    """Return what waits for a decision, by when it is expected, with since when it waits."""
    events = ActionEvent.objects.filter(
        municipality=municipality, action_point__in=keys or [0], after=ActionStatus.AWAITING_DECISION
    )
    since = dict(events.order_by().values_list("action_point").annotate(last=Max("at")))
    rows = _read(keys)
    told = [Told(row, timezone.localdate(since[row.pk]) if row.pk in since else None) for row in rows]
    return Part(told, total)
