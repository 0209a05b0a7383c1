"""A person in one municipality: each app registers what it keeps of people, to show it and to forget it.

Forgetting takes the name and the address. What was agreed stays, with "naam verwijderd" where the name was.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .retention import Rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from municipalities.models import Municipality

NAME_REMOVED = "naam verwijderd"
"""Data, so Dutch in every language: it stands where a name stood, also in the words of a history."""


@dataclass(frozen=True)
class Person:
    """Somebody by their address, and by the names they go by in one municipality."""

    email: str
    user_id: int | None = None
    names: frozenset[str] = field(default_factory=frozenset)
    unproven: frozenset[str] = field(default_factory=frozenset)
    """Of these names, those that only this person wrote: they say nothing about rows without an address."""

    def is_named(self, name: str) -> bool:
        """Return whether this is one of the names of this person, whatever its capitals."""
        return " ".join(name.split()).casefold() in {one.casefold() for one in self.names}


@dataclass(frozen=True)
class Kept:
    """One row that is kept of somebody: its model, and its fields as they are read."""

    model: str
    fields: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """What one table keeps of people; all functions run inside the municipality.

    `collect` gets whether the person asks it themselves: an answer that was not revealed yet is shown to
    nobody else. `category` is the kind of data that a legal hold may keep.
    """

    name: str
    label: Any
    fate: Any
    """In a sentence: what becomes of it when the person is erased."""
    category: str
    names: Callable[["Municipality", str], set[str]]
    collect: Callable[["Municipality", Person, bool], list[Kept]]
    forget: Callable[["Municipality", Person, datetime], Rows]
    typed_by_self: bool = False
    """Whether the names here may be what the person typed about themselves."""
    where: Callable[[str, int], set[int]] | None = None
    """Through the door "own data": the ids of the municipalities with rows of an address and an account."""


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> Keeper:
    """Add a keeper; raises `ValueError` for a name that is taken."""
    if _keepers.setdefault(keeper.name, keeper) is not keeper:
        raise ValueError(f"Two keepers named {keeper.name!r}.")
    return keeper


def keepers() -> Iterator[Keeper]:
    """Yield every keeper, in the order in which the apps stand in the house: from the top down."""
    yield from _keepers.values()


def places(rows: "QuerySet[Any]") -> set[int]:
    """Return the ids of the municipalities of these rows."""
    return set(rows.order_by().values_list("municipality_id", flat=True).distinct())


def nobody_named(municipality: "Municipality", email: str) -> set[str]:
    """Return no names: for a table that knows none."""
    return set()


def full_names(person: Person) -> list[str]:
    """Return the names of two words or more: a first name alone is borne by many, and by organisations.

    Not what only the person wrote: who calls themselves like a colleague, or like a word of the agenda, would
    else see and erase what is of others.
    """
    known = person.names - person.unproven
    return sorted(name for name in known if " " in name.strip() and name != NAME_REMOVED)


def pattern_of(person: Person, *, with_names: bool) -> re.Pattern[str]:
    """Return what finds a person in prose: the address, and each full name."""
    names = full_names(person) if with_names else []
    wanted = sorted([person.email, *names], key=len, reverse=True)
    parts = [r"\s+".join(map(re.escape, one.split())) for one in wanted]
    return re.compile(rf"(?<![\w@.])(?:{'|'.join(parts)})(?![\w@])", re.IGNORECASE)
