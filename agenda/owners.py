"""Owners that do not sit at the table: an organisation by its name, from the address book or added to it."""

from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from catalogue.models import PartyKind
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
    with transaction.atomic():
        # One at a time in a municipality, so that a double click finds the first one.
        type(municipality).objects.select_for_update(no_key=True).get(pk=municipality.pk)
        found = Organisation.objects.filter(municipality=municipality, name__iexact=name).first()
        if found is not None:
            return found
        kind = PartyKind.objects.get(slug=OPEN_KIND)
        added = Organisation.objects.create(municipality=municipality, name=name, kind=kind)
        record(municipality=municipality, actor=actor, action="add organisation", target=added, now=now)
    return added
