"""Suspend a municipality: everything can be read and nothing can be changed, until it is lifted."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from common.tenancy import tenant

from ..locks import hold_municipality
from ..models import Municipality
from .mail import tell_administrators

REASON_LENGTH = 300


class BeingRemoved(Exception):
    """A municipality that is being removed stays suspended."""


def clean_reason(reason: str) -> str:
    """Return a reason as it is kept; raises `ValidationError` for none, or for one that is too long."""
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Say why: it is kept in the log.")})
    if len(reason) > REASON_LENGTH:
        raise ValidationError({"reason": _("Use at most %(limit)d characters.") % {"limit": REASON_LENGTH}})
    return reason


def suspend_municipality(municipality: Municipality, *, reason: str, actor: Actor, now: datetime) -> bool:
    """Make a municipality read-only from the next request on, and tell its administrators.

    Returns whether it was not suspended yet. Raises `ValidationError` without a reason.
    """
    reason = clean_reason(reason)
    with transaction.atomic(), tenant(municipality):
        row = hold_municipality(municipality)
        if row.is_suspended:
            return False
        row.suspended_at, row.suspension_reason = now, reason
        row.save(update_fields=["suspended_at", "suspension_reason"])
        record(
            municipality=row, actor=actor, action="suspend municipality", target=row, now=now, reason=reason
        )
        tell_administrators(row, news="suspended", once=now.isoformat(), now=now)
    return True


def lift_suspension(municipality: Municipality, *, actor: Actor, now: datetime) -> bool:
    """Let everybody work again; return whether it was suspended. Raises `BeingRemoved`."""
    with transaction.atomic(), tenant(municipality):
        row = hold_municipality(municipality)
        if row.removal_asked_at is not None:
            raise BeingRemoved
        if not row.is_suspended:
            return False
        row.suspended_at, row.suspension_reason = None, ""
        row.save(update_fields=["suspended_at", "suspension_reason"])
        record(municipality=row, actor=actor, action="lift suspension", target=row, now=now)
        tell_administrators(row, news="lifted", once=now.isoformat(), now=now)
    return True
