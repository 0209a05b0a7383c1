"""Owners by a few letters: a party at the table, an organisation of the address book, or a person of a party.

What was typed or chosen is one text, such as “Woonstede” or “Yusuf Demir · Woonstede”; a comma does as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from audit.actors import Actor
from catalogue.models import PartyKind
from common.personal import NAME_REMOVED
from sessions.address_book import add_organisation, names_in_book, organisation_named
from sessions.folding import fold
from sessions.made_up import made_up_organisation
from sessions.models import NAME_LENGTH, Contact, GroupSession, Organisation, Party, Representative

from ..points.refusals import OwnerMissing, TextTooLong
from .everybody import require_somebody

OPEN_KIND = "andere-organisatie"
BETWEEN = " · "
FEWEST_LETTERS = 2
MOST_CHOICES = 12


@dataclass(frozen=True, kw_only=True)
class OwnerChoice:
    """Who can own an action point: an organisation, under its name here, and perhaps somebody of it."""

    organisation: Organisation
    called: str
    person: str = ""
    role: str = ""
    email: str = ""
    is_at_table: bool = False

    def __str__(self) -> str:
        return f"{self.person}{BETWEEN}{self.called}" if self.person else self.called


def owners_at_table(session: GroupSession, *, today: date) -> list[OwnerChoice]:
    """Return the parties of a session and after them their people: who sits there, and who is called."""
    parties = list(session.parties.select_related("organisation"))
    people = [*_seated(parties), *_called(parties, today=today)]
    of_each = {(fold(one.person), one.organisation.pk): one for one in reversed(people)}
    return [*map(_party, parties), *sorted(of_each.values(), key=lambda one: fold(one.person))]


def _party(party: Party) -> OwnerChoice:
    return OwnerChoice(organisation=party.organisation, called=party.name, is_at_table=True)


def _seated(parties: Iterable[Party]) -> Iterator[OwnerChoice]:
    known = {party.pk: party for party in parties}
    rows = Representative.objects.filter(party__in=known, removed_at=None).exclude(
        name__in=["", NAME_REMOVED]
    )
    for person in rows:
        party = known[person.party_id]
        yield OwnerChoice(
            organisation=party.organisation,
            called=party.name,
            person=person.name,
            role=person.function,
            email=person.email,
            is_at_table=True,
        )


def _called(parties: Iterable[Party], *, today: date) -> Iterator[OwnerChoice]:
    known = {party.organisation_id: party for party in parties}
    contacts = Contact.objects.current(today=today).filter(organisation__in=known).select_related("person")
    for contact in contacts.order_by("pk"):
        party = known[contact.organisation_id]
        yield OwnerChoice(
            organisation=party.organisation,
            called=party.name,
            person=contact.person.name,
            role=contact.function,
            email=contact.person.email,
        )


def owners_like(session: GroupSession, text: str, *, today: date) -> list[OwnerChoice]:
    """Return who begins with these letters, in any word: parties, then the address book, then people."""
    wanted = fold(text)
    if len(wanted) < FEWEST_LETTERS:
        return []
    table = owners_at_table(session, today=today)
    there = {one.organisation.pk for one in table}
    parties = [one for one in table if not one.person]
    people = [one for one in table if one.person]
    found = [one for one in parties if _begins(one.called, wanted)]
    found += _in_book(session, wanted, without=there, room=MOST_CHOICES - len(found))
    found += [one for one in people if _begins(one.person, wanted) or fold(str(one)).startswith(wanted)]
    found += [one for one in people if one not in found and _begins(one.called, wanted)]
    return found[:MOST_CHOICES]


def _begins(name: str, wanted: str) -> bool:
    """Tell whether a name, or one of its words, begins with what was typed."""
    words = fold(name).split()
    return any(" ".join(words[at:]).startswith(wanted) for at in range(len(words)))


def _in_book(session: GroupSession, wanted: str, *, without: set[int], room: int) -> list[OwnerChoice]:
    municipality = session.municipality
    keys = list(
        dict.fromkeys(pk for pk, name in names_in_book(municipality=municipality) if _begins(name, wanted))
    )
    # Of names that are alike the first in the alphabet; one that was merged or stopped takes nothing on.
    rows = Organisation.objects.active().filter(pk__in=keys).exclude(pk__in=without).order_by("name")
    return [OwnerChoice(organisation=row, called=row.name) for row in rows[: max(room, 0)]]


def owner_typed(session: GroupSession, text: str, *, today: date) -> OwnerChoice | None:
    """Return who was meant by a text: exactly a name, or the one party that begins with it; else None."""
    table = owners_at_table(session, today=today)
    wanted = fold(text)
    same = [one for one in table if wanted in {fold(str(one)), fold(one.called), fold(one.person)}]
    if same and (not same[0].person or len(same) == 1 or fold(str(same[0])) == wanted):
        return same[0]
    person, organisation = _split(text)
    found = _organisation_called(session, table, organisation)
    if found is None:
        return None
    if not person:
        return found
    named = (
        one
        for one in table
        if one.organisation.pk == found.organisation.pk and fold(one.person) == fold(person)
    )
    alone = OwnerChoice(organisation=found.organisation, called=found.called, person=person)
    return next(named, alone)


def _split(text: str) -> tuple[str, str]:
    """Return the person and the organisation of a text; an organisation alone has no person."""
    for mark in (BETWEEN.strip(), ","):
        person, found, organisation = text.rpartition(mark)
        if found and person.strip() and organisation.strip():
            return " ".join(person.split()), " ".join(organisation.split())
    return "", " ".join(text.split())


def _organisation_called(
    session: GroupSession, table: Iterable[OwnerChoice], name: str
) -> OwnerChoice | None:
    parties = [one for one in table if not one.person]
    for one in parties:
        if fold(name) in {fold(one.called), fold(one.organisation.name)}:
            return one
    if known := organisation_named(municipality=session.municipality, name=name):
        return next(
            (one for one in parties if one.organisation.pk == known.pk),
            OwnerChoice(organisation=known, called=known.name),
        )
    begun = [one for one in parties if _begins(one.called, fold(name))]
    return begun[0] if len(begun) == 1 and len(fold(name)) >= FEWEST_LETTERS else None


def organisation_called(session: GroupSession, *, name: str, actor: Actor, now: datetime) -> Organisation:
    """Return the organisation of this name in the municipality of a session; a new one is of the open kind.

    Raises `OwnerMissing`, `EverybodyIsNobody` or `TextTooLong`.
    """
    name = " ".join(name.split())
    if not name:
        raise OwnerMissing
    require_somebody(name)
    if len(name) > NAME_LENGTH:
        raise TextTooLong
    municipality = session.municipality
    kind = PartyKind.objects.get(slug=OPEN_KIND)
    if session.is_rehearsal:
        return made_up_organisation(session, name=name, kind=kind)
    found = organisation_named(municipality=municipality, name=name)
    if found is not None:
        return found
    with transaction.atomic():
        return add_organisation(municipality=municipality, name=name, kind=kind, actor=actor, now=now)


def new_owner(session: GroupSession, text: str, *, actor: Actor, now: datetime) -> OwnerChoice:
    """Add the organisation of a text to the address book; whoever stands before it is its person."""
    person, name = _split(text)
    organisation = organisation_called(session, name=name, actor=actor, now=now)
    return OwnerChoice(organisation=organisation, called=organisation.name, person=person)
