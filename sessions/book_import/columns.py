"""The columns of an address book in a file: what each is called, in any order, in any capitals."""

import enum
import re
from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from ..folding import fold


class Column(enum.StrEnum):
    """What stands in a column; the first seven are about the organisation, the others about a person."""

    ORGANISATION = "organisation"
    KIND = "kind"
    ALIASES = "aliases"
    KVK = "kvk_number"
    SIGNED = "covenant_signed_on"
    UNTIL = "covenant_until"
    PERSON = "name"
    FUNCTION = "function"
    EMAIL = "email"
    PHONE = "phone"
    THEMES = "themes"

    @property
    def label(self) -> "LazyText | str":
        return LABELS[self]


LABELS = {
    Column.ORGANISATION: _("Organisation"),
    Column.KIND: _("Kind"),
    Column.ALIASES: _("Other names"),
    Column.KVK: _("Chamber of Commerce number"),
    Column.SIGNED: _("Covenant signed on"),
    Column.UNTIL: _("Covenant until"),
    Column.PERSON: _("Contact person"),
    Column.FUNCTION: _("Role in the organisation"),
    Column.EMAIL: _("E-mail address"),
    Column.PHONE: _("Telephone number"),
    Column.THEMES: _("Themes"),
}
ORGANISATION_COLUMNS = (Column.KIND, Column.KVK, Column.SIGNED, Column.UNTIL)
PERSON_COLUMNS = (Column.FUNCTION, Column.EMAIL, Column.PHONE, Column.THEMES)

HEADS = {
    Column.ORGANISATION: "organisatie|naam organisatie|naam van de organisatie|organisatienaam|bedrijf|"
    "bedrijfsnaam|instelling|partij|naam partij|organisaties|organisation|organization|company|"
    "name of the organisation",
    Column.KIND: "soort|soort organisatie|soort partij|type|type organisatie|kind|branche|sector",
    Column.ALIASES: "andere namen|andere naam|ook bekend als|alias|aliassen|afkorting|other names|aliases|"
    "roepnaam",
    Column.KVK: "kvk|kvk nummer|kvknr|kvk nr|nummer kvk|kamer van koophandel|kvk nummer 8 cijfers|"
    "chamber of commerce number|kamer van koophandel nummer",
    Column.SIGNED: "convenant getekend op|convenant getekend|convenant|datum convenant|getekend op|"
    "convenant vanaf|convenantdatum|covenant signed on|convenant sinds|ondertekend op",
    Column.UNTIL: "convenant tot|convenant tot en met|convenant t m|einde convenant|einddatum convenant|"
    "convenant loopt tot|covenant until|geldig tot|loopt tot",
    Column.PERSON: "contactpersoon|naam contactpersoon|contact|contactpersonen|naam contact|persoon|"
    "contact person|naam van de contactpersoon",
    Column.FUNCTION: "functie|rol|functie contactpersoon|functienaam|role in the organisation|function|"
    "rol in de organisatie|functie in de organisatie",
    Column.EMAIL: "e mail|email|mail|e mailadres|emailadres|mailadres|e mail contactpersoon|"
    "e mail address|mailadres contactpersoon",
    Column.PHONE: "telefoon|telefoonnummer|tel|tel nr|telefoonnr|mobiel|mobiel nummer|"
    "telefoon contactpersoon|telephone number|phone|telefoonnummer op het werk",
    Column.THEMES: "thema|thema s|themas|voor thema|themes|belt u voor|onderwerp|onderwerpen",
}
MEANS = {name: column for column, names in HEADS.items() for name in names.split("|")}
EITHER = "naam"
"""The organisation, unless another column is; then it is the person."""


def plain(head: str) -> str:
    """Return a head without capitals, accents and signs."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(head)).split())


def columns_in(heads: Sequence[str]) -> list[Column | None]:
    """Return what each head means; `None` for one that is not ours."""
    names = [plain(head) if head else "" for head in heads]
    found = [MEANS.get(name) or _by_label(name) for name in names]
    missing = Column.PERSON if Column.ORGANISATION in found else Column.ORGANISATION
    for place, name in enumerate(names):
        if name in {EITHER, "name"} and missing not in found:
            found[place] = missing
    return found


def _by_label(name: str) -> Column | None:
    """Look at the heads of our own file, in the language of this moment."""
    return next((column for column in Column if name and plain(str(column.label)) == name), None)


def is_head(columns: Sequence[Column | None]) -> bool:
    """Return whether a row is the head: it names the organisation and at least one thing more."""
    return Column.ORGANISATION in columns and len([one for one in columns if one]) > 1


def twice(columns: Sequence[Any]) -> Any:
    """Return a column of any kind of list that is there more than once, else nothing."""
    return next((one for one in columns if one and list(columns).count(one) > 1), None)
