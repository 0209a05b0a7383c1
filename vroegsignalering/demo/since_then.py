"""What happened with an action point of the demo since its session."""

from datetime import datetime, timedelta
from typing import Any

from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.describing import change_links, plan_next_step
from agenda.points.helping import set_helpers
from agenda.points.progress import change_deadline, change_status, report_progress
from agenda.reminding.working_days import working_day
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
    elif "status" in event:
        _change_status(table, action, event, who=who)
    else:
        _describe(table, action, event, who=who)


def _change_status(table: Table, action: ActionPoint, event: dict[str, Any], *, who: dict[str, Any]) -> None:
    table.change(
        change_status,
        action,
        ActionStatus(event["status"]),
        reason=event.get("reason", ""),
        resident_effect=event.get("effect", ""),
        decided_by=event.get("decides", ""),
        decision_on=table.today + timedelta(days=event["in"]) if "in" in event else None,
        **who,
    )


def _describe(table: Table, action: ActionPoint, event: dict[str, Any], *, who: dict[str, Any]) -> None:
    if "step" in event:
        table.change(plan_next_step, action, next_step=event["step"], **who)
    elif "helps" in event:
        helpers = [table.organisations[key] for key in event["helps"]]
        table.change(set_helpers, action, helpers=helpers, **who)
    else:
        table.change(change_links, action, address=event["link"], label=event["called"], **who)
