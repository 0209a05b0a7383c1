"""The chain over the log: who changes, removes or slips in a row breaks it, and is found.

Every event gets a link: an HMAC over its fields and the link before it. Events are sealed a little later by
the clock, in one order per municipality, so that nobody who acts waits for the log of somebody else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from common.tenancy import across_municipalities

from .models import AuditEvent, LogSeal

if TYPE_CHECKING:
    from municipalities.models import Municipality

SALT = "audit.sealing"
START = "0" * 64
SEALED_WITHIN = timedelta(minutes=10)
"""The clock seals each minute; what is older than this and has no link was slipped in past the clock."""
AT_MOST = 1000
"""Events sealed in one transaction."""


@dataclass(frozen=True)
class Tampering:
    """What is wrong with one row of the log."""

    event_id: int
    what: str


def link_of(event: AuditEvent, before: str) -> str:
    """Return the hash of an event after the link before it.

    Not over the account itself: when a person is erased it goes, and the reference of the actor stays.
    """
    fields = [
        event.pk,
        event.municipality_id,
        event.at.isoformat(),
        event.role,
        event.actor_reference,
        event.action,
        event.target_type,
        event.target_id,
        event.reason,
    ]
    return salted_hmac(SALT, json.dumps([before, *fields]), algorithm="sha256").hexdigest()


def seal_log(*, municipality: "Municipality", now: datetime) -> int:
    """Seal what has no link yet, oldest first; return how many events.

    Two clocks at once do no harm: a number is given once, so the second finds it taken and leaves it.
    """
    last = LogSeal.objects.order_by("number").last()
    number, link = (last.number, last.hash) if last else (0, START)
    links = []
    for event in _unsealed().order_by("pk")[:AT_MOST]:
        number, link = number + 1, link_of(event, link)
        links.append(
            LogSeal(municipality=municipality, number=number, event_id=event.pk, sealed_at=now, hash=link)
        )
    try:
        with transaction.atomic():
            LogSeal.objects.bulk_create(links)
    except IntegrityError:
        return 0
    return len(links)


def _unsealed() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(~Exists(LogSeal.objects.filter(event_id=OuterRef("pk"))))


def to_seal() -> list["Municipality"]:
    """Return the municipalities with events that have no link yet."""
    with across_municipalities("log"):
        ids = _unsealed().order_by("municipality").values_list("municipality", flat=True).distinct()
        events = AuditEvent.objects.select_related("municipality")
        return [events.filter(municipality=pk).earliest("pk").municipality for pk in ids]


def verify_log(*, now: datetime) -> Iterator[Tampering]:
    """Yield every row of this municipality that was changed, removed or slipped in.

    What was cut off at the end leaves no trace here: compare `head_of_log` with an earlier one.
    """
    events = AuditEvent.objects.in_bulk()
    number, link = 0, START
    for seal in LogSeal.objects.order_by("number"):
        event = events.pop(seal.event_id, None)
        if event is None:
            yield Tampering(seal.event_id, "the event is gone")
        elif seal.number != number + 1:
            yield Tampering(seal.event_id, f"the links {number + 1} to {seal.number - 1} before it are gone")
        elif link_of(event, link) != seal.hash:
            yield Tampering(seal.event_id, "the event or its link was changed")
        number, link = seal.number, seal.hash
    for event in events.values():
        if event.at < now - SEALED_WITHIN:
            yield Tampering(event.pk, "the event was slipped in, or the clock stands still")


def head_of_log() -> str:
    """Return the number and the hash of the last link, which stand for everything before it."""
    last = LogSeal.objects.order_by("number").last()
    return f"{last.number} {last.hash}" if last else f"0 {START}"
