"""The agenda as a line of time: each point from the day it was agreed until its deadline."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from ..models import ENDED, ActionPoint

BACK, AHEAD = timedelta(days=366), timedelta(days=549)
"""What lies further is cut off, so that one old point does not press all others together."""
MOST_TICKS = 9
SHORTEST = 1.0
"""Per cent of the width, so that a day can be seen."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """The days that the line shows, and a tick at the beginning of some months; places are per cents."""

    first: date
    last: date
    ticks: list[tuple[float, str]]
    today: float

    def place(self, day: date) -> float:
        """Return where a day stands; one outside the line stands at its end."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(100 * min(max(share, 0), 1), 2)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A point on the line of time; apart the days since its deadline, and the date agreed at first."""

    start: float
    width: float
    late: float = 0
    end: float
    is_cut_before: bool = False
    is_cut_after: bool = False
    is_ended: bool = False
    has_deadline: bool = True
    first: float | None = None


def axis_of(points: Collection[ActionPoint], *, today: date) -> Axis:
    """Return a line of whole months on which all of these stand, as far as it reaches."""
    days = [agreed_on(point) for point in points]
    days += [point.deadline for point in points if point.deadline is not None]
    first = max(min([*days, today]), today - BACK).replace(day=1)
    last = _next_month(min(max([*days, today + timedelta(days=60)]), today + AHEAD))
    bare = Axis(first=first, last=last, ticks=[], today=0)
    ticks = [(bare.place(day), _named(day)) for day in _ticks(first, last)]
    return Axis(first=first, last=last, ticks=ticks, today=bare.place(today))


def bar_of(point: ActionPoint, axis: Axis, *, today: date, first: date | None = None) -> Bar:
    """Return how one point stands on the line; `first` is the date agreed at first, where it moved."""
    agreed = agreed_on(point)
    end = point.deadline or max(today, agreed)
    start, until = axis.place(min(agreed, end)), axis.place(end)
    width = max(until - start, SHORTEST)
    late = max(axis.today - until, 0) if point.is_overdue(on=today) else 0
    return Bar(
        start=round(min(start, 100 - width), 2),
        width=round(width, 2),
        late=round(late, 2),
        end=until,
        is_cut_before=agreed < axis.first,
        is_cut_after=end > axis.last,
        is_ended=point.status in ENDED,
        has_deadline=point.deadline is not None,
        first=axis.place(first) if first and first != point.deadline else None,
    )


def agreed_on(point: ActionPoint) -> date:
    """Return the day on which a point was written down."""
    return timezone.localdate(point.created_at)


def _ticks(first: date, last: date) -> Iterator[date]:
    """Return the months that get a tick: each, each third, sixth or twelfth, as many as can be read."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in (1, 2, 3, 6) if months <= step * MOST_TICKS), 12)
    day = first
    while day < last:
        if (day.month - 1) % step == 0:
            yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _named(day: date) -> str:
    return date_format(day, "b Y" if day.month == 1 else "b")
