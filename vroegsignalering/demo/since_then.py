"""What happened with an action point of the demo since its session."""

from datetime import datetime, timedelta
from typing import Any

from agenda.actions import accept_action, hand_back_action
from agenda.deadlines import working_day
from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.progress import change_deadline, change_status, report_progress
from audit.actors import Actor
from sessions.seats import actor_of

from .at_the_table import Table
from .stories import ActionStory


def tell_since(table: Table, one: ActionStory, *, now: datetime) -> None:
    """Take the steps that the story tells, each on its day, as the owner."""
    action = table.actions[one.what]
    seat = table.seats.get(one.owner)
    actor = actor_of(seat) if seat else table.leader
    author = one.owner_name or (seat.name if seat else table.leader_name)
    for number, event in enumerate(one.told):
        at = now - timedelta(days=event["ago"], minutes=len(one.told) - number)
        _happen(table, action, event, actor=actor, author=author, at=at)


def _happen(
    table: Table, action: ActionPoint, event: dict[str, Any], *, actor: Actor, author: str, at: datetime
) -> None:
    who: dict[str, Any] = {"now": at, "actor": actor, "author": author}
    if "accepted" in event:
        table.change(accept_action, action, **who)
    elif "update" in event:
        word = OwnersWord(event["word"]) if "word" in event else None
        table.change(report_progress, action, owners_word=word, text=event["update"], **who)
    elif "back" in event:
        table.change(hand_back_action, action, reason=event["back"], **who)
    elif "due" in event:
        later = working_day(table.today + timedelta(days=event["due"]))
        table.change(change_deadline, action, deadline=later, reason=event["reason"], today=at.date(), **who)
    else:
        table.change(
            change_status,
            action,
            ActionStatus(event["status"]),
            reason=event.get("reason", ""),
            resident_effect=event.get("effect", ""),
            **who,
        )
