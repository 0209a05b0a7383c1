"""What people of the demo let know to their invitation: coming, not coming, or a colleague instead."""

from datetime import datetime, timedelta
from typing import Any

from sessions.models import GroupSession, Organisation, Representative
from sessions.replying import decline, reply_coming
from sessions.seats import actor_of

from .stories import address

BETWEEN = timedelta(hours=5)


def reply(
    session: GroupSession,
    told: dict[str, dict[str, Any]],
    *,
    organisations: dict[str, Organisation],
    now: datetime,
) -> None:
    """Let people reply one after the other, as the story tells by party; who is not in it says nothing."""
    for number, (key, said) in enumerate(told.items()):
        at = now + number * BETWEEN
        organisation = organisations[key]
        person = (
            Representative.objects.select_related("party__session", "municipality")
            .filter(party__session=session, party__organisation=organisation)
            .get()
        )
        who: dict[str, Any] = {"actor": actor_of(person), "now": at}
        if "declines" not in said:
            reply_coming(person, **who)
            continue
        colleague = said.get("instead", "")
        decline(
            person,
            reason=said["declines"],
            substitute_name=colleague,
            substitute_email=address(colleague, at=organisation.name) if colleague else "",
            **who,
        )
