"""How the agenda went over the weeks and months."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from municipalities.models import Municipality
from sessions.models import GroupSession

from ..enums import ActionStatus
from ..looking.filter import counted
from ..models import ActionEvent, ActionPoint, ActionPointQuerySet
from .finishing import Finished

WEEKS = 12
MONTHS = 12


@dataclass(frozen=True)
class Week:
    """A week by its Monday, and how often something happened in it."""

    monday: date
    number: int


@dataclass(frozen=True)
class Month:
    """The end of a month: how much had been agreed by then, and how much of it was finished."""

    first: date
    agreed: int
    finished: int


def weeks_until(municipality: Municipality, *, today: date) -> list[Week]:
    """Return the last weeks, this one as the last, with what happened in each."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    over = midnight(monday + timedelta(weeks=1))
    events = events_of(municipality).filter(at__gte=midnight(mondays[0]), at__lt=over)
    return [Week(*one) for one in zip(mondays, _counted_between(events, "at", mondays), strict=True)]


def burn_up(municipality: Municipality, firsts: Sequence[date], done: Sequence[Finished]) -> list[Month]:
    """Return per month how much had been agreed and finished by its end."""
    points = counted(municipality.pk)
    totals = dict(points.order_by().values_list("status").annotate(number=Count("*")))
    agreed_in = _agreed_in(points, firsts)
    finished_in = Counter(one.on.replace(day=1) for one in done)
    agreed = sum(totals.values()) - sum(agreed_in.values())
    finished = totals.get(ActionStatus.DONE, 0) - finished_in.total()
    months = []
    for first in firsts:
        agreed, finished = agreed + agreed_in[first], finished + finished_in[first]
        months.append(Month(first, agreed, finished))
    return months


def _agreed_in(points: ActionPointQuerySet, firsts: Sequence[date]) -> dict[date, int]:
    """Return per month how much was agreed in it; the database counts, so that no year of rows is read."""
    lately = points.filter(created_at__gte=midnight(firsts[0]))
    return dict(zip(firsts, _counted_between(lately, "created_at", firsts), strict=True))


def _counted_between(rows: QuerySet, moment: str, firsts: Sequence[date]) -> list[int]:
    """Return how many rows there are from each of these days until the next one."""
    # The newest first: by what a row is not older than, without asking whether it is older than the next.
    since = [When(Q(**{f"{moment}__gte": midnight(day)}), then=Value(at)) for at, day in enumerate(firsts)]
    at = Case(*reversed(since), output_field=IntegerField())
    numbers = dict(rows.order_by().annotate(nth=at).values_list("nth").annotate(number=Count("*")))
    return [numbers.get(nth, 0) for nth in range(len(firsts))]


def events_of(municipality: Municipality) -> QuerySet[ActionEvent]:
    """Return what happened to action points, but for those of rehearsals."""
    rehearsals = GroupSession.objects.filter(municipality=municipality, is_rehearsal=True)
    # By a list of what is rehearsed, not by a join: counting the events of weeks reads an index only.
    rehearsed = ActionPoint.objects.filter(municipality=municipality, session__in=rehearsals)
    return ActionEvent.objects.filter(municipality=municipality).exclude(action_point__in=rehearsed)


def last_moved(municipality: Municipality) -> datetime | None:
    """Return when anything last happened."""
    return events_of(municipality).order_by("-at").values_list("at", flat=True).first()


def months_until(today: date) -> list[date]:
    """Return the first days of the last months, this one as the last."""
    months = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(months - MONTHS + 1, months + 1)]


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins here."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
