"""Search and filter the address book; what was merged is found by its old name, and shown as it is now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from catalogue.enums import PartyCategory

from .address_book import names_in_book
from .covenants import Covenant, covenant_of
from .folding import fold
from .merging import Merges
from .models import Contact, Organisation, OrganisationAlias, Party

if TYPE_CHECKING:
    from municipalities.models import Municipality


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody looks for; what is empty filters nothing."""

    text: str = ""
    category: str = ""
    kind: str = ""
    theme: str = ""
    covenant: str = ""
    ended: bool = False


@dataclass
class Entry:
    """One organisation of the list, with what the page shows of it."""

    organisation: Organisation
    covenant: Covenant
    known_as: list[str] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def keys_of(*, municipality: "Municipality", wanted: Wanted, today: date) -> list[int]:
    """Return the keys of the organisations somebody looks for, by name.

    Names are compared here and not by the database, which knows neither accents nor other names; an address
    book has hundreds of organisations, so reading their names costs a few milliseconds.
    """
    merges = Merges(municipality.pk)
    rows = Organisation.objects.filter(municipality=municipality, merged_into=None)
    rows = rows.filter(ended_on__isnull=not wanted.ended)
    if wanted.category in PartyCategory.values:
        rows = rows.filter(kind__category=wanted.category)
    if wanted.kind:
        rows = rows.filter(kind__slug=wanted.kind)
    found = list(rows.only("pk", "name", "covenant_signed_on", "covenant_until"))
    if wanted.covenant:
        found = [row for row in found if covenant_of(row, today=today).value == wanted.covenant]
    if wanted.text:
        named = _named(municipality, wanted.text, merges)
        found = [row for row in found if row.pk in named]
    if wanted.theme:
        called = _called_about(municipality, wanted.theme, merges, today=today)
        found = [row for row in found if row.pk in called]
    return [row.pk for row in sorted(found, key=lambda row: (fold(row.name), row.pk))]


def _named(municipality: "Municipality", text: str, merges: Merges) -> set[int]:
    words = fold(text).split()
    names = names_in_book(municipality=municipality)
    return {merges.end_of(pk) for pk, name in names if all(word in fold(name) for word in words)}


def _called_about(municipality: "Municipality", theme: str, merges: Merges, *, today: date) -> set[int]:
    contacts = Contact.objects.filter(municipality=municipality).current(today=today)
    rows = contacts.values_list("organisation", "themes")
    return {merges.end_of(pk) for pk, themes in rows if not themes or theme in themes}


def entries_of(keys: Collection[int], *, municipality: "Municipality", today: date) -> list[Entry]:
    """Return what the list shows of these organisations, in their order, in a fixed number of queries."""
    if not keys:
        return []
    merges = Merges(municipality.pk)
    everything = {*keys, *merges.beneath(keys)}
    rows = Organisation.objects.filter(pk__in=everything).select_related("kind").in_bulk()
    entries = {pk: Entry(rows[pk], covenant_of(rows[pk], today=today)) for pk in keys if pk in rows}
    for pk, row in rows.items():
        if pk not in entries and merges.end_of(pk) in entries:
            entries[merges.end_of(pk)].known_as.append(row.name)
    for alias in OrganisationAlias.objects.filter(organisation__in=everything):
        entries[merges.end_of(alias.organisation_id)].known_as.append(alias.name)
    for contact in contacts_of(everything, today=today):
        entries[merges.end_of(contact.organisation_id)].contacts.append(contact)
    return list(entries.values())


def contacts_of(keys: Iterable[int], *, today: date) -> list[Contact]:
    """Return who is called at these organisations today, with the person and the organisation."""
    rows = Contact.objects.filter(organisation__in=list(keys)).current(today=today)
    return list(rows.select_related("person", "organisation"))


def people_to_suggest(party: Party, *, today: date) -> list[Contact]:
    """Return the contacts of a party's organisation who are not on its list for this session yet."""
    merges = Merges(party.municipality_id)
    keys = merges.all_of(merges.end_of(party.organisation_id))
    listed = party.representatives.filter(removed_at=None).values_list("name", "email")
    there = {said.lower() for row in listed for said in row if said}
    return [
        one
        for one in contacts_of(keys, today=today)
        if one.person.name.lower() not in there and one.person.email.lower() not in there
    ]


@dataclass(frozen=True)
class Line:
    """Whom to call about a theme: at which organisation, and who."""

    organisation: Organisation
    contact: Contact


def lines_by_theme(
    themes: Collection[str], *, municipality: "Municipality", today: date
) -> dict[str, dict[PartyCategory, list[Line]]]:
    """Return per theme, category by category, whom to call; who is there for all themes stands under each."""
    merges = Merges(municipality.pk)
    rows = Organisation.objects.filter(municipality=municipality).select_related("kind").in_bulk()
    lines: dict[str, dict[PartyCategory, list[Line]]] = {theme: defaultdict(list) for theme in themes}
    for contact in contacts_of(rows, today=today):
        organisation = rows[merges.end_of(contact.organisation_id)]
        if organisation.ended_on is not None:
            continue
        category = PartyCategory(organisation.kind.category)
        for theme in themes:
            if not contact.themes or theme in contact.themes:
                lines[theme][category].append(Line(organisation, contact))
    for per_category in lines.values():
        for found in per_category.values():
            found.sort(key=lambda line: (fold(line.organisation.name), fold(line.contact.person.name)))
    return {
        theme: {category: found[category] for category in PartyCategory if category in found}
        for theme, found in lines.items()
    }


def names_to_choose(*, municipality: "Municipality", merges: Merges | None = None) -> list[str]:
    """Return every name by which an active organisation can be chosen: its own, others, and earlier ones."""
    merges = merges or Merges(municipality.pk)
    active = set(Organisation.objects.filter(municipality=municipality).active().values_list("pk", flat=True))
    names = names_in_book(municipality=municipality)
    return sorted({name for pk, name in names if merges.end_of(pk) in active}, key=fold)
