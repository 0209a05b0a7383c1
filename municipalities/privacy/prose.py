"""Take a person out of what people wrote in their own words, in every table of a municipality."""

import json
import re
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from audit.models import AppendOnlyModel
from common.personal import NAME_REMOVED, Person, full_names, pattern_of
from common.retention import Rows
from common.tenancy import TenantModel

from ..models import Municipality

OF_PEOPLE = frozenset({"name", "email", "owner_name", "owner_email", "author"})
"""Fields of one person or organisation each: who keeps them forgets them, and a namesake keeps theirs."""


def prose_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a table that may hold words about anybody."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and not field.unique and field.name not in OF_PEOPLE
    ]


def has_namesake(municipality: Municipality, person: Person) -> bool:
    """Return whether somebody with another address bears one of these full names here."""
    for model in _tables():
        names = {field.name for field in model._meta.concrete_fields}
        for name, email in (("name", "email"), ("owner_name", "owner_email")):
            if {name, email} <= names and full_names(person):
                same = reduce(or_, (Q(**{f"{name}__iexact": one}) for one in full_names(person)))
                others = model.objects.filter(same, municipality=municipality).exclude(**{email: ""})
                if others.exclude(**{f"{email}__iexact": person.email}).exists():
                    return True
    return False


def forget_in_prose(municipality: Municipality, person: Person) -> Rows:
    """Replace the address, and the full name unless somebody else here bears it too."""
    wanted = pattern_of(person, with_names=not has_namesake(municipality, person))
    words = [person.email, *full_names(person)]
    changed: Rows = {}
    for model in _tables():
        for row, fields in _with(model, municipality, words):
            named = [field for field in fields if _replace(row, field, wanted)]
            if named:
                model._base_manager.filter(pk=row.pk).update(
                    **{field.name: getattr(row, field.name) for field in named}
                )
                changed[model._meta.label_lower] = changed.get(model._meta.label_lower, 0) + 1
    return changed


def _tables() -> Iterator[type[TenantModel]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not issubclass(model, AppendOnlyModel):
            yield model


def _with(
    model: type[TenantModel], municipality: Municipality, words: list[str]
) -> Iterator[tuple[TenantModel, list[models.Field]]]:
    """Yield the rows of a table in which one of these words may stand."""
    fields = prose_fields(model)
    if not fields:
        return
    rows = model.objects.filter(municipality=municipality)
    found = Q()
    for field in fields:
        name = field.name
        if isinstance(field, models.JSONField):
            name = f"{field.name}_as_text"
            rows = rows.annotate(**{name: Cast(field.name, models.TextField())})
        found = reduce(
            or_, (Q(**{f"{name}__icontains": part}) for word in words for part in _sure(word)), found
        )
    for row in rows.filter(found).only("pk", "municipality_id", *(field.name for field in fields)):
        yield row, fields


def _sure(word: str) -> list[str]:
    """Return parts of a word of which one stands wherever the word stands, for any database.

    SQLite knows capitals of plain letters only, and keeps others in JSON in an escaped form.
    """
    plain = max(re.findall(r"[!#-\[\]-~]+", word), key=len, default="")
    return [plain] if len(plain) > 2 else [word, word.lower(), word.upper(), json.dumps(word)[1:-1]]


def _replace(row: TenantModel, field: models.Field, wanted: re.Pattern[str]) -> bool:
    before: Any = getattr(row, field.name)
    after: Any = before
    if isinstance(field, models.JSONField):
        after = json.loads(wanted.sub(NAME_REMOVED, json.dumps(before, ensure_ascii=False)))
    elif before:
        after = wanted.sub(NAME_REMOVED, before)[: field.max_length]
    setattr(row, field.name, after)
    return bool(after != before)
