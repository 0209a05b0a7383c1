"""The columns of a list of action points in a file: what each is called, in any order, in any capitals."""

import enum
from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from sessions.book_import.columns import plain
from sessions.book_import.sheet import Heads


class Column(enum.StrEnum):
    """What stands in a column; most are a field of the action point."""

    WHAT = "what"
    OWNER = "owner"
    ROLE = "owner_role"
    NAME = "owner_name"
    EMAIL = "owner_email"
    HELPERS = "helpers"
    DEADLINE = "deadline"
    STATUS = "status"
    NEXT_STEP = "next_step"
    THEME = "theme"
    EFFECT = "resident_effect"
    NEWS = "news"

    @property
    def label(self) -> LazyText | str:
        return LABELS[self]


LABELS = {
    Column.WHAT: _("Action point"),
    Column.OWNER: _("Owner (organisation)"),
    Column.ROLE: _("Role in the organisation"),
    Column.NAME: _("Name of the owner"),
    Column.EMAIL: _("E-mail address"),
    Column.HELPERS: _("Who helps"),
    Column.DEADLINE: _("By when"),
    Column.STATUS: _("Status"),
    Column.NEXT_STEP: _("Next step"),
    Column.THEME: _("Theme"),
    Column.EFFECT: _("What does a resident notice of it?"),
    Column.NEWS: _("Last update"),
}

HEADS = {
    Column.WHAT: "actiepunt|actiepunten|actie|acties|wat|wat doen we|wat gaan we doen|omschrijving|"
    "omschrijving actie|actie omschrijving|afspraak|afspraken|taak|verbeterpunt|maatregel|action point|"
    "action|what|task",
    Column.OWNER: "organisatie|organisatie trekker|organisatie van de trekker|trekkende organisatie|"
    "trekker organisatie|verantwoordelijke organisatie|partij|trekkende partij|organisation|"
    "owner organisation",
    Column.ROLE: "functie|rol|functie trekker|rol in de organisatie|functie in de organisatie|role|"
    "role in the organisation",
    Column.NAME: "naam|naam trekker|naam van de trekker|contactpersoon|persoon|medewerker|name of the owner",
    Column.EMAIL: "e mail|email|mail|e mailadres|emailadres|mailadres|e mail trekker|e mail address",
    Column.HELPERS: "wie helpt|wie helpen|helpers|betrokkenen|betrokken partijen|betrokken organisaties|"
    "partners|met wie|samen met|who helps",
    Column.DEADLINE: "uiterlijk|uiterlijk op|deadline|datum|einddatum|wanneer|gereed|gereed op|klaar op|"
    "datum gereed|streefdatum|uiterste datum|planning|termijn|by when|due|due date",
    Column.STATUS: "status|stand|status actie|huidige status",
    Column.NEXT_STEP: "volgende stap|eerstvolgende stap|vervolgstap|eerste stap|next step",
    Column.THEME: "thema|onderwerp|theme",
    Column.EFFECT: "wat merkt een inwoner hiervan|wat merkt een inwoner ervan|wat merkt de inwoner|effect|"
    "resultaat voor inwoner|what does a resident notice of it",
    Column.NEWS: "laatste bericht|stand van zaken|voortgang|opmerking|opmerkingen|toelichting|"
    "bijzonderheden|notitie|notities|update|last update|remarks|progress",
}
MEANS = {name: column for column, names in HEADS.items() for name in names.split("|")}
OF_EITHER = "trekker|trekkers|actiehouder|eigenaar|verantwoordelijke|verantwoordelijk|wie|door wie|owner|who"
EITHER = frozenset(OF_EITHER.split("|"))
"""The organisation, unless another column is; then it is the person."""


def columns_in(heads: Sequence[str]) -> list[Column | None]:
    """Return what each head means; `None` for one that is not ours."""
    names = [plain(head) if head else "" for head in heads]
    found = [_by_label(name) or MEANS.get(name) for name in names]
    missing = Column.NAME if Column.OWNER in found else Column.OWNER
    for place, name in enumerate(names):
        if name in EITHER and missing not in found:
            found[place] = missing
    return found


def _by_label(name: str) -> Column | None:
    """Look at the heads of our own file, in the language of this moment."""
    return next((column for column in Column if name and plain(str(column.label)) == name), None)


def is_head(columns: Sequence[Any]) -> bool:
    """Return whether a row is the head: it names what will be done and at least one thing more."""
    return Column.WHAT in columns and len([one for one in columns if one]) > 1


LIST = Heads(columns_in, is_head, LABELS[Column.WHAT])
