"""The parties of a session, and the people who answer for them."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.models import AuditEvent
from audit.record import record
from catalogue.enums import PartyCategory
from catalogue.models import PartyKind

from .address_book import add_organisation, organisation_named
from .enums import Reply, SessionState
from .made_up import made_up_organisation
from .merging import hold_goes_on_as, with_merged_ids
from .models import GroupSession, Organisation, Party, Representative
from .planning import locked_session, one_line, require_fields
from .revision import advance
from .stepping import StepRefused

MOST_PARTIES = 60


class PartyInUse(Exception):
    """Somebody already answers for this party, so it can't be removed any more."""


def add_party(
    session: GroupSession,
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation | None = None,
    name: str = "",
    kind: PartyKind | None = None,
) -> Party:
    """Give an organisation a place at the table, also while the session runs (a walk-in).

    The organisation comes from the address book, or is added to it by name and kind; a name that is there
    already, its own or another one, means that organisation, and a merged one is what it goes on as.
    Raises `ValidationError` and, once the session is over, `StepRefused`.
    """
    with transaction.atomic():
        locked = locked_session(session)
        if locked.parties.count() >= MOST_PARTIES:
            raise ValidationError(_("There is room for 60 parties at one table."))
        organisation = organisation or _in_address_book(locked, name=name, kind=kind, actor=actor, now=now)
        organisation = hold_goes_on_as(organisation)
        if locked.parties.filter(organisation__in=with_merged_ids(organisation)).exists():
            raise ValidationError(
                {"name": _("%(name)s already has a place at this table.") % {"name": organisation.name}}
            )
        last = locked.parties.aggregate(last=Max("position"))["last"]
        party = Party.objects.create(
            municipality=locked.municipality,
            session=locked,
            organisation=organisation,
            name=organisation.name,
            position=0 if last is None else last + 1,
        )
        record(municipality=locked.municipality, actor=actor, action="add party", target=party, now=now)
        advance(session)
    return party


def _in_address_book(
    session: GroupSession, *, name: str, kind: PartyKind | None, actor: Actor, now: datetime
) -> Organisation:
    name, municipality = one_line(name), session.municipality
    require_fields(Organisation(municipality=municipality, name=name), "name")
    found = organisation_named(municipality=municipality, name=name)
    if found is not None:
        return found
    if kind is None:
        raise ValidationError({"kind": _("Choose what kind of organisation this is.")})
    if session.is_rehearsal:
        return made_up_organisation(session, name=name, kind=kind)
    return add_organisation(municipality=municipality, name=name, kind=kind, actor=actor, now=now)


def rename_party(party: Party, *, name: str, actor: Actor, now: datetime) -> None:
    """Change the name a party has at this table; the address book keeps its own."""
    with transaction.atomic():
        locked = locked_session(party.session)
        party.name = one_line(name)
        require_fields(party, "name")
        party.save(update_fields=["name"])
        record(municipality=locked.municipality, actor=actor, action="rename party", target=party, now=now)
        advance(party.session)


def remove_party(party: Party, *, actor: Actor, now: datetime) -> None:
    """Take a party off the list while nobody joined for it; its invitations stop working.

    Raises `StepRefused` once the doors are open and `PartyInUse` once somebody joined or answered.
    """
    with transaction.atomic():
        locked = locked_session(party.session, states={SessionState.PLANNED})
        if party.representatives.exclude(joined_at=None).exists():
            raise PartyInUse(party.pk)
        record(municipality=locked.municipality, actor=actor, action="remove party", target=party, now=now)
        try:
            # Who comes instead of somebody goes before that person can.
            party.representatives.update(instead_of=None)
            party.representatives.all().delete()
            Party.objects.get(pk=party.pk).delete()
        except ProtectedError as error:
            raise PartyInUse(party.pk) from error
        advance(party.session)


def was_removed(party_pk: int) -> bool:
    """Tell whether a party with this key was taken off a list, as the log says."""
    removed = AuditEvent.objects.filter(action="remove party", target_type=Party._meta.label_lower)
    return removed.filter(target_id=party_pk).exists()


def mark_absent(party: Party, *, actor: Actor, now: datetime) -> None:
    """Note that a party is not there: an empty chair, by name, that nobody waits for."""
    _mark(party, absent_since=now, action="mark absent", actor=actor, now=now)


def mark_present(party: Party, *, actor: Actor, now: datetime) -> None:
    """Note that a party is there after all."""
    _mark(party, absent_since=None, action="mark present", actor=actor, now=now)


def _mark(party: Party, *, absent_since: datetime | None, action: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        locked = locked_session(party.session)
        party.refresh_from_db(fields=["absent_since"])
        if party.is_absent == (absent_since is not None):
            return
        party.absent_since = absent_since
        party.save(update_fields=["absent_since"])
        record(municipality=locked.municipality, actor=actor, action=action, target=party, now=now)
        advance(party.session)


def invite_representative(
    party: Party, *, name: str, email: str, actor: Actor, now: datetime, function: str = ""
) -> Representative:
    """Put a person on the list for a party; the mail leaves when the invitations are sent."""
    person = Representative(
        municipality=party.municipality,
        party=party,
        name=one_line(name),
        email=email.strip().lower(),
        function=one_line(function),
    )
    with transaction.atomic():
        locked = locked_session(party.session)
        _require_person(person)
        person.save()
        record(municipality=locked.municipality, actor=actor, action="list person", target=person, now=now)
        advance(party.session)
    return person


def change_representative(
    person: Representative, *, name: str, email: str, function: str, actor: Actor, now: datetime
) -> None:
    """Correct somebody on the list; another address withdraws the link that went to the first one."""
    with transaction.atomic():
        locked = locked_session(person.party.session)
        person.refresh_from_db()
        if person.removed_at is not None:
            raise StepRefused("removed")
        if email.strip().lower() != person.email:
            person.link_version += 1
            person.invited_at = person.replied_at = None
            person.reply = person.decline_reason = ""
        person.name, person.email = one_line(name), email.strip().lower()
        person.function = one_line(function)
        _require_person(person)
        person.save()
        record(municipality=locked.municipality, actor=actor, action="change person", target=person, now=now)
        advance(person.party.session)


def _require_person(person: Representative) -> None:
    """Raise `ValidationError` for who can't be listed; a volunteer without an e-mail address can.

    Who can't come does not keep their address: a colleague may read the same mailbox.
    """
    require_fields(person, "name", "email", "function")
    if not person.name:
        raise ValidationError({"name": _("Fill this in.")})
    others = Representative.objects.filter(party=person.party, email=person.email, removed_at=None)
    others = others.exclude(pk=person.pk).exclude(reply=Reply.DECLINED)
    if person.email and others.exists():
        raise ValidationError({"email": _("This person is already on the list of this party.")})


def missing_categories(parties: Collection[Party]) -> list[PartyCategory]:
    """Return the categories without a party; a table should have at least one of each of the four."""
    there = {party.organisation.kind.category for party in parties}
    return [category for category in PartyCategory if category not in there]
