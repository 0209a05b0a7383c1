"""What a follow-up meeting decides about one action point: done, carry on, drop, or only a note.

Each changes the point by the verbs that also change it elsewhere, so that the first deadline and the number
of postponements stay in its history; beside that it is written down that the table talked about it.
"""

from datetime import date, datetime
from typing import Any

from audit.actors import Actor
from sessions.models import GroupSession, Organisation

from ..agreeing.refusals import NotForMeeting, NothingDecided
from ..enums import ActionChange, ActionStatus, MeetingOutcome
from ..models import ENDED, ActionPoint
from ..points.accepting import accept_action
from ..points.assigning import assign_owner
from ..points.changing import (
    TEXT_LENGTH,
    alone,
    clean_text,
    is_soon,
    require_current,
    write,
)
from ..points.history import Line
from ..points.progress import change_deadline, change_status
from ..points.refusals import StatusNotReachable
from .table import Tables
from .walking import is_meeting, is_over


def outcomes_for(action: ActionPoint) -> list[MeetingOutcome]:
    """Return what can be decided about a point; what nobody took up can't be done."""
    if action.status in ENDED:
        return []
    all_ = list(MeetingOutcome)
    return all_ if action.has_owner else [one for one in all_ if one != MeetingOutcome.DONE]


def discuss(
    session: GroupSession,
    action: ActionPoint,
    *,
    outcome: MeetingOutcome,
    note: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    today: date,
    now: datetime,
    deadline: date | None = None,
    owner_organisation: Organisation | None = None,
    resident_effect: str = "",
) -> None:
    """Write down what a meeting decided about one action point of its table, in one transaction.

    `note` is the reason where one is needed: for dropping, and for a later date. Who carries on may get an
    owner. Raises an `ActionRefused`; a double click does nothing.
    """
    note = clean_text(note, TEXT_LENGTH)
    require_own(session, action)
    with alone(action) as row:
        last = row.events.filter(change=ActionChange.DISCUSSED).last()
        if last and (last.before, last.after) == (outcome, str(session.pk)) and is_soon(last.at, now):
            return
        require_current(row, expected_revision)
        if outcome not in outcomes_for(row):
            raise StatusNotReachable
        by: dict[str, Any] = {"actor": actor, "author": author, "now": now}
        if outcome == MeetingOutcome.DONE:
            is_told = _finish(row, note=note, resident_effect=resident_effect, by=by)
        elif outcome == MeetingOutcome.DROPPED:
            is_told = _drop(row, note=note, by=by)
        elif outcome == MeetingOutcome.CARRY_ON:
            is_told = _carry_on(row, owner_organisation, deadline, note=note, today=today, by=by)
        elif not note:
            raise NothingDecided
        else:
            is_told = False
        text = "" if is_told else note
        line = Line(ActionChange.DISCUSSED, before=outcome, after=str(session.pk), text=text)
        write(row, line, verb="discuss action", **by)
    action.refresh_from_db()


def require_own(session: GroupSession, action: ActionPoint) -> None:
    """Raise `NotForMeeting` for a meeting that is none or is over, and for a point of another table."""
    if not is_meeting(session) or is_over(session):
        raise NotForMeeting
    if action.session_id not in Tables(session.municipality).all_of(session.pk):
        raise NotForMeeting


def _finish(row: ActionPoint, *, note: str, resident_effect: str, by: dict[str, Any]) -> bool:
    """Finish a point; one whose owner said nothing yet was taken up, or it would not be done."""
    if row.status == ActionStatus.PROPOSED:
        accept_action(row, expected_revision=row.revision, **by)
    change_status(
        row,
        ActionStatus.DONE,
        reason=note,
        resident_effect=resident_effect,
        expected_revision=row.revision,
        **by,
    )
    return True


def _drop(row: ActionPoint, *, note: str, by: dict[str, Any]) -> bool:
    change_status(row, ActionStatus.DROPPED, reason=note, expected_revision=row.revision, **by)
    return True


def _carry_on(
    row: ActionPoint,
    owner: Organisation | None,
    deadline: date | None,
    *,
    note: str,
    today: date,
    by: dict[str, Any],
) -> bool:
    """Give it an owner where it has none, and another date where one was chosen; else it stays as it is."""
    if owner is not None and not row.has_owner:
        assign_owner(row, owner_organisation=owner, owner_name="", expected_revision=row.revision, **by)
    if deadline is None or deadline == row.deadline:
        return False
    change_deadline(row, deadline=deadline, reason=note, today=today, expected_revision=row.revision, **by)
    return True
