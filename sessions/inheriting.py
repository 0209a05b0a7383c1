"""What a municipality that takes over gets of the address book: a copy, under names it does not have yet."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from municipalities.succession import Inheritance, register_inheritance

from .models import Contact, ContactPerson, Organisation, OrganisationAlias

if TYPE_CHECKING:
    from municipalities.models import Municipality

COPIED = ("name", "kind_id", "kvk_number", "covenant_signed_on", "covenant_until")


@dataclass
class Copy:
    """One organisation with its other names and who is called there now; plain values, of no municipality."""

    values: dict[str, object]
    aliases: list[str] = field(default_factory=list)
    contacts: list[dict[str, Any]] = field(default_factory=list)


def gather_book(municipality: "Municipality", today: date) -> list[Copy]:
    """Return the organisations that stand in the address book today."""
    copies: dict[int, Copy] = {}
    for one in Organisation.objects.active().filter(municipality=municipality).order_by("pk"):
        copies[one.pk] = Copy({name: getattr(one, name) for name in COPIED})
    for alias in OrganisationAlias.objects.filter(organisation__in=copies).order_by("pk"):
        copies[alias.organisation_id].aliases.append(alias.name)
    contacts = Contact.objects.current(today=today).filter(organisation__in=copies)
    for contact in contacts.select_related("person").order_by("pk"):
        person = contact.person
        copies[contact.organisation_id].contacts.append(
            {
                "person": (person.name, person.email, person.phone),
                "function": contact.function,
                "themes": contact.themes,
                "until_date": contact.until_date,
            }
        )
    return list(copies.values())


def place_book(municipality: "Municipality", copies: list[Copy], today: date) -> int:
    """Add what is not there yet by name or other name; return how many organisations that were."""
    known = {name.casefold() for name in _names(municipality)}
    added = 0
    for copy in copies:
        name = str(copy.values["name"])
        if name.casefold() in known:
            continue
        known.add(name.casefold())
        organisation = Organisation.objects.create(municipality=municipality, **copy.values)
        for alias in copy.aliases:
            if alias.casefold() not in known:
                known.add(alias.casefold())
                OrganisationAlias.objects.create(
                    municipality=municipality, organisation=organisation, name=alias
                )
        for contact in copy.contacts:
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
