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
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.crypto import salted_hmac

from common.tenancy import across_municipalities

from .actors import SYSTEM
from .models import AuditEvent, LogSeal

if TYPE_CHECKING:
    from municipalities.models import Municipality

SALT = "audit.sealing"
START = "0" * 64
SEALED_WITHIN = timedelta(minutes=10)
"""The clock seals each minute; what is older than this and has no link was slipped in past the clock."""
AT_MOST = 1000
"""Events sealed in one transaction."""
AT_ONCE = 1000
"""Links read at a time when the chain is checked."""


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


def verify_log(*, now: datetime, newest: int | None = None) -> Iterator[Tampering]:
    """Yield every row of this municipality that was changed, removed or slipped in; or of its newest only.

    An event that was forgotten for its age is told by a later event, and is no tampering. What was cut off at
    the end leaves no trace here: compare `head_of_log` with an earlier one.
    """
    gone: list[int] = []
    for seal, event, before, number in _links(newest):
        if event is None:
            gone.append(seal.event_id)
        elif seal.number != number + 1:
            yield Tampering(seal.event_id, f"the links {number + 1} to {seal.number - 1} before it are gone")
        elif link_of(event, before) != seal.hash:
            yield Tampering(seal.event_id, "the event or its link was changed")
        elif _is_of_another(event):
            yield Tampering(seal.event_id, "the account of the event was changed")
    yield from _unexplained(gone)
    for event_id in _unsealed().filter(at__lt=now - SEALED_WITHIN).values_list("pk", flat=True):
        yield Tampering(event_id, "the event was slipped in, or the clock stands still")


def _is_of_another(event: AuditEvent) -> bool:
    """Return whether an event names another account than when it was written; the seal is not over that."""
    named, said = event.user_id, event.actor_reference
    return named is not None and (said == "" or (said.startswith("user ") and said != f"user {named}"))


def _links(newest: int | None) -> Iterator[tuple[LogSeal, AuditEvent | None, str, int]]:
    """Yield each seal with its event, and the hash and number before it; some at a time, for a log is long.

    The events are read after their seals: one that is sealed meanwhile is never taken for gone.
    """
    seals = LogSeal.objects.order_by("number")
    number, link = 0, START
    last = seals.last()
    if newest is not None and last is not None and last.number > newest:
        first = seals.filter(number__gte=last.number - newest).first()
        number, link = (first.number, first.hash) if first else (0, START)
    while some := list(seals.filter(number__gt=number)[:AT_ONCE]):
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in some])
        for seal in some:
            yield seal, events.get(seal.event_id), link, number
            number, link = seal.number, seal.hash


def _unexplained(gone: list[int]) -> Iterator[Tampering]:
    """Yield the events that are gone and that no event of forgetting accounts for.

    Forgetting takes everything up to one event: what is gone after one that is still there was picked out.
    """
    told = AuditEvent.objects.filter(
        action="forget log", role=SYSTEM.role, target_type=AuditEvent._meta.label_lower
    ).aggregate(up_to=Max("target_id"))["up_to"]
    first = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).first()
    for event_id in gone:
        if told is None or event_id > told or (first is not None and event_id > first):
            yield Tampering(event_id, "the event is gone")


def head_of_log() -> str:
    """Return the number and the hash of the last link, which stand for everything before it."""
    last = LogSeal.objects.order_by("number").last()
    return f"{last.number} {last.hash}" if last else f"0 {START}"
