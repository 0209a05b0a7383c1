"""Who comes to the table, by category: who takes part, who is known and not asked, who is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from catalogue.enums import PartyCategory
from catalogue.models import PartyKind

from .enums import Reply
from .merging import Merges
from .models import GroupSession, Organisation, Party

COMFORTABLE = 12
"""People at one table; above it the talk takes longer than the time that was planned."""
KNOWN_SHOWN = 12
"""Organisations of one category that can be asked with one press; the others are found by name."""


@dataclass
class Group:
    """One of the four categories."""

    category: PartyCategory
    kinds: list[PartyKind] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    known: list[Organisation] = field(default_factory=list)
    missing: list[PartyKind] = field(default_factory=list)

    @property
    def known_first(self) -> list[Organisation]:
        return self.known[:KNOWN_SHOWN]

    @property
    def known_more(self) -> int:
        return max(0, len(self.known) - KNOWN_SHOWN)

    @property
    def creditors(self) -> list[PartyKind]:
        return [kind for kind in self.missing if kind.creditor]

    @property
    def others(self) -> list[PartyKind]:
        return [kind for kind in self.missing if not kind.creditor]


@dataclass(frozen=True)
class SelectionAid:
    """The four categories, who is often forgotten, and whether the table becomes large."""

    groups: list[Group]
    forgotten: list[PartyKind]
    people: int
    together: list[list[Party]]

    @property
    def empty(self) -> list[Group]:
        return [group for group in self.groups if not group.parties]

    @property
    def is_large(self) -> bool:
        return self.people > COMFORTABLE


def selection_aid(session: GroupSession, parties: Collection[Party], *, merges: Merges) -> SelectionAid:
    """Return the aid for a table; `parties` carry their people, as `party.people`."""
    groups = {category: Group(category) for category in PartyCategory}
    there = {merges.end_of(party.organisation_id) for party in parties}
    for party in parties:
        groups[PartyCategory(party.organisation.kind.category)].parties.append(party)
    book = Organisation.objects.active().filter(municipality=session.municipality_id)
    for organisation in book.select_related("kind"):
        if organisation.pk not in there:
            groups[PartyCategory(organisation.kind.category)].known.append(organisation)
    kinds = list(PartyKind.objects.order_by("position"))
    known = {one.kind_id for group in groups.values() for one in group.known}
    at_table = {party.organisation.kind_id for party in parties}
    for kind in kinds:
        group = groups[PartyCategory(kind.category)]
        group.kinds.append(kind)
        if kind.pk not in at_table | known:
            group.missing.append(kind)
    return SelectionAid(
        groups=list(groups.values()),
        forgotten=[kind for kind in kinds if kind.often_forgotten and kind.pk not in at_table],
        people=people_expected(parties),
        together=who_could_sit_together(list(parties)),
    )


def people_expected(parties: Collection[Party]) -> int:
    """Return how many people to expect: who said no stays away, and a party without a name sends one."""
    return sum(
        max(1, sum(person.reply != Reply.DECLINED for person in getattr(party, "people", [])))
        for party in parties
        if not party.is_absent
    )


def who_could_sit_together(parties: Sequence[Party]) -> list[list[Party]]:
    """Return the parties of one kind that could send one person between them, in the order of the table."""
    of_kind: dict[int, list[Party]] = {}
    for party in parties:
        of_kind.setdefault(party.organisation.kind_id, []).append(party)
    return [found for found in of_kind.values() if len(found) > 1]
