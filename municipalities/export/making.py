"""Everything of one municipality in one file: ordered by one, made by the worker, and there for a month."""

import hashlib
import tempfile
from datetime import datetime, timedelta

from django.core.cache import cache
from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from users.models import User

from ..locks import hold_municipality
from ..models import Municipality, MunicipalityExport
from ..platform.mail import tell_administrators
from .contents import write_export

MAKE = "municipality export"


class OlderThanErasing(Exception):
    """While the file was written somebody was erased: it may still tell of them, so it is written anew."""


STAYS = timedelta(days=30)
"""How long the file can be downloaded; a municipality that is being removed has it until it goes."""


def order_export(
    municipality: Municipality, *, user: User, actor: Actor, now: datetime
) -> MunicipalityExport:
    """Order the file, and promise that the worker makes it; one that is being made already is enough."""
    with transaction.atomic():
        hold_municipality(municipality)
        waiting = MunicipalityExport.objects.filter(municipality=municipality, made_at=None).first()
        if waiting is not None:
            return waiting
        row = MunicipalityExport.objects.create(municipality=municipality, ordered_at=now, ordered_by=user)
        record(municipality=municipality, actor=actor, action="order export", target=row, now=now)
        promise(
            municipality=municipality,
            kind=MAKE,
            key=f"{MAKE} {row.pk}",
            payload={"export": row.pk},
            now=now,
        )
    return row


def progress_of(row: MunicipalityExport) -> int:
    """Return how far the worker is, in per cent; 0 while it waits in line."""
    try:
        return 100 if row.made_at else cache.get(_progress_key(row), 0)
    except Exception:  # the cache may be away in any way it likes: only the bar stands still
        return 0


@handler(MAKE)
def make_export(item: Promise, now: datetime) -> None:
    """Write the file, and tell the administrators; made once, however often it is tried."""
    row = MunicipalityExport.objects.select_related("municipality").filter(pk=item.payload["export"]).first()
    if row is None or row.made_at is not None:
        return
    begun_after = _last_erasing(row.municipality)
    with tempfile.TemporaryFile() as content:
        write_export(row.municipality, content, at=lambda percentage: _at(row, percentage), now=now)
        row.size = content.tell()
        content.seek(0)
        row.sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        content.seek(0)
        with transaction.atomic():
            # Erasing holds the municipality too: it comes before this, and is seen, or after the file.
            hold_municipality(row.municipality)
            if _last_erasing(row.municipality) != begun_after:
                raise OlderThanErasing
            row.file.save("export.zip", File(content), save=False)
            row.made_at, row.expires_at = now, _expiry(row.municipality, now=now)
            row.save()
            tell_administrators(
                row.municipality,
                news="export ready",
                once=str(row.pk),
                now=now,
                on=timezone.localdate(row.expires_at).isoformat(),
            )
    _at(row, 100)


def forget_exports(municipality: Municipality, *, now: datetime) -> int:
    """Delete the files that expired; that they were made stays. Call inside `tenant()`."""
    expired = MunicipalityExport.objects.filter(municipality=municipality, expires_at__lte=now).exclude(
        file=""
    )
    gone = 0
    for row in expired:
        row.file.delete(save=False)
        row.save(update_fields=["file"])
        gone += 1
    return gone


def latest_export(municipality: Municipality) -> MunicipalityExport | None:
    """Return the last order; call inside `tenant()`."""
    return MunicipalityExport.objects.filter(municipality=municipality).first()


def read_export(row: MunicipalityExport, *, actor: Actor, now: datetime) -> None:
    """Log that somebody takes the file along."""
    record(municipality=row.municipality, actor=actor, action="read export", target=row, now=now)


def _last_erasing(municipality: Municipality) -> int:
    """Return the row of the log that tells of the last time that a person was erased here."""
    rows = AuditEvent.objects.filter(municipality=municipality, action="erase person")
    return rows.aggregate(last=Max("pk"))["last"] or 0


def _expiry(municipality: Municipality, *, now: datetime) -> datetime:
    usual = now + STAYS
    if municipality.removal_from is None:
        return usual
    # Until the day of the removal has passed, so that whoever removes sees that it could be fetched.
    days_left = (municipality.removal_from - timezone.localdate(now)).days
    return max(usual, now + timedelta(days=days_left + 7))


def _progress_key(row: MunicipalityExport) -> str:
    return f"export-progress:{row.municipality_id}:{row.pk}"


def _at(row: MunicipalityExport, percentage: int) -> None:
    # Not in the row: on PostgreSQL nobody would see it before the work is committed.
    try:
        cache.set(_progress_key(row), percentage, timeout=3600)
    except Exception:  # as above: the file itself does not need it
        return
