"""Merge two action points that say the same, also of two sessions: one goes on, and nothing is lost.

The one that went on keeps the earlier deadline and the larger number of postponements: merging is no way to
postpone. The history of both is shown with it.
"""

from collections.abc import Collection
from contextlib import ExitStack
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction
from django.utils.dateparse import parse_date

from audit.actors import Actor
from sessions.locks import hold_sessions

from ..enums import ActionChange, ActionStatus
from ..models import (
    ENDED,
    ActionEvent,
    ActionLink,
    ActionPoint,
)
from .changing import (
    alone,
    move,
    require_current,
    write,
)
from .duplicates import take_statements
from .history import Line, helpers_in_words
from .refusals import ForeignRow, StatusNotReachable


def merge_actions(
    action: ActionPoint,
    *,
    into: ActionPoint,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Let one action point go on in another; its owner helps there, and opening it again undoes it.

    Raises `ForeignRow` for one of another municipality or a rehearsal, and `StatusNotReachable` when one of
    them has ended.
    """
    if into.pk == action.pk or into.municipality_id != action.municipality_id:
        raise ForeignRow("can't go on in this one")
    with transaction.atomic(), ExitStack() as held:
        hold_sessions({pk for pk in (action.session_id, into.session_id) if pk is not None})
        ordered = sorted((action, into), key=attrgetter("pk"))
        rows = {one.pk: held.enter_context(alone(one)) for one in ordered}
        row, other = rows[action.pk], rows[into.pk]
        if row.merged_into_id == other.pk:
            return
        require_current(row, expected_revision)
        if row.status in ENDED or other.status in ENDED:
            raise StatusNotReachable
        if _rehearses(row) != _rehearses(other) or (_rehearses(row) and row.session_id != other.session_id):
            raise ForeignRow("a rehearsal")
        move(row, ActionStatus.DROPPED)
        row.merged_into, row.asked_at = other, None
        lines = [Line(ActionChange.MERGED, before=row.what), *_taken_along(row, other)]
        line = Line(ActionChange.MERGED, after=other.what)
        write(row, line, verb="merge actions", actor=actor, author=author, now=now)
        write(other, *lines, verb="merge actions", actor=actor, author=author, now=now)
    action.refresh_from_db()
    into.refresh_from_db()


def _rehearses(row: ActionPoint) -> bool:
    return row.session is not None and row.session.is_rehearsal


def _taken_along(row: ActionPoint, other: ActionPoint) -> list[Line]:
    """Give the one that goes on what the other knew; return a line of history for each."""
    lines = []
    if row.deadline and (other.deadline is None or row.deadline < other.deadline):
        before = other.deadline.isoformat() if other.deadline else ""
        lines.append(Line(ActionChange.DEADLINE, before=before, after=row.deadline.isoformat()))
        other.deadline = row.deadline
    other.postponed = max(row.postponed, other.postponed)
    for field, change in (
        ("next_step", ActionChange.NEXT_STEP),
        ("resident_effect", ActionChange.EFFECT),
    ):
        if getattr(row, field) and not getattr(other, field):
            setattr(other, field, getattr(row, field))
            lines.append(Line(change, after=getattr(row, field)))
    if row.is_priority and not other.is_priority:
        other.is_priority = True
        lines.append(Line(ActionChange.PRIORITY))
    if numbers := take_statements(row, other):
        lines.append(Line(ActionChange.STATEMENTS, after=numbers))
    _take_links(row, other)
    return [*lines, *_take_helpers(row, other)]


def _take_links(row: ActionPoint, other: ActionPoint) -> None:
    known = set(other.links.values_list("address", flat=True))
    for link in row.links.exclude(address__in=known):
        ActionLink.objects.create(
            municipality=other.municipality, action_point=other, address=link.address, label=link.label
        )


def _take_helpers(row: ActionPoint, other: ActionPoint) -> list[Line]:
    before = helpers_in_words(other)
    wanted = {row.owner_organisation_id if row.has_owner else None, *row.helpers.values_list("pk", flat=True)}
    other.helpers.add(*(pk for pk in wanted if pk is not None and pk != other.owner_organisation_id))
    after = helpers_in_words(other)
    return [] if after == before else [Line(ActionChange.HELPERS, before=before, after=after)]


def whole_history(action: ActionPoint, merged: Collection[ActionPoint]) -> list[ActionEvent]:
    """Return the history of an action point and of all that goes on in it, the newest first."""
    texts = {one.pk: one.what for one in merged}
    events = list(ActionEvent.objects.filter(action_point__in=[action.pk, *texts]).order_by("-at", "-pk"))
    for event in events:
        event.of = texts.get(event.action_point_id, "")  # type: ignore[attr-defined]
    return events


def first_agreed(events: Collection[ActionEvent]) -> date | None:
    """Return the deadline that was agreed before it was first postponed, from a history; else nothing.

    Postponing is the one move of a deadline to a later day that carries a reason.
    """
    moves = [one for one in events if one.change == ActionChange.DEADLINE and one.text and one.before]
    postponed = [one.before for one in moves if one.before < one.after]
    return parse_date(min(postponed)) if postponed else None


def last_told(events: Collection[ActionEvent]) -> ActionEvent | None:
    """Return what was last told about a point itself, from its history: an update, or why it changed."""
    told = (one for one in events if not getattr(one, "of", "") and one.change in _TOLD)
    return next((one for one in told if one.text or one.change == ActionChange.UPDATE), None)


_TOLD = {ActionChange.UPDATE, ActionChange.STATUS, ActionChange.HANDED_BACK, ActionChange.DISCUSSED}
