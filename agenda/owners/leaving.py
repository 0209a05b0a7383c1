"""Somebody leaves, or an organisation stops: what they did and were asked goes to who follows."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from audit.actors import SYSTEM
from outbox.models import Promise
from outbox.registry import handler
from sessions.leaving import HAND_OVER
from sessions.models import Contact, Organisation

from ..agreeing.who_left import ask_who_follows
from .handing_over import give_back_actions, hand_over_actions


@handler(HAND_OVER)
def fulfil_hand_over(item: Promise, now: datetime) -> None:
    """Hand over what somebody who left still does, or what an organisation that stopped does."""
    by: dict[str, Any] = {"today": timezone.localdate(now), "actor": SYSTEM, "now": now}
    if "organisation" in item.payload:
        give_back_actions(Organisation.objects.get(pk=item.payload["organisation"]), author="", **by)
        return
    contacts = Contact.objects.select_related("person", "organisation", "municipality")
    # Somebody may have been erased meanwhile.
    for contact in contacts.filter(pk=item.payload["contact"]):
        hand_over_actions(contact, author="", **by)
        ask_who_follows(contact, **by)
