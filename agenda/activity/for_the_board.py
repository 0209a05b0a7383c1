"""What an alderman is told of a period: what was done, what a resident notices, and which decision is needed.

Also what was not taken up, and why. Organisations are named, people are not.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Max
from django.utils import timezone

from municipalities.models import Municipality

from ..enums import ActionStatus
from ..looking.filter import counted
from ..looking.overview import open_counts_of
from ..models import ActionEvent, ActionPoint
from .course import midnight
from .finishing import Ended, ended_in

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
    ended = ended_in(municipality, since, until)
    done = [one for one in ended if one.status == ActionStatus.DONE]
    noticed = [one for one in done if one.is_noticed]
    dropped = [one for one in ended if one.status == ActionStatus.DROPPED]
    said = _said([*done[:MOST_TOLD], *noticed[:MOST_TOLD], *dropped[:MOST_TOLD]])
    waiting = counted(municipality.pk).filter(status=ActionStatus.AWAITING_DECISION)
    first = [
        *waiting.order_by(F("decision_on").asc(nulls_last=True), "pk")[:MOST_TOLD].values_list(
            "pk", flat=True
        )
    ]
    counts = open_counts_of(municipality, on=today)
    return Report(
        finished=_part(done, said),
        noticed=_part(noticed, said),
        decisions=_waiting(municipality, first, total=counts[ActionStatus.AWAITING_DECISION]),
        dropped=_part(dropped, said),
        open=counts["open"],
        late=counts["late"],
        stuck=counts["stuck"],
    )


def _said(ended: Sequence[Ended]) -> dict[int, tuple[datetime, str]]:
    """Return when each ended and what was said then, by the line of its history."""
    lines = ActionEvent.objects.filter(pk__in=[one.event for one in ended] or [0])
    return {event: (at, text) for event, at, text in lines.values_list("pk", "at", "text")}


def _part(ended: Sequence[Ended], said: Mapping[int, tuple[datetime, str]]) -> Part:
    """Return the first of some points, each with its day and perhaps why."""
    first = ended[:MOST_TOLD]
    told = []
    for row, one in zip(_read([one.pk for one in first]), first, strict=True):
        at, text = said[one.event]
        told.append(Told(row, timezone.localdate(at), text))
    return Part(told, len(ended))


def _read(keys: Sequence[int]) -> list[ActionPoint]:
    """Return these points in this order; asks also for none, so that a page asks as often for few."""
    rows = ActionPoint.objects.filter(pk__in=keys or [0]).select_related("owner_organisation")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in keys]


def _waiting(municipality: Municipality, keys: Sequence[int], *, total: int) -> Part:
    """Return what waits for a decision, by when it is expected, with since when it waits."""
    events = ActionEvent.objects.filter(
        municipality=municipality, action_point__in=keys or [0], after=ActionStatus.AWAITING_DECISION
    )
    since = dict(events.order_by().values_list("action_point").annotate(last=Max("at")))
    rows = _read(keys)
    told = [Told(row, timezone.localdate(since[row.pk]) if row.pk in since else None) for row in rows]
    return Part(told, total)
