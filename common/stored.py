"""What is stored, of whom, why and how long: declared by each app, and shown on the page about privacy.

A table that is not declared, or a field that has no name in plain words, turns
`tests/privacy/test_stored.py` red: nothing can be stored without being told.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .field_words import FIELD_WORDS


class Whose(enum.Enum):
    """Whose data a table holds."""

    ACCOUNTS = _("people with an account")
    MEMBERS = _("people who work for the municipality in this tool")
    TABLE = _("participants and facilitators")
    CONTACTS = _("contact persons of organisations")
    OWNERS = _("owners of action points, and who wrote about them")
    ORGANISATIONS = _("organisations, no people")
    MUNICIPALITY = _("the municipality, no people")
    NOBODY = _("nobody")
    VISITORS = _("everybody who uses the website")
    STAFF = _("people who run the platform")


class Ground(enum.Enum):
    """The legal ground, as the AVG (GDPR) numbers it."""

    PUBLIC_TASK = _("a task in the public interest (AVG, article 6, paragraph 1, point e)")
    LEGAL_DUTY = _("a duty by law: to secure and to account for it (AVG, article 6, paragraph 1, point c)")
    NO_PEOPLE = _("not needed: it is not about people")


class Term(enum.Enum):
    """How long a table is kept, where no category of `common/retention.py` says it."""

    AGREED = _("as long as the municipality works with this tool: it is what was agreed")
    ACCOUNT = _("as long as the account is there; without a role, 2 years after the last sign-in")
    SIGN_IN = _("30 days after the last use, or until signing out")
    IN_USE = _("as long as it is in use")
    UNTIL_OVER = _("until the session is over")
    LASTING = _("as long as the municipality works with this tool")
    EXPORT = _("30 days")
    PLATFORM = _("as long as the platform is there")
    NOT_USED = _("nothing is stored: this website does not use it")


@dataclass(frozen=True, kw_only=True)
class Stored:
    """One table: `term` is the name of a category with a term, or says it itself."""

    model: str
    whose: Whose
    why: Any
    ground: Ground
    term: Term | str
    called: Any = ""
    """A name in plain words, where the model has none."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Names of fields that mean something else here than elsewhere."""

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def name(self) -> str:
        return str(self.called or self.table._meta.verbose_name)

    @property
    def columns(self) -> list[str]:
        """Return every field by its name in plain words."""
        meta = self.table._meta
        return [self.word_for(one.name) for one in [*meta.concrete_fields, *meta.many_to_many]]

    def word_for(self, name: str) -> str:
        """Return what a field is called; raises `KeyError` for one without a name in plain words."""
        if name in self.fields:
            return str(self.fields[name])
        own = {
            one.name: one.verbose_name
            for one in self.table._meta.get_fields()
            if hasattr(one, "verbose_name")
        }
        word = own.get(name)
        is_ours = not self.table.__module__.startswith(("django.", "allauth."))
        if isinstance(word, LazyText) and is_ours:
            return str(word)
        return str(FIELD_WORDS[name])


_stored: dict[str, Stored] = {}


def declare(*tables: Stored) -> None:
    """Tell what is stored; raises `ValueError` for a table that was told already."""
    for one in tables:
        if _stored.setdefault(one.model.lower(), one) is not one:
            raise ValueError(f"{one.model} is declared twice.")


def all_stored() -> Iterator[Stored]:
    """Yield every declared table, in the order in which the apps declare them."""
    yield from _stored.values()


def stored_as(model: str) -> Stored:
    """Return the declaration of a table; raises `KeyError`."""
    return _stored[model.lower()]


def undeclared() -> list[str]:
    """Return the tables that no app told about."""
    return sorted(
        model._meta.label
        for model in apps.get_models(include_auto_created=False)
        if model._meta.label_lower not in _stored
    )
