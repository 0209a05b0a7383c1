"""Which action points ended in a period, and whether that was in time."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from municipalities.models import Municipality
from sessions.models import GroupSession

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionEvent
from ..points.deadlines import working_day


class Finished(NamedTuple):
    """A point that is finished, and the day on which it was; one that was opened again is not.

    A tuple, because a page about a year of a large municipality makes a thousand of them.
    """

    on: date
    deadline: date | None
    organisation_id: int | None
    theme: str

    @property
    def was_in_time(self) -> bool:
        """Return whether it was finished by its deadline; a deadline in the weekend means the Monday."""
        if self.deadline is None:
            return False
        return self.on <= self.deadline or self.on <= working_day(self.deadline)


class Ended(NamedTuple):
    """A point that ended in a period, by the line of its history that says so."""

    pk: int
    event: int
    status: str
    is_noticed: bool


def finished_since(municipality: Municipality, since: datetime) -> list[Finished]:
    """Return what was finished since a moment and still is, in the order in which it was."""
    # Not grouped by the database: it would sort by all of these to find the few that were finished twice.
    # And as text: Django makes a moment of each by a longer way, most of the time that a year of them takes.
    rows = (
        _ending(municipality, since, ActionStatus.DONE)
        .annotate(moment=Cast("at", TextField()), by=Cast("action_point__deadline", TextField()))
        .order_by("at")
        .values_list(
            "action_point", "moment", "by", "action_point__owner_organisation", "action_point__theme__slug"
        )
    )
    last: dict[int, tuple] = {}
    for row in rows:
        last.pop(row[0], None)
        last[row[0]] = row
    here = timezone.get_current_timezone()
    return [
        Finished(
            _moment(moment).astimezone(here).date(),
            date.fromisoformat(by) if by else None,
            organisation,
            theme or "",
        )
        for _pk, moment, by, organisation, theme in last.values()
    ]


def ended_in(municipality: Municipality, since: datetime, until: datetime) -> list[Ended]:
    """Return what ended in a period and is still so: what the table finds most important, then the newest.

    One that was opened again and ended once more after the period belongs to a later one.
    """
    rows = _ending(municipality, since, *ENDED).order_by("-action_point__is_priority", "-at", "-pk")
    is_within, is_noticed = Q(at__lt=until), ~Q(action_point__resident_effect="")
    found: dict[int, tuple] = {}
    for pk, *row in rows.values_list("action_point", "pk", "after", _number(is_noticed), _number(is_within)):
        found.setdefault(pk, tuple(row))
    return [
        Ended(pk, event, status, bool(is_told))
        for pk, (event, status, is_told, is_in_time) in found.items()
        if is_in_time
    ]


def _ending(municipality: Municipality, since: datetime, *ends: ActionStatus) -> QuerySet[ActionEvent]:
    """Return each time since a moment that a point ended as it stands now."""
    return ActionEvent.objects.filter(
        municipality=municipality,
        at__gte=since,
        change=ActionChange.STATUS,
        after__in=ends,
        action_point__status=F("after"),
        action_point__merged_into=None,
    ).exclude(action_point__session__in=GroupSession.objects.filter(is_rehearsal=True))


def _moment(text: str) -> datetime:
    """Return a moment as a database writes it: in UTC, and SQLite does not say so."""
    return datetime.fromisoformat(text if "+" in text else f"{text}+00:00")


def _number(is_so: Q) -> Case:
    """Return 1 or 0: Django makes a boolean of each row by itself."""
    return Case(When(is_so, then=Value(1)), default=Value(0), output_field=IntegerField())
