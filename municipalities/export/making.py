"""Everything of one municipality in one file: a table per file, the reports, and what every column means."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.cache import cache
from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from common.tenancy import TenantModel
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from users.models import User

from ..locks import hold_municipality
from ..models import Municipality, MunicipalityExport
from ..platform.mail import tell_administrators
from .words import readme

MAKE = "municipality export"


class OlderThanErasing(Exception):
    """While the file was written somebody was erased: it may still tell of them, so it is written anew."""


STAYS = timedelta(days=30)
"""How long the file can be downloaded; a municipality that is being removed has it until it goes."""

LEFT_OUT = frozenset(
    {
        # What was not revealed is nobody's but its party's; what was revealed stands in the snapshots.
        "questionnaire.answer",
        "questionnaire.answerchange",
        # What the platform still has to do, and these files themselves.
        "outbox.promise",
        "municipalities.municipalityexport",
        # A file that was read to be looked at, and not taken over.
        "group_sessions.addressbookimport",
        # What facilitators wrote for themselves, how one person found the meeting, and codes that are used up.
        "group_sessions.facilitatornote",
        "group_sessions.feedback",
        "group_sessions.handover",
    }
)
KEYS = frozenset(
    {
        "secret",
        "join_code",
        "link_version",
        "screen_link_version",
        "seat_card_version",
        "reply_link_version",
        "file",
        "submission",
    }
)
"""Columns that open a door, or that mean nothing outside this website."""

Rows = Callable[[Municipality], Iterable[dict[str, Any]]]
_rows: dict[str, Rows] = {}


def register_rows(label: str, rows: Rows) -> None:
    """Let an app above tell the rows of one of its tables itself, because not all may be seen by all."""
    if _rows.setdefault(label, rows) is not rows:
        raise ValueError(f"Two functions tell the rows of {label!r}.")


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


def write_export(
    municipality: Municipality, content: IO[bytes], *, at: Callable[[int], None], now: datetime
) -> None:
    """Write the file; call inside `tenant()`, and nothing of another municipality can be in it."""
    tables = exported_tables()
    people: set[int] = set()
    missing: list[str] = []
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for number, model in enumerate(tables):
            rows = _rows_of(model, municipality, people=people)
            _write_json(archive, f"tabellen/{model._meta.label_lower}.json", rows)
            for path, stored in _files_of(model, municipality):
                if not stored.storage.exists(stored.name):
                    missing.append(path)
                    continue
                with stored.storage.open(stored.name) as source, archive.open(path, "w") as target:
                    target.writelines(source.chunks())
            at(5 + 90 * number // len(tables))
        for listed in apps.get_app_config("catalogue").get_models():
            public: Any = listed._base_manager.order_by("pk").values()
            _write_json(archive, f"stellingenlijst/{listed._meta.label_lower}.json", public)
        _write_json(archive, "tabellen/personen.json", _people(people))
        archive.writestr("gemeente.json", _json(_own_row(municipality)))
        archive.writestr("LEESMIJ.txt", readme(municipality, tables, keys=KEYS, missing=missing, now=now))


def exported_tables() -> list[type[TenantModel]]:
    """Return the tables that go into the file, by name."""
    owned = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    return sorted(
        (model for model in owned if model._meta.label_lower not in LEFT_OUT),
        key=lambda model: model._meta.label_lower,
    )


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


def _rows_of(
    model: type[TenantModel], municipality: Municipality, *, people: set[int]
) -> Iterator[dict[str, Any]]:
    told = _rows.get(model._meta.label_lower)
    if told is not None:
        yield from told(municipality)
        return
    columns = [field for field in model._meta.concrete_fields if field.name not in KEYS]
    named = [field.attname for field in columns if field.related_model is User]
    many = model._meta.many_to_many
    for row in model.objects.filter(municipality=municipality).order_by("pk").iterator():
        people.update(getattr(row, name) for name in named if getattr(row, name))
        told_row = {field.attname: getattr(row, field.attname) for field in columns}
        yield told_row | {
            field.name: list(getattr(row, field.name).values_list("pk", flat=True)) for field in many
        }


def _files_of(model: type[TenantModel], municipality: Municipality) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            for row in model.objects.filter(municipality=municipality).exclude(**{field.name: ""}):
                stored = getattr(row, field.name)
                ending = PurePosixPath(stored.name).suffix
                yield f"bestanden/{model._meta.label_lower}-{row.pk}{ending}", stored


def _people(keys: set[int]) -> Iterator[dict[str, Any]]:
    for user in User.objects.filter(pk__in=keys).order_by("pk"):
        yield {"id": user.pk, "name": user.name, "email": user.email}


def _own_row(municipality: Municipality) -> dict[str, Any]:
    hidden = {"removal_asked_by"}
    columns = [field for field in municipality._meta.concrete_fields if field.name not in hidden]
    return {field.attname: getattr(municipality, field.attname) for field in columns}


def _write_json(archive: ZipFile, path: str, rows: Iterable[dict[str, Any]]) -> None:
    with archive.open(path, "w") as target:
        target.write(b"[")
        for number, row in enumerate(rows):
            target.write(b",\n" if number else b"\n")
            target.write(_json(row).encode())
        target.write(b"\n]\n")


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return bytes(o).hex()
        return super().default(o)


def _json(row: dict[str, Any]) -> str:
    return json.dumps(row, cls=_Encoder, ensure_ascii=False)
