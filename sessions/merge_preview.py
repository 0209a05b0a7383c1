"""What merging two organisations would mean, before anybody does it."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from .folding import fold
from .merging import Merges
from .models import Contact, GroupSession, Organisation, Party
from .organisation_list import Wanted, keys_of

MOST_CANDIDATES = 20
ALIKE = 0.75
"""How much of two names is the same, from 0 to 1 (difflib)."""


@dataclass(frozen=True)
class Consequences:
    """What would be seen together, and what differs between the two."""

    sessions: int
    sessions_of_other: int
    both_at: list[GroupSession]
    contacts: list[Contact]
    other_kind: bool
    other_number: bool
    covenant_moves: bool


def consequences_of(organisation: Organisation, *, into: Organisation, today: date) -> Consequences:
    """Return what becomes visible when one goes on as the other; nothing is moved."""
    merges = Merges(organisation.municipality_id)
    one, other = merges.all_of(organisation.pk), merges.all_of(into.pk)
    tables: dict[bool, dict[int, GroupSession]] = {True: {}, False: {}}
    for party in Party.objects.filter(organisation__in=one | other).select_related("session"):
        tables[party.organisation_id in one][party.session_id] = party.session
    contacts = Contact.objects.filter(organisation__in=one).current(today=today)
    return Consequences(
        sessions=len(tables[True]),
        sessions_of_other=len(tables[False]),
        both_at=[session for pk, session in tables[True].items() if pk in tables[False]],
        contacts=list(contacts.select_related("person")),
        other_kind=organisation.kind_id != into.kind_id,
        other_number=bool(organisation.kvk_number and into.kvk_number)
        and organisation.kvk_number != into.kvk_number,
        covenant_moves=organisation.covenant_signed_on is not None and into.covenant_signed_on is None,
    )


def candidates_for(organisation: Organisation, *, text: str, today: date) -> list[Organisation]:
    """Return what may be the same organisation: by what was typed, or else by number and name alike."""
    rows = Organisation.objects.filter(municipality=organisation.municipality).listed()
    rows = rows.select_related("kind").exclude(pk=organisation.pk)
    if text:
        keys = keys_of(municipality=organisation.municipality, wanted=Wanted(text=text), today=today)
        found = rows.in_bulk(keys[: MOST_CANDIDATES + 1])
        return [found[pk] for pk in keys if pk in found][:MOST_CANDIDATES]
    return [row for row in rows if _alike(organisation, row)][:MOST_CANDIDATES]


def _alike(one: Organisation, other: Organisation) -> bool:
    if one.kvk_number and one.kvk_number == other.kvk_number:
        return True
    names = fold(one.name), fold(other.name)
    if min(map(len, names)) > 3 and (names[0] in names[1] or names[1] in names[0]):
        return True
    match = SequenceMatcher(None, *names)
    return match.real_quick_ratio() > ALIKE and match.quick_ratio() > ALIKE and match.ratio() > ALIKE
