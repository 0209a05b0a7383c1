"""A big screen that waits: it shows a short code, and goes on once a facilitator types that code.

A code only says which screen goes on. It opens nothing by itself: who types it has to lead a session, and the
screen is given that session's page, whose link can be withdrawn (`sessions/withdrawal.py`).
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from audit.actors import Actor
from audit.record import record

from .addresses import screen_path
from .models import GroupSession, WaitingScreen
from .screen_look import HAVE_A_SCREEN
from .stepping import StepRefused

# No vowels, so that no code is a word on a wall, and no I, L or O. 19⁶ ≈ 4.7·10⁷: with sixty screens waiting
# a guess hits one with a chance of 1.3·10⁻⁶, and only a facilitator may guess.
LETTERS = "BCDFGHJKMNPQRSTVWXZ"
LENGTH = 6
VALID = timedelta(minutes=30)
ATTEMPTS = 10
MOST_WAITING = 5000
"""Screens that wait at one moment, in all municipalities; more than this can only be mischief."""


class UnknownCode(Exception):
    """No screen waits with this code: a typing error, too late, or typed before."""


class TooManyWaiting(Exception):
    """So many screens wait that somebody makes them by a script."""


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spoken(code: str) -> str:
    """Return a code as people read it from a wall: two groups of three."""
    return f"{code[:3]}-{code[3:]}"


def waiting_screen(secret: str, *, now: datetime) -> WaitingScreen | None:
    """Return the screen of this browser, while its code is good."""
    return WaitingScreen.objects.filter(secret=secret, expires_at__gt=now).first() if secret else None


def wait_for_session(secret: str, *, now: datetime, make_code: Callable[[], str] = new_code) -> WaitingScreen:
    """Return the screen of a browser with a good code: the one it had, or a new one in its place.

    Without a secret the browser gets one. Raises `TooManyWaiting`.
    """
    row = WaitingScreen.objects.filter(secret=secret).first() if secret else None
    if row is not None and row.expires_at > now and not row.address:
        return row
    if row is None:
        if WaitingScreen.objects.filter(expires_at__gt=now).count() >= MOST_WAITING:
            raise TooManyWaiting
        row = WaitingScreen(secret=secrets.token_urlsafe(32))
    row.made_at, row.expires_at, row.address = now, now + VALID, ""
    for _attempt in range(ATTEMPTS):
        row.code = make_code()
        try:
            with transaction.atomic():
                row.save()
            return row
        except IntegrityError:
            continue
    raise IntegrityError("no free code for a screen")


def give_screen(code: str, *, session: GroupSession, actor: Actor, now: datetime) -> None:
    """Send the screen that shows this code to the big screen of a session; once.

    Raises `UnknownCode`, or `StepRefused` where the session has no big screen any more.
    """
    typed = "".join(letter for letter in code[:40].upper() if letter.isalnum())
    if session.state not in HAVE_A_SCREEN:
        raise StepRefused(session.state)
    with transaction.atomic():
        waiting = WaitingScreen.objects.select_for_update().filter(expires_at__gt=now, address="")
        row = waiting.filter(code=typed).first()
        if row is None:
            raise UnknownCode
        row.address = screen_path(session)
        row.save(update_fields=["address"])
        record(municipality=session.municipality, actor=actor, action="give screen", target=session, now=now)


def clear_waiting_screens(*, now: datetime) -> int:
    """Remove the screens whose code is no longer good; return how many."""
    removed, _tables = WaitingScreen.objects.filter(expires_at__lte=now).delete()
    return removed
