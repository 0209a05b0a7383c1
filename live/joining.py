"""Sit down at a table once, however often the button is pressed."""

from datetime import datetime, timedelta

from django.db import transaction

from sessions.enums import JoinedBy, SessionState
from sessions.locks import hold_session
from sessions.models import Party, Representative
from sessions.seats import take_seat

# The second of two clicks can arrive without the seat that the first one gave this browser.
DOUBLE_CLICK = timedelta(seconds=10)
OVER = {SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED}


def sit_down(
    *,
    party: Party,
    name: str,
    joined_by: JoinedBy,
    now: datetime,
    representative: Representative | None = None,
    instead_of: Representative | None = None,
) -> Representative:
    """Seat a person as `take_seat` does; the same name for the same party within seconds is a double click.

    A substitute who uses the same personal link once more, on another phone, keeps the same seat.
    Raises `NotJoinable`, `LinkWithdrawn` or `NameMissing`.
    """
    if representative is not None:
        return take_seat(party=party, name=name, joined_by=joined_by, now=now, representative=representative)
    with transaction.atomic():
        hold_session(party.session_id)
        twins = Representative.objects.present().filter(
            party=party, name=name, joined_by=joined_by, email="", instead_of=instead_of
        )
        if instead_of is None:
            twins = twins.filter(joined_at__gt=now - DOUBLE_CLICK)
        return twins.first() or take_seat(
            party=party, name=name, joined_by=joined_by, now=now, instead_of=instead_of
        )


def is_somebody_else(name: str, *, invited: Representative) -> bool:
    """Return whether a name shares no word with that of who was invited, so that it is worth a question."""
    return bool(invited.name) and not set(_words(name)) & set(_words(invited.name))


def _words(name: str) -> list[str]:
    return [word for word in (part.strip(".,").casefold() for part in name.split()) if len(word) > 1]
