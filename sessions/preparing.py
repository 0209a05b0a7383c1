"""What a coordinator notes before the day, because no table can know it: calls, mandates and what is ready.

Pressing twice notes it once. Nothing of it is seen by participants, so no page of theirs is woken.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.record import record

from .enums import Preparation, SessionState
from .models import GroupSession, Party, PreparationTick
from .planning import locked_session

BEFORE = frozenset({SessionState.PLANNED, SessionState.OPEN})


def tick(session: GroupSession, *, task: Preparation, actor: Actor, now: datetime) -> None:
    """Note that something is ready; raises `StepRefused` once the session has begun."""
    with transaction.atomic():
        locked = locked_session(session, states=BEFORE)
        _row, is_new = PreparationTick.objects.get_or_create(
            municipality=locked.municipality,
            session=locked,
            task=task,
            defaults={"done_at": now, "done_by": actor.user},
        )
        if is_new:
            record(
                municipality=locked.municipality,
                actor=actor,
                action="tick preparation",
                target=locked,
                now=now,
                reason=str(task.label),
            )


def untick(session: GroupSession, *, task: Preparation, actor: Actor, now: datetime) -> None:
    """Take back that something is ready; raises `StepRefused` once the session has begun."""
    with transaction.atomic():
        locked = locked_session(session, states=BEFORE)
        rows = PreparationTick.objects.filter(municipality=locked.municipality, session=locked, task=task)
        if rows.delete()[0]:
            record(
                municipality=locked.municipality,
                actor=actor,
                action="untick preparation",
                target=locked,
                now=now,
                reason=str(task.label),
            )


def note_call(party: Party, *, was_called: bool, actor: Actor, now: datetime) -> None:
    """Note that a party was called, or take that back; raises `StepRefused` once the session has begun."""
    action = "note call" if was_called else "take back call"
    _note(party, field="called_at", holds=was_called, action=action, actor=actor, now=now)


def note_mandate(party: Party, *, is_known: bool, actor: Actor, now: datetime) -> None:
    """Note that it is known what a party's participant may agree to, or take that back."""
    action = "note mandate" if is_known else "take back mandate"
    _note(party, field="mandate_known_at", holds=is_known, action=action, actor=actor, now=now)


def _note(party: Party, *, field: str, holds: bool, action: str, actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        locked = locked_session(party.session, states=BEFORE)
        party.refresh_from_db(fields=[field])
        if (getattr(party, field) is not None) == holds:
            return
        setattr(party, field, now if holds else None)
        party.save(update_fields=[field])
        record(municipality=locked.municipality, actor=actor, action=action, target=party, now=now)


def ticks_of(session: GroupSession) -> set[str]:
    """Return what was ticked by hand."""
    return set(PreparationTick.objects.filter(session=session).values_list("task", flat=True))


def days_left(session: GroupSession, *, today: date) -> int:
    """Return in how many days a session is: 0 is today, below that its day has passed."""
    return (timezone.localdate(session.starts_at) - today).days
