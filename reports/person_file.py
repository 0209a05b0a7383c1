"""What is kept of a person as a file for a computer: JSON, whose structure `docs/privacy.md` tells."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from common.retention import UnknownCategory, category_named
from common.stored import Term, stored_as
from municipalities.privacy.erasing import KeptOf
from municipalities.privacy.page import months_in_words
from users.models import User

FORMAT = "digitale-gesprekshulp/persoonsgegevens"
VERSION = 1
"""Raised when a name in the file changes its meaning; a name that is added does not raise it."""


@dataclass(frozen=True)
class PersonFile:
    """What one or more municipalities keep of an address, at a moment."""

    email: str
    made_at: datetime
    places: Sequence[KeptOf]
    account: User | None = None
    terms: dict[int, dict[str, int]] = field(default_factory=dict)
    """The terms that a municipality chose itself, by its id."""

    @property
    def is_empty(self) -> bool:
        return self.account is None and not any(place.total for place in self.places)

    def term_of(self, model: str, place: KeptOf) -> str:
        """Return how long a municipality keeps a table, in words."""
        term = stored_as(model).term
        if isinstance(term, Term):
            return str(term.value)
        try:
            usual = category_named(term).default_months
        except UnknownCategory:
            return ""
        return months_in_words(self.terms.get(place.municipality.pk, {}).get(term, usual))


def account_rows(user: User) -> dict[str, Any]:
    """Return an account with its second steps and sign-ins."""
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "date_joined": user.date_joined,
        "last_login": user.last_login,
        "second_steps": [one.get_type_display() for one in Authenticator.objects.filter(user=user)],
        "sign_ins": [
            {"since": one.created_at, "last_seen": one.last_seen_at, "browser": one.user_agent}
            for one in UserSession.objects.filter(user=user).order_by("pk")
        ],
    }


def as_json(person: PersonFile) -> str:
    """Return the file; keys are English and do not change, labels are in the language of the reader."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": person.made_at,
        "email": person.email,
        "account": account_rows(person.account) if person.account else None,
        "municipalities": [
            {
                "name": place.municipality.name,
                "address": place.municipality.slug,
                "parts": [
                    {
                        "name": part.keeper.name,
                        "label": str(part.keeper.label),
                        "when_erased": str(part.keeper.fate),
                        "rows": [
                            {
                                "table": row.model,
                                "why": str(stored_as(row.model).why),
                                "ground": str(stored_as(row.model).ground.value),
                                "term": person.term_of(row.model, place),
                                "fields": row.fields,
                            }
                            for row in part.rows
                        ],
                    }
                    for part in place.parts
                ],
            }
            for place in person.places
        ],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


@dataclass(frozen=True)
class Shown:
    """One row as people read it: pairs of a name and a value, without what is empty."""

    table: str
    pairs: list[tuple[str, str]]


@dataclass(frozen=True)
class ShownPart:
    """Rows of one kind; why and how long they are kept, and what becomes of them."""

    label: str
    why: str
    ground: str
    term: str
    fate: str
    rows: list[Shown]


def shown_parts(person: PersonFile, place: KeptOf) -> list[ShownPart]:
    """Return what one municipality keeps, in words."""
    return [
        ShownPart(
            label=str(part.keeper.label),
            why=str(stored_as(part.rows[0].model).why),
            ground=str(stored_as(part.rows[0].model).ground.value),
            term=person.term_of(part.rows[0].model, place),
            fate=str(part.keeper.fate),
            rows=[
                Shown(
                    stored_as(row.model).name,
                    [
                        (stored_as(row.model).word_for(name), in_words(value))
                        for name, value in row.fields.items()
                        if value not in (None, "", [])
                    ],
                )
                for row in part.rows
            ],
        )
        for part in place.parts
    ]


def in_words(value: object) -> str:
    """Return a value as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
