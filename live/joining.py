"""Sit down at a table once, and count wrong guesses of the join code per browser, never per address."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from sessions.enums import JoinedBy, SessionState
from sessions.locks import hold_session
from sessions.models import Party, Representative
from sessions.seats import take_seat

GUESSES_KEY = "wrong_codes"
GUESSES = 10
PAUSE = timedelta(minutes=1)
# The second of two clicks can arrive without the seat that the first one gave this browser.
DOUBLE_CLICK = timedelta(seconds=10)
OVER = {SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED}


def must_wait(browser: SessionBase, *, now: datetime) -> bool:
    """Return whether this browser guessed wrong too often in a row, less than a minute ago."""
    count, last = browser.get(GUESSES_KEY, (0, 0.0))
    return count >= GUESSES and now.timestamp() - last < PAUSE.total_seconds()


def count_wrong_guess(browser: SessionBase, *, now: datetime) -> None:
    """Count one more wrong code in a row; after the pause the count starts anew."""
    count, _last = browser.get(GUESSES_KEY, (0, 0.0))
    browser[GUESSES_KEY] = (count % GUESSES + 1, now.timestamp())


def forget_wrong_guesses(browser: SessionBase) -> None:
    """Start counting anew after a right code."""
    browser.pop(GUESSES_KEY, None)


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
