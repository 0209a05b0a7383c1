"""How an action point goes on after it was agreed: the date moves, news comes in, the status takes a step.

Like the verbs of `assigning.py`: history and log in one transaction, and nothing is deleted.
"""

from datetime import date, datetime

from django.utils import timezone

from audit.actors import Actor
from sessions.enums import SessionState

from ..enums import ActionChange, ActionStatus, OwnersWord
from ..models import ENDED, ActionPoint
from ..owners.asking import ask_new_owner
from ..owners.handing_over import hand_over_if_gone
from .changing import (
    NAME_LENGTH,
    TEXT_LENGTH,
    alone,
    clean_text,
    is_soon,
    moved,
    require_current,
    write,
)
from .deadlines import check_deadline, is_postponement
from .history import Line
from .refusals import (
    DeadlineMissing,
    ReasonMissing,
    StatusNotReachable,
    TextMissing,
)

EFFECT_LENGTH = 300
NEEDS_REASON = {ActionStatus.HANDED_BACK, ActionStatus.DROPPED}


def report_progress(
    action: ActionPoint,
    *,
    owners_word: OwnersWord | None,
    text: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Tell how it goes; a point that was only accepted is in progress from then on."""
    text, word = clean_text(text, TEXT_LENGTH), owners_word or ""
    if not text and not word:
        raise TextMissing
    with alone(action) as row:
        last = row.events.filter(change=ActionChange.UPDATE).last()
        if last and (last.text, last.after, last.author) == (text, word, author) and is_soon(last.at, now):
            return
        require_current(row, expected_revision)
        if row.status in {*ENDED, ActionStatus.HANDED_BACK}:
            raise StatusNotReachable
        row.owners_word = word or row.owners_word
        lines = [Line(ActionChange.UPDATE, after=word, text=text)]
        if row.status == ActionStatus.ACCEPTED:
            lines.append(moved(row, ActionStatus.IN_PROGRESS))
        write(row, *lines, verb="report progress", actor=actor, author=author, now=now)
    action.refresh_from_db()


def change_status(
    action: ActionPoint,
    to: ActionStatus,
    *,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
    reason: str = "",
    resident_effect: str = "",
    decided_by: str = "",
    decision_on: date | None = None,
) -> None:
    """Take a step of `ACTION_STEPS`; handing back, dropping and opening again need a reason.

    Whoever finishes a point is asked what a resident notices of it, and who waits for a decision whose it is.
    """
    reason, effect = clean_text(reason, TEXT_LENGTH), clean_text(resident_effect, EFFECT_LENGTH)
    with alone(action) as row:
        if row.status == to:
            return
        require_current(row, expected_revision)
        before = ActionStatus(row.status)
        lines = [moved(row, to, text=reason)]
        if needs_reason(before, to) and not reason:
            raise ReasonMissing
        if to == ActionStatus.AWAITING_DECISION:
            lines += _decision(row, decided_by=decided_by, decision_on=decision_on, now=now)
        if effect and effect != row.resident_effect:
            lines.append(Line(ActionChange.EFFECT, before=row.resident_effect, after=effect))
            row.resident_effect = effect
        if to in {*ENDED, ActionStatus.HANDED_BACK}:
            row.asked_at = None
        verb = "change status"
        if before in ENDED:
            verb = "reopen action"
        is_back = before in {*ENDED, ActionStatus.HANDED_BACK} and to not in ENDED
        if is_back and not hand_over_if_gone(row, now=now):
            _ask_again(row, now=now)
        write(row, *lines, verb=verb, actor=actor, author=author, now=now, reason=reason)
    action.refresh_from_db()


def needs_reason(before: ActionStatus, to: ActionStatus) -> bool:
    """Return whether this step is explained: giving back, not taking up, and opening again what had ended."""
    return to in NEEDS_REASON or before in ENDED


def _ask_again(row: ActionPoint, *, now: datetime) -> None:
    """Ask the owner of what was not taken up or came back once more; who finished something had said yes."""
    if row.status == ActionStatus.PROPOSED and row.owner_organisation_id is not None:
        row.reply_link_version += 1
        ask_new_owner(row, now=now)


def change_decision(
    action: ActionPoint,
    *,
    decided_by: str,
    decision_on: date | None,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Say who decides and when, while a decision is waited for."""
    with alone(action) as row:
        require_current(row, expected_revision)
        if row.status != ActionStatus.AWAITING_DECISION:
            raise StatusNotReachable
        lines = _decision(row, decided_by=decided_by, decision_on=decision_on, now=now)
        if lines:
            write(row, *lines, verb="change decision", actor=actor, author=author, now=now)
    action.refresh_from_db()


def _decision(row: ActionPoint, *, decided_by: str, decision_on: date | None, now: datetime) -> list[Line]:
    """Set who decides and when; return the line of history, or none where nothing differs."""
    decided_by = clean_text(decided_by, NAME_LENGTH)
    if (row.decided_by, row.decision_on) == (decided_by, decision_on):
        return []
    if decision_on != row.decision_on:
        check_deadline(decision_on, today=timezone.localdate(now))
    row.decided_by, row.decision_on = decided_by, decision_on
    return [
        Line(
            ActionChange.DECISION,
            before=decision_on.isoformat() if decision_on else "",
            after=decided_by,
        )
    ]


def change_deadline(
    action: ActionPoint,
    *,
    deadline: date | None,
    reason: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    today: date,
    now: datetime,
) -> None:
    """Move a deadline; after the session, a later one needs a reason and counts as postponed.

    A weekend shift does not.
    """
    reason = clean_text(reason, TEXT_LENGTH)
    with alone(action) as row:
        if row.deadline == deadline:
            return
        require_current(row, expected_revision)
        if deadline is None:
            raise DeadlineMissing
        if row.status in ENDED:
            raise StatusNotReachable
        check_deadline(deadline, today=today)
        # While the table still sits, it is making up its mind: nothing was agreed that could be postponed.
        is_agreed = row.session is None or row.session.state != SessionState.RUNNING
        if is_agreed and is_postponement(before=row.deadline, after=deadline):
            if not reason:
                raise ReasonMissing
            row.postponed += 1
        before = row.deadline.isoformat() if row.deadline else ""
        row.deadline = deadline
        line = Line(ActionChange.DEADLINE, before=before, after=deadline.isoformat(), text=reason)
        write(row, line, verb="change deadline", actor=actor, author=author, now=now, reason=reason)
    action.refresh_from_db()
