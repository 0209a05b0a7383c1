"""Keep a file that was read, take its good rows over all at once, or throw it away."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from catalogue.models import PartyKind
from common.resident_data import find_resident_data
from municipalities.locks import hold_municipality

from ..models import AddressBookImport, Contact, ContactPerson, Organisation, OrganisationAlias
from ..new_address import promise_to_follow
from .columns import Column
from .outcome import Outcome, Status
from .plan import Plan
from .row import cleaned

if TYPE_CHECKING:
    from municipalities.models import Municipality

FILE_NAME_LENGTH = 120


class BookChanged(Exception):
    """The address book is not what the page showed any more: look again."""


def keep_import(
    *, municipality: "Municipality", rows: list[dict[str, Any]], file_name: str, actor: Actor, now: datetime
) -> AddressBookImport:
    """Keep the rows of a file to be looked at; the file itself is not kept."""
    name = cleaned(file_name.replace("\n", " "))[:FILE_NAME_LENGTH]
    with transaction.atomic():
        kept = AddressBookImport.objects.create(
            municipality=municipality,
            rows=rows,
            file_name="…" if find_resident_data(name) else name,
            read_at=now,
            read_by=actor.user,
        )
        record(municipality=municipality, actor=actor, action="read address book file", target=kept, now=now)
    return kept


def log_refused_file(*, municipality: "Municipality", why: str, actor: Actor, now: datetime) -> None:
    """Log that a file for the address book was not read, with the code of why; nothing of it is kept."""
    record(
        municipality=municipality,
        actor=actor,
        action="refuse address book file",
        target=municipality,
        now=now,
        reason=why,
    )


def cancel_import(kept: AddressBookImport, *, actor: Actor, now: datetime) -> None:
    """Throw away what was read; the address book stays as it is."""
    with transaction.atomic():
        record(
            municipality=kept.municipality,
            actor=actor,
            action="cancel address book file",
            target=kept,
            now=now,
        )
        AddressBookImport.objects.filter(pk=kept.pk, taken_over_at=None).delete()


def was_cancelled(import_pk: int) -> bool:
    """Tell whether a file with this key was thrown away, as the log says."""
    thrown = AuditEvent.objects.filter(
        action="cancel address book file", target_type=AddressBookImport._meta.label_lower
    )
    return thrown.filter(target_id=import_pk).exists()


def take_over(kept: AddressBookImport, *, fingerprint: str, actor: Actor, now: datetime) -> int:
    """Take over every good row in one transaction, or nothing at all; return how many.

    Raises `BookChanged` when the rows would do something else than the page showed. Twice is once.
    """
    try:
        return _take_over(kept, fingerprint=fingerprint, actor=actor, now=now)
    except IntegrityError as error:
        # Somebody added the same name or address between our look and our writing.
        raise BookChanged from error


def _take_over(kept: AddressBookImport, *, fingerprint: str, actor: Actor, now: datetime) -> int:
    municipality = kept.municipality
    today = timezone.localdate(now)
    with transaction.atomic():
        hold_municipality(municipality)
        kept.refresh_from_db()
        if kept.taken_over_at is not None:
            return 0
        plan = Plan(kept.rows, municipality=municipality, today=today)
        if plan.fingerprint != fingerprint:
            raise BookChanged
        writer = _Writer(plan, actor=actor, now=now, today=today)
        for outcome in plan.good:
            writer.write(outcome)
        kept.rows, kept.taken_over_at = [], now
        kept.save(update_fields=["rows", "taken_over_at"])
        record(
            municipality=municipality,
            actor=actor,
            action="take over address book file",
            target=kept,
            now=now,
            reason=rows_in_words(good=len(plan.good), bad=plan.counts[Status.BAD.value]),
        )
    return len(plan.good)


def rows_in_words(*, good: int, bad: int) -> str:
    """Return for the log how many rows were taken over, and how many were not because something is wrong."""
    return _("taken over: %(good)d rows, refused: %(bad)d rows") % {"good": good, "bad": bad}


class _Writer:
    """Writes one row after another; an organisation that is new is found again by the rows below."""

    def __init__(self, plan: Plan, *, actor: Actor, now: datetime, today: date) -> None:
        self.municipality, self.today = plan.municipality, today
        self._organisations: dict[int | str, Organisation] = dict(plan.rows)
        self._kinds = {kind.slug: kind for kind in PartyKind.objects.all()}
        self._actor, self._now = actor, now

    def _log(self, target: models.Model, *, action: str) -> None:
        record(municipality=self.municipality, actor=self._actor, action=action, target=target, now=self._now)

    def write(self, outcome: Outcome) -> None:
        organisation = self._organisation(outcome)
        for name in outcome.new_aliases:
            OrganisationAlias.objects.create(
                municipality=self.municipality, organisation=organisation, name=name
            )
        if outcome.person_name:
            self._person(outcome, organisation)

    def _organisation(self, outcome: Outcome) -> Organisation:
        key = outcome.organisation
        row = self._organisations.get(key)
        is_new = row is None
        if row is None:
            row = Organisation(municipality=self.municipality, name=outcome.organisation_name)
            self._organisations[key] = row
        if is_new or outcome.organisation_values or outcome.new_aliases:
            for column, value in outcome.organisation_values.items():
                self._set(row, Column(column), value)
            row.save()
            self._log(row, action="add organisation" if is_new else "change organisation")
        return row

    def _set(self, row: Organisation, column: Column, value: str) -> None:
        if column is Column.KIND:
            row.kind = self._kinds[value]
        elif column is Column.KVK:
            row.kvk_number = value
        elif column is Column.SIGNED:
            row.covenant_signed_on = date.fromisoformat(value)
        elif column is Column.UNTIL:
            row.covenant_until = date.fromisoformat(value)

    def _person(self, outcome: Outcome, organisation: Organisation) -> None:
        said = outcome.person_values
        if outcome.contact and not said:
            return
        person = (
            ContactPerson.objects.get(pk=outcome.person)
            if outcome.person
            else ContactPerson(municipality=self.municipality, name=outcome.person_name)
        )
        before = {"name": person.name, "email": person.email}
        person.email = said.get(Column.EMAIL, person.email)
        person.phone = said.get(Column.PHONE, person.phone)
        person.save()
        promise_to_follow(person, **before, now=self._now)
        contact = (
            Contact.objects.get(pk=outcome.contact)
            if outcome.contact
            else Contact(
                municipality=self.municipality,
                organisation=organisation,
                person=person,
                from_date=self.today,
            )
        )
        contact.function = said.get(Column.FUNCTION, contact.function)
        if Column.THEMES in said:
            contact.themes = [] if said[Column.THEMES] == ["*"] else said[Column.THEMES]
        contact.save()
        self._log(contact, action="change contact" if outcome.contact else "add contact")
