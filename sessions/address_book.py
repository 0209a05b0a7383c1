"""The organisations that a municipality knows: each name once, whatever its capitals."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from audit.actors import Actor
from audit.record import record
from catalogue.models import PartyKind

from .models import Organisation

if TYPE_CHECKING:
    from municipalities.models import Municipality


def organisation_named(*, municipality: "Municipality", name: str) -> Organisation | None:
    """Return the organisation of this name; compared as the database does to keep each name once."""
    known = Organisation.objects.filter(municipality=municipality).alias(in_lower_case=Lower("name"))
    return known.filter(in_lower_case=Lower(Value(name))).first()


def add_organisation(
    *, municipality: "Municipality", name: str, kind: PartyKind, actor: Actor, now: datetime
) -> Organisation:
    """Add an organisation, or return the one of this name that somebody else added at this very moment."""
    try:
        with transaction.atomic():
            added = Organisation.objects.create(municipality=municipality, name=name, kind=kind)
    except IntegrityError:
        found = organisation_named(municipality=municipality, name=name)
        if found is None:
            raise
        return found
    record(municipality=municipality, actor=actor, action="add organisation", target=added, now=now)
    return added
