"""Action points that say what was agreed before: spotted, told, and joined when the table wants that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from audit.actors import Actor
from catalogue.models import Statement
from catalogue.versions import versions_beside
from sessions.locks import hold_sessions
from sessions.models import GroupSession

from ..enums import ActionChange, ActionStatus
from ..models import ENDED, ActionPoint
from .changing import alone, move, require_current, write
from .history import Line
from .likeness import gist_of, is_alike, likeness
from .refusals import ForeignRow, StatusNotReachable

FRESH = timedelta(minutes=15)
"""How long a point that was just written down is compared; after that the table has moved on."""
MOST_COMPARED = 500
FRESH_STATUSES = {ActionStatus.PROPOSED, ActionStatus.ACCEPTED}


@dataclass(frozen=True, kw_only=True)
class Twin:
    """An action point that was there already, and whether it comes from another session."""

    action: ActionPoint
    is_elsewhere: bool


def twins_of(session: GroupSession, points: Collection[ActionPoint], *, now: datetime) -> dict[int, Twin]:
    """Return what new points of a session look like, by their key; one query, and none without new points.

    They are compared with earlier points of the session and open ones on the agenda of its municipality.
    """
    fresh = [one for one in points if one.created_at > now - FRESH and one.status in FRESH_STATUSES]
    if not fresh:
        return {}
    known = _comparable(session).select_related("owner_organisation").order_by("-pk")[:MOST_COMPARED]
    gists = [(one, gist_of(one.what)) for one in known]
    found = {}
    for point in fresh:
        gist = gist_of(point.what)
        alike = [
            (likeness(gist, other), one.session_id == session.pk, -one.pk, one)
            for one, other in gists
            if one.pk < point.pk and is_alike(gist, other)
        ]
        if alike:
            twin = max(alike, key=lambda found: found[:3])[3]
            found[point.pk] = Twin(action=twin, is_elsewhere=twin.session_id != session.pk)
    return found


def _comparable(session: GroupSession) -> QuerySet[ActionPoint]:
    """Return the open points of a session and of its agenda; a rehearsal knows its own alone."""
    own = Q(session=session)
    where = own if session.is_rehearsal else own | Q(session=None) | Q(session__is_rehearsal=False)
    return ActionPoint.objects.filter(where, municipality=session.municipality_id).open()


def use_twin(
    action: ActionPoint,
    *,
    twin: ActionPoint,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Let a point that was there already count for the statements of this one, which is not taken up itself.

    The statements go along where both sessions asked the same, be it in another spelling. Raises `ForeignRow`
    for a point that was never told to be alike, and `StatusNotReachable` for one that has ended.
    """
    if twin.pk == action.pk or twin.municipality_id != action.municipality_id:
        raise ForeignRow("no twin")
    with transaction.atomic():
        hold_sessions({pk for pk in (action.session_id, twin.session_id) if pk is not None})
        with alone(action) as row, alone(twin) as other:
            if row.status == ActionStatus.DROPPED:
                return
            require_current(row, expected_revision)
            if other.status in ENDED:
                raise StatusNotReachable
            _require_spotted(row, other)
            # It goes on in the other one: that it is not taken up would not be true.
            move(row, ActionStatus.DROPPED)
            row.merged_into = other
            line = Line(ActionChange.MERGED, after=other.what)
            write(row, line, verb="merge actions", actor=actor, author=author, now=now)
            if numbers := take_statements(row, other):
                line = Line(ActionChange.STATEMENTS, after=numbers)
                write(other, line, verb="use for statements", actor=actor, author=author, now=now)
    action.refresh_from_db()
    twin.refresh_from_db()


def _require_spotted(row: ActionPoint, other: ActionPoint) -> None:
    """Raise `ForeignRow` unless the console could have told of this one.

    Who leads one session does not read the agenda by its numbers, and a rehearsal changes no real point.
    """
    known = row.session is not None and _comparable(row.session).filter(pk=other.pk).exists()
    if not known or not is_alike(gist_of(row.what), gist_of(other.what)):
        raise ForeignRow("not alike")


def take_statements(row: ActionPoint, other: ActionPoint) -> str:
    """Give the other point the statements it did not have, in the version its own session used.

    Versions between which only spelling was corrected ask the same by the same number. Return the numbers.
    """
    if row.session is None or other.session is None:
        return ""
    asked, theirs = row.session.catalogue_id, other.session.catalogue_id
    if not versions_beside(theirs).ask_the_same(asked, theirs):
        return ""
    same = Statement.objects.filter(theme__catalogue=theirs, number__in=row.statements.values("number"))
    added = list(same.exclude(pk__in=other.statements.values("pk")).order_by("number"))
    other.statements.add(*added)
    return ", ".join(str(statement.number) for statement in added)
