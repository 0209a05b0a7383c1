"""What is in the file of a municipality: which tables, columns and files, and how a row is written."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from common.tenancy import TenantModel
from users.models import User

from ..models import Municipality
from .words import readme

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
        "agenda.agendaimport",
        # How one person likes to look at the agenda.
        "agenda.savedfilter",
        # What is printed for a session that is to come: its codes open that session.
        "reports.printkit",
        # What facilitators wrote for themselves, how one found the meeting, and codes that are used up.
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
        "calendar_link_version",
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
