"""The people one calls at an organisation: a person moves, and the history of where they were stays."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from municipalities.locks import hold_municipality

from .book_words import require_reach, require_words
from .leaving import end_links_of, promise_hand_over, require_last_day
from .models import Contact, ContactPerson, Organisation
from .new_address import promise_to_follow
from .planning import one_line, require_fields

A_DAY = timedelta(days=1)


class PersonKnown(ValidationError):
    """Somebody else in the address book has this e-mail address."""


def add_contact(
    organisation: Organisation,
    *,
    name: str,
    email: str,
    phone: str,
    function: str,
    themes: Collection[str],
    from_date: date,
    actor: Actor,
    now: datetime,
) -> Contact:
    """Write down whom to call at an organisation; a known e-mail address is the known person.

    Raises `ValidationError`, and `PersonKnown` when the address is of somebody with another name.
    """
    with transaction.atomic():
        hold_municipality(organisation.municipality)
        person = _person_of(organisation, name=name, email=email, phone=phone)
        if _works_at(person, organisation, on=from_date):
            raise ValidationError({"name": _("This person is a contact of this organisation already.")})
        contact = Contact(
            municipality=organisation.municipality,
            organisation=organisation,
            person=person,
            function=one_line(function),
            themes=list(themes),
            from_date=from_date,
        )
        _require_contact(contact)
        contact.save()
        record(
            municipality=organisation.municipality, actor=actor, action="add contact", target=contact, now=now
        )
    return contact


def _person_of(organisation: Organisation, *, name: str, email: str, phone: str) -> ContactPerson:
    address = email.strip().lower()
    known = ContactPerson.objects.filter(municipality=organisation.municipality, email__iexact=address)
    person = known.first() if address else None
    if person is None:
        person = ContactPerson(municipality=organisation.municipality)
    elif one_line(name).casefold() != person.name.casefold():
        raise PersonKnown(
            {"email": _("This e-mail address is of %(name)s in your address book.") % {"name": person.name}}
        )
    person.name, person.email = one_line(name), address
    person.phone = one_line(phone) or person.phone
    _require_person(person)
    person.save()
    return person


def change_contact(
    contact: Contact,
    *,
    name: str,
    email: str,
    phone: str,
    function: str,
    themes: Collection[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Correct somebody's details; name and reach are the person's, wherever they work."""
    with transaction.atomic():
        contact = _held(contact)
        person = contact.person
        before = {"name": person.name, "email": person.email}
        person.name, person.email, person.phone = one_line(name), email.strip().lower(), one_line(phone)
        _require_person(person)
        person.save()
        contact.function, contact.themes = one_line(function), list(themes)
        _require_contact(contact)
        contact.save()
        record(
            municipality=contact.municipality, actor=actor, action="change contact", target=contact, now=now
        )
        promise_to_follow(person, **before, now=now)


def end_contact(contact: Contact, *, last_day: date, actor: Actor, now: datetime) -> None:
    """Note until when somebody was the one to call, whose links end then; ending twice changes nothing."""
    with transaction.atomic():
        row = _held(contact)
        if row.until_date is not None:
            return
        if last_day < row.from_date:
            raise ValidationError({"last_day": _("This lies before the day this person began.")})
        require_last_day(last_day, now=now)
        row.until_date = last_day
        row.save(update_fields=["until_date"])
        record(municipality=row.municipality, actor=actor, action="end contact", target=row, now=now)
        end_links_of(row, from_day=last_day + A_DAY, actor=actor, now=now)
        promise_hand_over(row, from_day=last_day + A_DAY, now=now)


def move_contact(
    contact: Contact,
    *,
    to: Organisation,
    on: date,
    function: str,
    themes: Collection[str],
    actor: Actor,
    now: datetime,
) -> Contact:
    """Let somebody work for another organisation from a day on: the old contact ends, a new one begins.

    What was agreed with this person stays where it was agreed; links to sessions for the former place end.
    Moving to the same place twice is once.
    """
    with transaction.atomic():
        row = _held(contact)
        twin = row.person.contacts.filter(organisation=to, from_date=on).first()
        if row.until_date is not None and twin is not None:
            return twin
        _require_move(row, to=to, on=on)
        row.until_date = on - A_DAY
        row.save(update_fields=["until_date"])
        moved = Contact(
            municipality=row.municipality,
            organisation=to,
            person=row.person,
            function=one_line(function),
            themes=list(themes),
            from_date=on,
        )
        _require_contact(moved)
        moved.save()
        record(municipality=row.municipality, actor=actor, action="move contact", target=moved, now=now)
        end_links_of(row, from_day=on, actor=actor, now=now)
        promise_hand_over(row, from_day=on, now=now)
    return moved


def _held(contact: Contact) -> Contact:
    """Return a contact as it is now, its municipality held: nobody erases or imports this person meanwhile.

    Raises `ValidationError` when the person was erased while the page was open.
    """
    hold_municipality(contact.municipality)
    row = Contact.objects.select_for_update(of=("self",)).filter(pk=contact.pk).first()
    if row is None:
        raise ValidationError(_("This person is no longer in your address book."))
    return row


def _require_move(row: Contact, *, to: Organisation, on: date) -> None:
    if row.until_date is not None:
        raise ValidationError(_("This person left here already. Look at the person's page."))
    if to.pk == row.organisation_id or to.municipality_id != row.municipality_id:
        raise ValidationError({"organisation": _("Choose another organisation.")})
    if on <= row.from_date:
        raise ValidationError({"on": _("Choose a day after this person began here.")})
    if _works_at(row.person, to, on=on):
        raise ValidationError({"organisation": _("This person is a contact of this organisation already.")})


def _works_at(person: ContactPerson, organisation: Organisation, *, on: date) -> bool:
    return Contact.objects.filter(person=person, organisation=organisation).current(today=on).exists()


def _require_person(person: ContactPerson) -> None:
    require_fields(person, "name", "email", "phone")
    require_words(name=person.name)
    require_reach(email=person.email, phone=person.phone)
    if not person.email:
        return
    others = ContactPerson.objects.filter(municipality=person.municipality, email__iexact=person.email)
    if other := others.exclude(pk=person.pk).first():
        raise PersonKnown(
            {"email": _("This e-mail address is of %(name)s in your address book.") % {"name": other.name}}
        )


def _require_contact(contact: Contact) -> None:
    require_fields(contact, "function")
    require_words(function=contact.function)
