"""A follow-up meeting walks the open action points of its table: what was said, what comes next.

Nothing is copied into the meeting: its agenda is what is open at that moment, so it fills by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Q

from sessions.enums import Sequel, SessionState
from sessions.models import GroupSession

from ..enums import ActionChange, ActionStatus, MeetingOutcome
from ..models import ENDED, ActionEvent, ActionPoint
from .table import Tables

OVER = frozenset({SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED})


@dataclass
class Item:
    """One action point in a meeting: what was said about it there, if anything was."""

    point: ActionPoint
    outcome: MeetingOutcome | None = None
    lines: list[ActionEvent] = field(default_factory=list)


@dataclass(frozen=True)
class Meeting:
    """The walk: what was discussed, in that order, and then what is still to come.

    `agreed` is what the table agreed on in the meeting itself: nobody walks past that before the next one.
    """

    session: GroupSession
    items: list[Item]
    agreed: list[ActionPoint] = field(default_factory=list)

    @property
    def discussed(self) -> list[Item]:
        return [item for item in self.items if item.outcome is not None]

    @property
    def left(self) -> list[Item]:
        return [item for item in self.items if item.outcome is None]

    @property
    def next(self) -> Item | None:
        return self.left[0] if self.left else None

    def item_of(self, pk: int) -> Item | None:
        return next((item for item in self.items if item.point.pk == pk), None)

    def place_of(self, item: Item) -> int:
        return self.items.index(item) + 1

    def around(self, item: Item) -> tuple[Item | None, Item | None]:
        """Return the one before and the one after."""
        at = self.items.index(item)
        return self.items[at - 1] if at else None, self.items[at + 1] if at + 1 < len(self.items) else None

    def count(self, outcome: MeetingOutcome) -> int:
        return sum(item.outcome == outcome for item in self.items)


def is_meeting(session: GroupSession) -> bool:
    """Return whether a session walks action points; a rehearsal has none that count."""
    return session.sequel == Sequel.FOLLOW_UP and not session.is_rehearsal


def is_over(session: GroupSession) -> bool:
    """Return whether nothing more is discussed in a meeting."""
    return session.state in OVER


def meeting_of(session: GroupSession, *, today: date) -> Meeting:
    """Return the walk of a meeting as it stands, in a fixed number of queries.

    A meeting that is over shows what was discussed and no more.
    """
    said = _said(session)
    known = Q(pk__in=[event.action_point_id for event in said]) | Q(session=session, merged_into=None)
    if not is_over(session):
        table = Tables(session.municipality).all_of(session.pk)
        known |= Q(session__in=table) & ~Q(status__in=ENDED) & Q(merged_into=None)
    rows = ActionPoint.objects.filter(known, municipality=session.municipality_id)
    rows = rows.select_related("owner_organisation", "theme", "session", "municipality")
    points = {point.pk: point for point in rows.prefetch_related("statements", "helpers")}
    last = {event.action_point_id: event for event in said}
    lines = _lines(last)
    discussed = [
        Item(points[pk], MeetingOutcome(event.before), lines.get(pk, []))
        for pk, event in sorted(last.items(), key=lambda pair: pair[1].pk)
    ]
    rest = [point for pk, point in points.items() if pk not in last]
    agreed = sorted((one for one in rest if one.session_id == session.pk), key=lambda one: one.pk)
    left = sorted((one for one in rest if one.session_id != session.pk), key=lambda one: _turn(one, today))
    return Meeting(session, [*discussed, *map(Item, left)], agreed)


def _said(session: GroupSession) -> list[ActionEvent]:
    """Return what was said in a meeting, oldest first; who says something again says it last."""
    rows = ActionEvent.objects.filter(
        municipality=session.municipality_id,
        change=ActionChange.DISCUSSED,
        after=str(session.pk),
        # So that an index leads past the years before it; a day early, because a clock can be put back.
        at__gte=session.created_at - timedelta(days=1),
    )
    # Sorted here: SQLite would go through the whole history, because it lies in that order.
    return sorted(rows.order_by(), key=attrgetter("pk"))


def _lines(last: dict[int, ActionEvent]) -> dict[int, list[ActionEvent]]:
    """Return what changed when a point was discussed: it was written down in the same moment."""
    moments = {event.at for event in last.values()}
    rows = ActionEvent.objects.filter(action_point__in=last, at__in=moments).order_by("pk")
    found: dict[int, list[ActionEvent]] = {}
    for row in rows:
        is_said = row.change == ActionChange.DISCUSSED
        if row.at == last[row.action_point_id].at and (row.text or not is_said):
            found.setdefault(row.action_point_id, []).append(row)
    return found


def _turn(point: ActionPoint, today: date) -> tuple[int, date, int]:
    """Order what is still to come: too late, without owner, stuck, waiting for a decision, the rest."""
    checks = [
        point.is_overdue(on=today),
        not point.has_owner,
        bool(point.owners_word == "stuck"),
        point.status == ActionStatus.AWAITING_DECISION,
    ]
    rank = next((place for place, holds in enumerate(checks) if holds), len(checks))
    return rank, point.deadline or date.max, point.pk


def original_deadlines(points: Iterable[ActionPoint]) -> dict[int, date]:
    """Return what was agreed first for points whose deadline moved, by the first line that tells of it."""
    rows = ActionEvent.objects.filter(
        action_point__in=[point.pk for point in points], change=ActionChange.DEADLINE
    ).exclude(before="")
    first: dict[int, date] = {}
    # By point, as the index has them: in the order of the keys alone, SQLite reads the history of everything.
    for event in rows.order_by("action_point", "pk"):
        first.setdefault(event.action_point_id, date.fromisoformat(event.before))
    return first
