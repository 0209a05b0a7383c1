"""The only ways in which anything leaves the log: age, and the end of a municipality.

The seals of what went stay, because they are hashes only. So the chain still holds afterwards, and an event
of its own, sealed like any other, tells up to where events may be missing.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from .actors import SYSTEM
from .append_only import KEPT_AT_LEAST_DAYS, unguarded
from .models import AuditEvent, LogSeal
from .record import record

if TYPE_CHECKING:
    from municipalities.models import Municipality

FORGET = "forget log"
"""The action of the event that tells what went: its target is the last event of that."""


class TooYoung(Exception):
    """What was to be forgotten must be kept for now."""


class NotAsked(Exception):
    """A log goes as a whole only with its municipality, and nobody asked to remove that."""


def forgettable(*, before: datetime) -> QuerySet[AuditEvent]:
    """Return the events that may go: sealed, from before a moment, and with none after them that stays.

    Only from the beginning, so that one event missing in the middle is always noticed.
    """
    sealed = Exists(LogSeal.objects.filter(event_id=OuterRef("pk")))
    stays = AuditEvent.objects.exclude(sealed, at__lt=before).order_by("pk").values_list("pk", flat=True)
    first = stays.first()
    events = AuditEvent.objects.filter(sealed, at__lt=before)
    return events if first is None else events.filter(pk__lt=first)


def forget_log(municipality: "Municipality", before: datetime, now: datetime) -> int:
    """Remove the events from before a moment, and write down that it was done; return how many went.

    Call inside `tenant(municipality)`. Raises `TooYoung` for what must be kept for a year. Two at once do no
    harm: the second waits and finds nothing.
    """
    if before > now - timedelta(days=KEPT_AT_LEAST_DAYS):
        raise TooYoung
    with transaction.atomic():
        type(municipality).objects.select_for_update(no_key=True).get(pk=municipality.pk)
        old = forgettable(before=before)
        up_to = old.aggregate(last=models.Max("pk"))["last"]
        if up_to is None:
            return 0
        last = AuditEvent(pk=up_to)
        record(municipality=municipality, actor=SYSTEM, action="forget log", target=last, now=now)
        if connection.vendor == "postgresql":
            return _call("forget_log", municipality.pk, up_to, before)
        with unguarded():
            return old.filter(pk__lte=up_to)._raw_delete(using=connection.alias)


def remove_log(municipality: "Municipality") -> int:
    """Remove the log of a municipality that is being removed, seals and all; return how many events went.

    Call inside `tenant(municipality)`, after its head was kept with `head_of_log`. Raises `NotAsked`.
    """
    with transaction.atomic():
        row = type(municipality).objects.select_for_update(no_key=True).get(pk=municipality.pk)
        if row.removal_asked_at is None:
            raise NotAsked
        if connection.vendor == "postgresql":
            return _call("remove_log", municipality.pk)
        with unguarded():
            LogSeal.objects.all()._raw_delete(using=connection.alias)
            return AuditEvent.objects.all()._raw_delete(using=connection.alias)


def _call(function: str, *arguments: int | datetime) -> int:
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", arguments)
        return int(cursor.fetchone()[0])
