"""Change one action point alone: lock, check, step and write, shared by its verbs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from audit.actors import Actor
from common.resident_data import find_resident_data
from sessions.locks import hold_session

from ..enums import ACTION_STEPS, ActionChange, ActionStatus
from ..models import ENDED, ActionPoint
from .history import Line, write_down
from .refusals import (
    ResidentData,
    StaleAction,
    StatusNotReachable,
    TextTooLong,
)

TEXT_LENGTH = 600
SHORT_LENGTH = 300
NAME_LENGTH = 120
# Without a key of its own, the same text in the same place so soon is the same click.
DOUBLE_CLICK = timedelta(seconds=10)
# The yes of an owner and giving it back are told as such, whoever writes them down.
OWN_LINES = {
    ActionStatus.ACCEPTED: ActionChange.ACCEPTED,
    ActionStatus.HANDED_BACK: ActionChange.HANDED_BACK,
}


@contextmanager
def alone(action: ActionPoint) -> Iterator[ActionPoint]:
    """Hold the session, if any, and then the action point, in this order, until the transaction ends."""
    with transaction.atomic():
        session = hold_session(action.session_id) if action.session_id else None
        row = ActionPoint.objects.select_for_update(of=("self",)).get(pk=action.pk)
        row.session = session
        yield row


def write(
    row: ActionPoint, *lines: Line, verb: str, actor: Actor, author: str, now: datetime, **more: str
) -> None:
    """Save a changed action point with its history; see `write_down`."""
    write_down(row, *lines, session=row.session, verb=verb, actor=actor, author=author, now=now, **more)


def require_current(row: ActionPoint, expected_revision: int) -> None:
    """Raise `StaleAction` when somebody changed it after this revision."""
    if row.revision != expected_revision:
        raise StaleAction(f"revision {expected_revision}, it is {row.revision}")


def move(row: ActionPoint, to: ActionStatus) -> None:
    """Take a step of `ACTION_STEPS`, or raise `StatusNotReachable`; how it goes is unsaid where it ends.

    Who decides is known only while a decision is waited for, and what goes on elsewhere only while it ended.
    """
    if to not in ACTION_STEPS[ActionStatus(row.status)]:
        raise StatusNotReachable(f"{row.status} → {to}")
    row.status = to
    row.decided_by, row.decision_on, row.merged_into = "", None, None
    if to in {*ENDED, ActionStatus.HANDED_BACK}:
        row.owners_word = ""


def begin_again(row: ActionPoint) -> list[Line]:
    """Let a point wait for a yes again, wherever it stood: its owner is another one, or was nobody.

    Returns the line of history about its status, or none where it waited already.
    """
    before = row.status
    row.status, row.owners_word, row.asked_at = ActionStatus.PROPOSED, "", None
    row.decided_by, row.decision_on = "", None
    if before == ActionStatus.PROPOSED:
        return []
    return [Line(ActionChange.STATUS, before=before, after=ActionStatus.PROPOSED)]


def moved(row: ActionPoint, to: ActionStatus, *, text: str = "") -> Line:
    """Take a step and return its line of history."""
    before = row.status
    move(row, to)
    return Line(OWN_LINES.get(to, ActionChange.STATUS), before=before, after=to, text=text)


def clean_text(text: str, length: int) -> str:
    """Return a text without outer spaces.

    Raises `TextTooLong`, for nothing is cut off silently, and `ResidentData`.
    """
    text = text.strip()
    if len(text) > length:
        raise TextTooLong
    if found := find_resident_data(text):
        raise ResidentData(text, found[0])
    return text


def is_soon(then: datetime, now: datetime) -> bool:
    """Return whether two moments may be one double click."""
    return abs(now - then) <= DOUBLE_CLICK
