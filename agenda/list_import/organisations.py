"""Who is meant by a name in a list: an organisation of the address book, who was chosen, or nobody yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sessions.address_book import names_in_book
from sessions.folding import fold
from sessions.merging import Merges
from sessions.models import Organisation

if TYPE_CHECKING:
    from municipalities.models import Municipality

NEW = "new"
"""What is chosen for a name that has to be added to the address book."""
MOST_ALIKE = 5
Choices = Mapping[str, int | str]
"""What was chosen for each name that the book did not know, by that name, folded."""


@dataclass(frozen=True)
class Meant:
    """An organisation that a name leads to; `key` is its own, or the folded name of one to be added."""

    key: int | str
    name: str
    ended: bool = False

    @property
    def is_new(self) -> bool:
        return isinstance(self.key, str)


@dataclass
class Unknown:
    """A name that leads to nobody yet, and in how many rows it stands."""

    name: str
    rows: int = 0
    alike: list[Organisation] = field(default_factory=list)


class KnownOrganisations:
    """The organisations of one municipality by every name they have, read in four queries."""

    def __init__(self, municipality: "Municipality") -> None:
        merges = Merges(municipality.pk)
        self.rows = Organisation.objects.filter(municipality=municipality).in_bulk()
        self._end_of = merges.end_of
        self._by_name: dict[str, int] = {}
        for pk, name in names_in_book(municipality=municipality):
            self._by_name.setdefault(fold(name), merges.end_of(pk))

    def named(self, name: str) -> Meant | None:
        """Return who goes by this name in the address book."""
        key = self._by_name.get(fold(name))
        return self._meant(key) if key is not None else None

    def chosen(self, name: str, choices: Choices) -> Meant | None:
        """Return what was chosen for a name; a choice for one that is gone counts no longer."""
        choice = choices.get(fold(name))
        if choice == NEW:
            return Meant(fold(name), name)
        if isinstance(choice, int) and choice in self.rows:
            return self._meant(self._end_of(choice))
        return None

    def _meant(self, key: int) -> Meant:
        row = self.rows[key]
        return Meant(row.pk, row.name, ended=row.ended_on is not None)

    @property
    def listed(self) -> list[Organisation]:
        """Return who can be chosen, by the alphabet."""
        rows = (row for row in self.rows.values() if row.merged_into_id is None and row.ended_on is None)
        return sorted(rows, key=lambda row: fold(row.name))

    def alike(self, name: str) -> list[Organisation]:
        """Return who has a name much like this one, the best first."""
        found = get_close_matches(fold(name), self._by_name, n=MOST_ALIKE, cutoff=0.55)
        rows = [self.rows[self._by_name[one]] for one in found]
        return [row for row in dict.fromkeys(rows) if row.ended_on is None]


def person_before(text: str) -> tuple[str, str]:
    """Return the person and the organisation in “Sanne Bakker, Woonstede”; no person without a mark."""
    for mark in ("·", ",", "("):
        person, found, organisation = text.rpartition(mark)
        if found and person.strip() and organisation.strip(" )"):
            return person.strip(), organisation.strip(" )")
    return "", text


def parts_of(text: str) -> list[str]:
    """Return the names in a cell that holds more than one."""
    for mark in ("/", ";", "|", "+", "&", ",", " en "):
        if mark in text:
            return [part.strip() for part in text.split(mark) if part.strip()]
    return []


def own_choices(row: Mapping[str, Any]) -> Choices:
    """Return what was chosen for the names in a row that is kept."""
    return row.get("chosen", {})
