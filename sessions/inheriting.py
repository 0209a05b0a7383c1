"""What a municipality that takes over gets of the address book: a copy, under names it does not have yet."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from municipalities.platform.taking_over import Inheritance, register_inheritance

from .folding import fold
from .merging import Merges
from .models import Contact, ContactPerson, Organisation, OrganisationAlias

if TYPE_CHECKING:
    from municipalities.models import Municipality

COPIED = ("name", "kind_id", "kvk_number", "covenant_signed_on", "covenant_until")


@dataclass
class Copy:
    """One organisation with its other names and who is called there now, by person; of no municipality."""

    values: dict[str, object]
    aliases: list[str] = field(default_factory=list)
    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)


def gather_book(municipality: "Municipality", today: date) -> list[Copy]:
    """Return the organisations that stand in the address book today, with what was merged into them."""
    merges = Merges(municipality.pk)
    copies: dict[int, Copy] = {}
    for one in Organisation.objects.active().filter(municipality=municipality).order_by("pk"):
        copies[one.pk] = Copy({name: getattr(one, name) for name in COPIED})
    of_each = dict(copies)
    merged = Organisation.objects.filter(municipality=municipality).exclude(merged_into=None)
    for one in merged.order_by("pk"):
        if (end := merges.end_of(one.pk)) in copies:
            of_each[one.pk] = copies[end]
            copies[end].aliases.append(one.name)
    for alias in OrganisationAlias.objects.filter(organisation__in=of_each).order_by("pk"):
        of_each[alias.organisation_id].aliases.append(alias.name)
    _gather_contacts(of_each, today=today)
    return list(copies.values())


def _gather_contacts(of_each: dict[int, Copy], *, today: date) -> None:
    """Add who is called today; somebody who stands at two that were merged is called at one."""
    contacts = Contact.objects.current(today=today).filter(organisation__in=of_each)
    for contact in contacts.select_related("person").order_by("pk"):
        person = contact.person
        called = {
            "person": (person.name, person.email, person.phone),
            "function": contact.function,
            "themes": contact.themes,
            "until_date": contact.until_date,
        }
        of_each[contact.organisation_id].contacts.setdefault(person.pk, called)


def place_book(municipality: "Municipality", copies: list[Copy], today: date) -> int:
    """Add what is not there yet by name or other name; return how many organisations that were."""
    known = {fold(name) for name in _names(municipality)}
    added = 0
    for copy in copies:
        name = str(copy.values["name"])
        if fold(name) in known:
            continue
        known.add(fold(name))
        organisation = Organisation.objects.create(municipality=municipality, **copy.values)
        for alias in copy.aliases:
            if fold(alias) not in known:
                known.add(fold(alias))
                OrganisationAlias.objects.create(
                    municipality=municipality, organisation=organisation, name=alias
                )
        for contact in copy.contacts.values():
            _place_contact(organisation, dict(contact), today=today)
        added += 1
    return added


def _names(municipality: "Municipality") -> list[str]:
    names = Organisation.objects.filter(municipality=municipality).values_list("name", flat=True)
    aliases = OrganisationAlias.objects.filter(municipality=municipality).values_list("name", flat=True)
    return [*names, *aliases]


def _place_contact(organisation: Organisation, contact: dict[str, Any], *, today: date) -> None:
    name, email, phone = contact.pop("person")
    municipality = organisation.municipality
    person = ContactPerson.objects.filter(municipality=municipality, email__iexact=email).first()
    if person is None or not email:
        person = ContactPerson.objects.create(municipality=municipality, name=name, email=email, phone=phone)
    Contact.objects.create(
        municipality=municipality, organisation=organisation, person=person, from_date=today, **contact
    )


ADDRESS_BOOK = Inheritance(gather=gather_book, place=place_book)
register_inheritance(ADDRESS_BOOK)
