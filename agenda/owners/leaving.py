"""Somebody leaves, or an organisation stops: what they did and were asked goes to who follows."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from audit.actors import SYSTEM
from outbox.models import Promise
from outbox.promises import NotNow
from outbox.registry import handler
from sessions.leaving import HAND_OVER
from sessions.models import Contact, Organisation

from ..agreeing.who_left import ask_who_follows
from .handing_over import give_back_actions, hand_over_actions

A_DAY = timedelta(days=1)


@handler(HAND_OVER)
def fulfil_hand_over(item: Promise, now: datetime) -> None:
    """Hand over what somebody who left still does, or what an organisation that stopped does.

    In a municipality that is suspended nothing changes: raises `NotNow`, until that is lifted.
    """
    if item.municipality.is_suspended:
        raise NotNow(now + A_DAY)
    by: dict[str, Any] = {"today": timezone.localdate(now), "actor": SYSTEM, "now": now}
    if "organisation" in item.payload:
        give_back_actions(Organisation.objects.get(pk=item.payload["organisation"]), author="", **by)
        return
    contacts = Contact.objects.select_related("person", "organisation", "municipality")
    # Somebody may have been erased meanwhile.
    for contact in contacts.filter(pk=item.payload["contact"]):
        hand_over_actions(contact, author="", **by)
        ask_who_follows(contact, **by)
