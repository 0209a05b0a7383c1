"""Tell who was invited that a session moves or is called off: one promise for each person and each change.

Written in the transaction of the change. Who has no invitation yet gets one that is right when it leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from audit.actors import Actor
from outbox.models import Promise
from outbox.promises import promise

from .enums import Reply
from .models import Facilitator, GroupSession, Representative

TELL_MOVED = "tell session moved"
TELL_CANCELLED = "tell session cancelled"
ASKED_AGAIN_FROM = timedelta(minutes=30)
"""A start that shifts by less needs no new answer of anybody."""


@dataclass(frozen=True)
class Moment:
    """When and where a session is: what an invitation names."""

    starts_at: datetime
    duration_minutes: int
    location: str


def moment_of(session: GroupSession) -> Moment:
    return Moment(session.starts_at, session.duration_minutes, session.location)


def told_people(session: GroupSession) -> list[Representative]:
    """Return the participants whose invitation left, also who declined: another day may suit them."""
    return list(Representative.objects.invitable().filter(party__session=session).exclude(invited_at=None))


def told_leaders(session: GroupSession, *, but: Actor) -> list[Facilitator]:
    """Return who was asked to lead, or leads; not who makes the change."""
    leaders = Facilitator.objects.appointed().filter(session=session)
    leaders = leaders.filter(~Q(invited_at=None) | ~Q(accepted_at=None))
    return list(leaders.exclude(user=but.user) if but.user is not None else leaders)


def tell_moved(session: GroupSession, *, before: Moment, actor: Actor, now: datetime) -> None:
    """Promise each of them the new moment, if it is another; where the start moves, everybody answers again.

    Who named a substitute need not: that colleague is asked. Call it in the transaction of the change, with
    the session as it will be.
    """
    if session.is_rehearsal or moment_of(session) == before:
        return
    if abs(session.starts_at - before.starts_at) >= ASKED_AGAIN_FROM:
        replied = Representative.objects.filter(party__session=session).exclude(reply="")
        replied.filter(~Q(reply=Reply.DECLINED) | Q(substitutes=None)).update(
            reply="", replied_at=None, decline_reason=""
        )
    # The revision this change will have; the same change is never told twice.
    _promise(session, TELL_MOVED, once=f" {session.revision + 1}", actor=actor, now=now)


def tell_cancelled(session: GroupSession, *, actor: Actor, now: datetime) -> None:
    """Promise everybody whose invitation left that the session is called off."""
    if not session.is_rehearsal:
        _promise(session, TELL_CANCELLED, once="", actor=actor, now=now)


def is_superseded(item: Promise) -> bool:
    """Return whether a later change was promised to the same person, whose mail says it all."""
    stem = item.key.rpartition(" ")[0] + " "
    later = Promise.objects.filter(municipality=item.municipality_id, kind=item.kind, pk__gt=item.pk)
    return later.filter(key__startswith=stem).exists()


def _promise(session: GroupSession, kind: str, *, once: str, actor: Actor, now: datetime) -> None:
    for who, pk in _receivers(session, actor=actor):
        promise(
            municipality=session.municipality,
            kind=kind,
            key=f"{kind} {session.pk} {who} {pk}{once}",
            payload={"session": session.pk, who: pk},
            now=now,
        )


def _receivers(session: GroupSession, *, actor: Actor) -> Iterator[tuple[str, int]]:
    yield from (("participant", person.pk) for person in told_people(session))
    yield from (("facilitator", leader.pk) for leader in told_leaders(session, but=actor))
