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
    from municipalities.models import Municipality

NAME_REMOVED = "naam verwijderd"
"""Data, so Dutch in every language: it stands where a name stood, also in the words of a history."""


@dataclass(frozen=True)
class Person:
    """Somebody by their address, and by the names they go by in one municipality."""

    email: str
    user_id: int | None = None
    names: frozenset[str] = field(default_factory=frozenset)

    def is_named(self, name: str) -> bool:
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


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> Keeper:
    """Add a keeper; raises `ValueError` for a name that is taken."""
    if _keepers.setdefault(keeper.name, keeper) is not keeper:
        raise ValueError(f"Two keepers named {keeper.name!r}.")
    return keeper


def keepers() -> Iterator[Keeper]:
    """Yield every keeper, in the order in which the apps stand in the house: from the top down."""
    yield from _keepers.values()


def nobody_named(municipality: "Municipality", email: str) -> set[str]:
    """Return no names: for a table that knows none."""
    return set()


def pattern_of(person: Person, *, with_names: bool) -> re.Pattern[str]:
    """Return what finds a person in prose: the address, and each name of two words or more.

    A first name alone is a word that many people bear, and some organisations too.
    """
    names = [name for name in person.names if with_names and " " in name.strip()]
    wanted = sorted([person.email, *names], key=len, reverse=True)
    parts = [r"\s+".join(map(re.escape, one.split())) for one in wanted]
    return re.compile(rf"(?<![\w@.])(?:{'|'.join(parts)})(?![\w@])", re.IGNORECASE)
