"""Hand over: a code by which a second device or another person goes on leading a session.

A code is good for a quarter of an hour, and once. It never stands in an address or in the log.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from audit.actors import Actor
from audit.record import record
from users.models import User

from .locks import hold_session
from .models import NAME_LENGTH, Facilitator, GroupSession, HandOver
from .planning import ALIVE, CODE_ATTEMPTS, locked_session, new_join_code
from .revision import advance
from .seats import CODE_LENGTH, CODE_LETTERS

if TYPE_CHECKING:
    from municipalities.models import Municipality

GOOD_FOR = timedelta(minutes=15)
LONGEST_TYPED = 40


class CodeRefused(Exception):
    """No session is handed over by this code: it is wrong, over, used or withdrawn."""


def facilitator_of(session: GroupSession, *, user: User | AnonymousUser) -> Facilitator | None:
    """Return the appointment by which somebody leads a session now."""
    if not user.is_authenticated:
        return None
    return Facilitator.objects.appointed().filter(session=session, user=user).first()


def code_of(facilitator: Facilitator, *, now: datetime) -> HandOver | None:
    """Return the code this facilitator made that can still be used; nobody else is shown it."""
    return _unused().filter(given_by=facilitator, expires_at__gt=now).order_by("pk").last()


def make_code(
    facilitator: Facilitator,
    *,
    actor: Actor,
    now: datetime,
    new_code: Callable[[], str] = new_join_code,
) -> HandOver:
    """Make a code by which somebody else may lead too; an earlier one of this facilitator no longer works.

    Raises `StepRefused` once the session is over.
    """
    with transaction.atomic():
        session = locked_session(facilitator.session)
        _unused().filter(given_by=facilitator).update(withdrawn_at=now)
        hand_over = _write(
            HandOver(municipality=session.municipality, session=session), facilitator, now, new_code
        )
        record(
            municipality=session.municipality,
            actor=actor,
            action="make hand-over code",
            target=session,
            now=now,
        )
    return hand_over


def withdraw_code(facilitator: Facilitator, *, actor: Actor, now: datetime) -> bool:
    """Let the code of this facilitator open nothing any more; return whether there was one."""
    with transaction.atomic():
        session = hold_session(facilitator.session_id)
        withdrawn = _unused().filter(given_by=facilitator).update(withdrawn_at=now)
        if withdrawn:
            record(
                municipality=session.municipality,
                actor=actor,
                action="withdraw hand-over code",
                target=session,
                now=now,
            )
    return bool(withdrawn)


def take_over(typed: str, *, municipality: "Municipality", user: User, now: datetime) -> Facilitator:
    """Let somebody who signed in lead the session of a code; who handed over leads on until that is ended.

    Who leads it already needs no code, and uses none up. Raises `CodeRefused`.
    """
    code = "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)
    if len(code) != CODE_LENGTH or len(typed) > LONGEST_TYPED:
        raise CodeRefused
    found = _unused().filter(municipality=municipality, code=code).first()
    if found is None:
        raise CodeRefused
    with transaction.atomic():
        session = hold_session(found.session_id)
        # Asked again: somebody else may have typed it while this one waited.
        hand_over = _unused().filter(pk=found.pk, expires_at__gt=now, given_by__ended_at=None).first()
        if hand_over is None or session.state not in ALIVE:
            raise CodeRefused
        leading = facilitator_of(session, user=user)
        if leading is not None:
            return leading
        facilitator = _appoint(session, user=user, now=now)
        hand_over.taken_at, hand_over.taken_by = now, facilitator
        hand_over.save(update_fields=["taken_at", "taken_by"])
        record(
            municipality=session.municipality,
            actor=Actor(role="facilitator", user=user),
            action="take over session",
            target=facilitator,
            now=now,
        )
        advance(session)
    return facilitator


def _unused():  # type: ignore[no-untyped-def]
    return HandOver.objects.filter(taken_at=None, withdrawn_at=None)


def _appoint(session: GroupSession, *, user: User, now: datetime) -> Facilitator:
    """Appoint a person, or accept the appointment that still waits for them."""
    row = Facilitator.objects.appointed().filter(session=session, email__iexact=user.email).first()
    facilitator = row or Facilitator(
        municipality=session.municipality,
        session=session,
        name=(user.name or user.email)[:NAME_LENGTH],
        email=user.email,
        invited_at=now,
    )
    facilitator.user, facilitator.accepted_at = user, now
    facilitator.save()
    return facilitator


def _write(
    hand_over: HandOver, facilitator: Facilitator, now: datetime, new_code: Callable[[], str]
) -> HandOver:
    hand_over.given_by, hand_over.made_at, hand_over.expires_at = facilitator, now, now + GOOD_FOR
    for _attempt in range(CODE_ATTEMPTS):
        hand_over.code = new_code()
        try:
            with transaction.atomic():
                hand_over.save()
            return hand_over
        except IntegrityError:
            continue
    raise IntegrityError("no free code to take over")
