"""Owners that do not sit at the table: an organisation by its name, from the address book or added to it."""

from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from catalogue.models import PartyKind
from sessions.address_book import add_organisation, organisation_named
from sessions.models import NAME_LENGTH, GroupSession, Organisation

from .refusals import OwnerMissing, TextTooLong

OPEN_KIND = "andere-organisatie"


def organisation_called(session: GroupSession, *, name: str, actor: Actor, now: datetime) -> Organisation:
    """Return the organisation of this name in the municipality of a session; a new one is of the open kind.

    Raises `OwnerMissing` or `TextTooLong`.
    """
    name = " ".join(name.split())
    if not name:
        raise OwnerMissing
    if len(name) > NAME_LENGTH:
        raise TextTooLong
    municipality = session.municipality
    found = organisation_named(municipality=municipality, name=name)
    if found is not None:
        return found
    kind = PartyKind.objects.get(slug=OPEN_KIND)
    with transaction.atomic():
        return add_organisation(municipality=municipality, name=name, kind=kind, actor=actor, now=now)
