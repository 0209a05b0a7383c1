"""Tell from a mail how an action point goes: one press, and the same press again changes nothing."""

from datetime import datetime
from typing import Any

from audit.actors import Actor

from ..enums import ActionChange, ActionStatus, OwnersWord
from ..models import ActionPoint
from ..points.progress import change_status, report_progress
from ..points.refusals import StaleAction


def tell_progress(
    action: ActionPoint,
    *,
    word: OwnersWord | None,
    text: str,
    resident_effect: str,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Write down how it goes in the word of the owner; no word means that it is finished.

    What was told already is not told twice, however late the same form is sent again. Raises a subclass of
    `ActionRefused`; `StaleAction` when somebody else changed the point meanwhile.
    """
    by: dict[str, Any] = {
        "actor": actor,
        "author": author,
        "expected_revision": expected_revision,
        "now": now,
    }
    if word is None:
        change_status(action, ActionStatus.DONE, reason=text, resident_effect=resident_effect, **by)
        return
    try:
        report_progress(action, owners_word=word, text=text, **by)
    except StaleAction:
        last = action.events.filter(change=ActionChange.UPDATE).last()
        if last is None or (last.after, last.text, last.author) != (word, text.strip(), author):
            raise
