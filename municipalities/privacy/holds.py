"""Keep everything as it is for as long as a court, an inspection or a request asks for it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actors import Actor
from audit.record import record
from common.own_words import refuse_resident_data
from common.retention import category_named

from ..models import LegalHold, Municipality


class ReasonMissing(Exception):
    """Whoever keeps data longer than usual says why."""


class Held(Exception):
    """A legal hold forbids to remove this now; `hold` says why."""

    def __init__(self, hold: LegalHold) -> None:
        super().__init__("a legal hold")
        self.hold = hold


def place_hold(
    *, municipality: Municipality, category: str, reason: str, actor: Actor, now: datetime
) -> LegalHold:
    """Stop all removing of one category, or of everything when it is empty.

    Raises `UnknownCategory`, `ReasonMissing`, or `ValidationError` for a reason with data about a resident.
    """
    if category:
        category_named(category)
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    refuse_resident_data(reason)
    with transaction.atomic():
        # A run that is at it ends first; the next one sees the hold.
        Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
        hold = LegalHold.objects.create(
            municipality=municipality, category=category, reason=reason[:300], placed_at=now
        )
        record(
            municipality=municipality,
            actor=actor,
            action="place legal hold",
            target=hold,
            now=now,
            reason=reason,
        )
    return hold


def lift_hold(hold: LegalHold, *, actor: Actor, now: datetime) -> None:
    """Let the usual terms run again; a hold that was lifted already is left alone."""
    with transaction.atomic():
        hold = LegalHold.objects.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
        if hold.lifted_at is not None:
            return
        hold.lifted_at = now
        hold.save(update_fields=["lifted_at"])
        record(municipality=hold.municipality, actor=actor, action="lift legal hold", target=hold, now=now)


def hold_on(municipality: Municipality, *categories: str) -> LegalHold | None:
    """Return a hold that binds one of these categories, if there is one."""
    binding: Any = LegalHold.objects.binding().filter(municipality=municipality)
    return binding.filter(category__in=["", *categories]).first()
