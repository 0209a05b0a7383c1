"""The page that goes with the file of a municipality: what is in it, and what every column means.

Dutch, whatever the language of who ordered it: the municipality keeps it for years.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import models
from django.utils import timezone, translation
from django.utils.text import capfirst

from common.stored import stored_as
from common.tenancy import TenantModel

from ..models import Municipality

INTRODUCTION = """Alles van {kind} {name}, zoals het was op {moment}.

gemeente.json       wat het platform van {name} weet
tabellen/           een bestand per tabel, elke regel een rij (JSON, UTF-8)
tabellen/personen.json   namen en e-mailadressen bij de nummers in kolommen die naar een persoon wijzen
stellingenlijst/    de thema's, stellingen en soorten partijen waar kolommen naar wijzen
bestanden/          de rapporten als PDF; het nummer in de naam is het nummer van de rij

Niet in dit bestand:
- antwoorden die nog niet getoond zijn: die zijn alleen van de partij zelf;
- namen bij antwoorden van sessies waarvoor is afgesproken dat het rapport alleen totalen toont;
- geheimen en codes waarmee iemand ergens in komt;
- gegevens van andere gemeenten.

Tijden staan in UTC. Een kolom die op _id eindigt, wijst naar het nummer (id) van een rij in een andere tabel.
Wat binair is (een logo), staat er als hexadecimale tekst.
"""


def readme(
    municipality: Municipality,
    tables: Sequence[type[TenantModel]],
    *,
    keys: frozenset[str],
    missing: Sequence[str],
    now: datetime,
) -> str:
    """Return the text of LEESMIJ.txt."""
    with translation.override("nl"):
        head = INTRODUCTION.format(
            kind=municipality.get_kind_display(),
            name=municipality.name,
            moment=timezone.localtime(now).strftime("%d-%m-%Y %H:%M"),
        )
        parts = [head]
        if missing:
            parts.append("Deze bestanden ontbraken al op de server: " + ", ".join(missing) + "\n")
        parts += ["\n".join(_table(model, keys)) for model in tables]
        return "\n\n".join(parts) + "\n"


def _table(model: type[TenantModel], keys: frozenset[str]) -> Iterator[str]:
    told = stored_as(model._meta.label)
    yield f"tabellen/{model._meta.label_lower}.json · {capfirst(told.name)}"
    yield f"  {told.why}"
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        if field.name not in keys:
            yield f"  {getattr(field, 'attname', field.name)}: {_meaning(field, told.word_for(field.name))}"


def _meaning(field: models.Field, word: str) -> str:
    said = [capfirst(word), _type(field)]
    if field.choices:
        said.append("; ".join(f"{value} = {label}" for value, label in field.flatchoices))
    return " · ".join(filter(None, said))


def _type(field: models.Field) -> str:
    related = field.related_model
    if isinstance(related, type) and issubclass(related, models.Model):
        place = "personen" if related._meta.label_lower == "users.user" else related._meta.label_lower
        return f"verwijst naar {place}"
    if isinstance(field, models.DateTimeField):
        return "datum en tijd"
    if isinstance(field, models.DateField):
        return "datum"
    if isinstance(field, models.BooleanField):
        return "ja of nee"
    if isinstance(field, models.JSONField):
        return "lijst of samengesteld"
    if isinstance(field, models.AutoField | models.IntegerField):
        return "getal"
    return "tekst"
