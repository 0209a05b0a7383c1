"""Reading a file that people write, and saying where it is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.core.exceptions import ValidationError
from django.db import models

DATA = Path(__file__).resolve().parent / "data"
LANGUAGES = {"nl", "en"}

AnyRow = TypeVar("AnyRow", bound=models.Model)


class CatalogueFileError(Exception):
    """Raised when a file cannot be loaded; the message says where in the file and what to do."""


def read_file(*, path: Path) -> dict[str, Any]:
    """Read a file; raises `CatalogueFileError` when it is missing or is no YAML with names and values."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CatalogueFileError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise CatalogueFileError(f"{path.name} should hold names with values.")
    return content


def entries(content: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Take a list of entries that each hold names with values."""
    rows = content.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise CatalogueFileError(f"{name} should be a list of entries with names and values.")
    return rows


def new_row(
    model: type[AnyRow],
    raw: Mapping[str, Any],
    *,
    where: str,
    without: frozenset[str] | set[str] = frozenset(),
    check_unique: bool = True,
    **given: Any,
) -> AnyRow:
    """Make a row of one entry; an unknown name, an empty text or a missing language is an error."""
    name = raw.get("slug") or raw.get("number") or raw.get("word") or ""
    try:
        row = model(**given, **_fields({key: raw[key] for key in raw if key not in without}))
        row.full_clean(validate_unique=check_unique)
    except (TypeError, ValidationError) as error:
        raise CatalogueFileError(f"{where} {name}: {error}") from error
    return row


def _fields(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Turn `text: {nl: …, en: …}` into the two columns `text` and `text_en`."""
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        if not isinstance(value, dict):
            fields[name] = value.strip() if isinstance(value, str) else value
        elif set(value) == LANGUAGES:
            fields |= _fields({name: value["nl"], f"{name}_en": value["en"]})
        else:
            raise TypeError(f"{name} needs nl and en, found {', '.join(map(str, value))}")
    return fields
