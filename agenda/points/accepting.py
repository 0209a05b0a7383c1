"""The yes of an owner to an action point, or giving it back.

A verb that finds its wish fulfilled already (a double click) does nothing. Each raises a subclass of
`ActionRefused`; `StaleAction` when the point changed after `expected_revision`.
"""

from datetime import datetime

from audit.actors import Actor

from ..enums import ActionStatus
from ..models import ActionPoint
from .changing import TEXT_LENGTH, alone, clean_text, moved, require_current, write
from .refusals import OwnerMissing, ReasonMissing


def accept_action(
    action: ActionPoint, *, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Say yes as the owner. Raises `OwnerMissing` when there is none."""
    with alone(action) as row:
        if row.status == ActionStatus.ACCEPTED:
            return
        require_current(row, expected_revision)
        if row.owner_organisation_id is None:
            raise OwnerMissing
        line = moved(row, ActionStatus.ACCEPTED)
        row.asked_at = None
        write(row, line, verb="accept action", actor=actor, author=author, now=now)
    action.refresh_from_db()


def hand_back_action(
    action: ActionPoint, *, reason: str, actor: Actor, author: str, expected_revision: int, now: datetime
) -> None:
    """Give an action point back to the table, with a reason; its last owner stays in the history."""
    reason = clean_text(reason, TEXT_LENGTH)
    with alone(action) as row:
        if row.status == ActionStatus.HANDED_BACK:
            return
        require_current(row, expected_revision)
        if not reason:
            raise ReasonMissing
        line = moved(row, ActionStatus.HANDED_BACK, text=reason)
        row.asked_at = None
        write(row, line, verb="hand back action", actor=actor, author=author, now=now, reason=reason)
    action.refresh_from_db()
