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
) -> Representative:
    """Seat a person as `take_seat` does; the same name for the same party within seconds is a double click.

    Raises `NotJoinable`, `LinkWithdrawn` or `NameMissing`.
    """
    if representative is not None:
        return take_seat(party=party, name=name, joined_by=joined_by, now=now, representative=representative)
    with transaction.atomic():
        hold_session(party.session_id)
        twin = (
            Representative.objects.present()
            .filter(party=party, name=name, joined_by=joined_by, email="")
            .filter(joined_at__gt=now - DOUBLE_CLICK)
            .first()
        )
        return twin or take_seat(party=party, name=name, joined_by=joined_by, now=now)
