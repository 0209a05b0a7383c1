"""How an action point goes on after it was agreed: the date moves, news comes in, the status takes a step.

Like the verbs of `actions.py`: history and log in one transaction, and nothing is deleted.
"""

from datetime import date, datetime

from audit.actors import Actor
from sessions.enums import SessionState

from .changing import TEXT_LENGTH, alone, clean_text, is_soon, moved, require_current, write
from .deadlines import check_deadline, is_postponement
from .enums import ActionChange, ActionStatus, OwnersWord
from .history import Line
from .models import ENDED, ActionPoint
from .refusals import DeadlineMissing, ReasonMissing, StatusNotReachable, TextMissing

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
) -> None:
    """Take a step of `ACTION_STEPS`; handing back and dropping need a reason.

    Whoever finishes a point is asked what a resident notices of it.
    """
    reason, effect = clean_text(reason, TEXT_LENGTH), clean_text(resident_effect, EFFECT_LENGTH)
    with alone(action) as row:
        if row.status == to:
            return
        require_current(row, expected_revision)
        line = moved(row, to, text=reason)
        if to in NEEDS_REASON and not reason:
            raise ReasonMissing
        row.resident_effect = effect or row.resident_effect
        write(row, line, verb="change status", actor=actor, author=author, now=now, reason=reason)
    action.refresh_from_db()


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
