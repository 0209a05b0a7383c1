"""The secret link to the calendar of a whole agenda; computed, never stored, and withdrawn by its version."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from audit.actors import Actor
from audit.record import record
from common.link_tokens import make_token, read_token
from municipalities.locks import hold_municipality
from municipalities.models import Municipality
from sessions.addresses import full_address

from ..models import AgendaSettings

PURPOSE = "d"
FIRST = 1


def link_version(municipality: Municipality) -> int:
    """Return which link works now."""
    row = AgendaSettings.objects.filter(municipality=municipality).first()
    return row.calendar_link_version if row else FIRST


def calendar_token(municipality: Municipality, *, version: int) -> str:
    """Return the secret part of the link."""
    return make_token(PURPOSE, pk=municipality.pk, version=version)


def calendar_address(municipality: Municipality, *, version: int) -> str:
    """Return the full address that a calendar program follows."""
    token = calendar_token(municipality, version=version)
    place = {"gemeente": municipality.slug, "token": token}
    return full_address(reverse("agenda:calendar", kwargs=place))


def opens_calendar(token: str, municipality: Municipality) -> bool:
    """Return whether a link was made for the agenda of this municipality, and was not withdrawn."""
    read = read_token(token)
    if read is None or (read.purpose, read.pk) != (PURPOSE, municipality.pk):
        return False
    return read.is_for(version=link_version(municipality))


def renew_agenda_calendar(municipality: Municipality, *, seen: int, actor: Actor, now: datetime) -> bool:
    """Withdraw the link; `seen` is the version a page showed. Return whether there was one to withdraw."""
    with transaction.atomic():
        hold_municipality(municipality)
        if link_version(municipality) != seen:
            return False
        row, _is_new = AgendaSettings.objects.get_or_create(municipality=municipality)
        row.calendar_link_version = seen + 1
        row.save(update_fields=["calendar_link_version"])
        record(municipality=municipality, actor=actor, action="renew agenda calendar", target=row, now=now)
    return True
