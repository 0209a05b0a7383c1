"""What the address book keeps of a person, and the files that were read for it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.personal import Keeper, Kept, Person, full_names, nobody_named, places, register
from common.retention import Rows, told

from .models import AddressBookImport, ContactPerson
from .personal import names_at, whose
from .retention import remove_contacts

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _contacts(municipality: "Municipality", person: Person) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.filter(whose(person), municipality=municipality)


def collect_contacts(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return this person in the address book, with each organisation they work or worked for."""
    kept = []
    for row in _contacts(municipality, person).prefetch_related("contacts__organisation"):
        kept.append(
            Kept("group_sessions.contactperson", {"name": row.name, "email": row.email, "phone": row.phone})
        )
        kept += [
            Kept(
                "group_sessions.contact",
                {
                    "organisation": contact.organisation.name,
                    "function": contact.function,
                    "themes": list(contact.themes),
                    "from_date": contact.from_date,
                    "until_date": contact.until_date,
                },
            )
            for contact in row.contacts.all()
        ]
    return kept


def forget_contacts(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Take this person out of the address book."""
    return remove_contacts(list(_contacts(municipality, person).values_list("pk", flat=True)))


def _imports(municipality: "Municipality", person: Person) -> list[AddressBookImport]:
    words = [person.email, *full_names(person)]
    return [
        row
        for row in AddressBookImport.objects.filter(municipality=municipality)
        if any(word.casefold() in str(row.rows).casefold() for word in words)
    ]


def collect_imports(municipality: "Municipality", person: Person, by_self: bool) -> list[Kept]:
    """Return the files with this person that were read for the address book."""
    return [
        Kept("group_sessions.addressbookimport", {"file_name": row.file_name, "read_at": row.read_at})
        for row in _imports(municipality, person)
    ]


def forget_imports(municipality: "Municipality", person: Person, now: datetime) -> Rows:
    """Remove the files with this person that were read for the address book."""
    found = [row.pk for row in _imports(municipality, person)]
    removed, _tables = AddressBookImport.objects.filter(pk__in=found).delete()
    return told(group_sessions__addressbookimport=removed)


register(
    Keeper(
        name="contact",
        label=_("Address book"),
        fate=_("The person goes from the address book. The organisation stays."),
        category="contacts",
        names=lambda municipality, email: names_at(ContactPerson, municipality, email),
        collect=collect_contacts,
        forget=forget_contacts,
        where=lambda email, user: places(ContactPerson.objects.filter(email__iexact=email)),
    )
)
register(
    Keeper(
        name="import",
        label=_("Files read for the address book"),
        fate=_("The whole list that was read goes. What was taken over from it is in the address book."),
        category="imports",
        names=nobody_named,
        collect=collect_imports,
        forget=forget_imports,
    )
)
