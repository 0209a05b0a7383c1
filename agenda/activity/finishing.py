"""Which action points were finished in a period, and whether that was in time."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from django.utils import timezone

from municipalities.models import Municipality
from sessions.models import GroupSession

from ..enums import ActionChange, ActionStatus
from ..models import ActionEvent
from ..points.deadlines import working_day


class Finished(NamedTuple):
    """A point that is finished, and the day on which it was; one that was opened again is not.

    A tuple, because a page about a year of a large municipality makes a thousand of them.
    """

    pk: int
    on: date
    deadline: date | None
    organisation_id: int | None
    theme: str
    is_priority: bool
    is_noticed: bool

    @property
    def was_in_time(self) -> bool:
        """Return whether it was finished by its deadline; a deadline in the weekend means the Monday."""
        return self.deadline is not None and self.on <= working_day(self.deadline)


def finished_since(
    municipality: Municipality, since: datetime, *, until: datetime | None = None
) -> list[Finished]:
    """Return what was finished in a period and still is, in the order in which it was."""
    events = ActionEvent.objects.filter(
        municipality=municipality,
        at__gte=since,
        change=ActionChange.STATUS,
        after=ActionStatus.DONE,
        action_point__status=ActionStatus.DONE,
        action_point__merged_into=None,
    ).exclude(action_point__session__in=GroupSession.objects.filter(is_rehearsal=True))
    # Not grouped by the database: it would sort by all of these to find the few that were finished twice.
    rows = events.order_by().values_list(
        "action_point",
        "at",
        "action_point__deadline",
        "action_point__owner_organisation",
        "action_point__theme__slug",
        "action_point__is_priority",
        "action_point__resident_effect",
    )
    last: dict[int, tuple] = {}
    for row in sorted(rows, key=itemgetter(1)):
        last.pop(row[0], None)
        last[row[0]] = row
    return _read(row for row in last.values() if until is None or row[1] < until)


def _read(rows: Iterable[tuple]) -> list[Finished]:
    here = timezone.get_current_timezone()
    return [
        Finished(
            pk,
            at.astimezone(here).date(),
            deadline,
            organisation,
            theme or "",
            is_priority,
            bool(effect),
        )
        for pk, at, deadline, organisation, theme, is_priority, effect in rows
    ]
