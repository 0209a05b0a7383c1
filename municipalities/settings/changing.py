"""What a municipality sets itself: its clock, the sender of its mails, and who takes a second step."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record

from ..enums import Role
from ..locks import hold_municipality
from ..models import Municipality
from ..platform.founding import TIME_ZONES, set_mail


@dataclass(frozen=True)
class OwnSettings:
    """The settings together, as they are saved."""

    mail_sender: str
    mail_reply_to: str
    time_zone: str
    second_factor_roles: tuple[str, ...]


def settings_of(municipality: Municipality) -> OwnSettings:
    """Return the settings as they are."""
    return OwnSettings(
        mail_sender=municipality.mail_sender,
        mail_reply_to=municipality.mail_reply_to,
        time_zone=municipality.time_zone,
        second_factor_roles=tuple(municipality.second_factor_roles),
    )


def change_settings(municipality: Municipality, *, wanted: OwnSettings, actor: Actor, now: datetime) -> bool:
    """Save the settings; return whether anything differs. Raises `ValidationError`.

    Another clock moves nothing: a session stays at its moment, and its pages show that by the new clock.
    """
    if wanted.time_zone not in TIME_ZONES:
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    roles = [role.value for role in Role if role.value in wanted.second_factor_roles]
    with transaction.atomic():
        row = hold_municipality(municipality)
        before = settings_of(row)
        set_mail(row, sender=wanted.mail_sender, reply_to=wanted.mail_reply_to)
        row.time_zone, row.second_factor_roles = wanted.time_zone, roles
        row.full_clean(validate_unique=False)
        if settings_of(row) == before:
            return False
        row.save(update_fields=["mail_sender", "mail_reply_to", "time_zone", "second_factor_roles"])
        record(municipality=row, actor=actor, action="change settings", target=row, now=now)
    return True
