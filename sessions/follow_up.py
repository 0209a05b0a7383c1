"""Close a session and plan its follow-up meeting at once; and end such a meeting when it comes."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.actors import Actor
from municipalities.locks import hold_municipality
from outbox.promises import promise

from .copying import copy_session
from .enums import Sequel, SessionState
from .models import NAME_LENGTH, GroupSession
from .planning import AlreadyPlanned
from .stage import close_session
from .stepping import StepRefused, move_session, step


def close_and_plan(
    session: GroupSession,
    *,
    follow_up_at: datetime | None,
    actor: Actor,
    expected_revision: int,
    now: datetime,
    follow_up_on: date | None = None,
) -> GroupSession | None:
    """Close a session for good; with a moment its follow-up is planned for the same table, not invited yet.

    A day alone is remembered and told, and plans nothing; a rehearsal is followed by nothing. Both happen or
    neither. Raises `StaleStep`, `StepRefused`, and `ValidationError` for a moment that can't be.
    """
    with transaction.atomic():
        if follow_up_at is not None:
            # First of all locks: a plan is written under its municipality.
            hold_municipality(session.municipality)
            follow_up_on = timezone.localdate(follow_up_at)
        close_session(
            session, follow_up_on=follow_up_on, actor=actor, expected_revision=expected_revision, now=now
        )
        if follow_up_at is None or session.is_rehearsal:
            return None
        try:
            return copy_session(
                session,
                title=title_of_follow_up(session),
                starts_at=follow_up_at,
                duration_minutes=session.duration_minutes,
                location=session.location,
                sequel=Sequel.FOLLOW_UP,
                actor=actor,
                now=now,
            )
        except AlreadyPlanned as planned:
            return planned.session


def title_of_follow_up(session: GroupSession) -> str:
    """Return the name of the next meeting, in the language of the data; a third is called like the second."""
    with translation.override(settings.LANGUAGE_CODE):
        prefix = _("Follow-up meeting: ")
    return f"{prefix}{session.title.removeprefix(prefix)}"[:NAME_LENGTH]


def planned_follow_up(session: GroupSession) -> GroupSession | None:
    """Return the meeting that was planned to follow a session, if it was not called off."""
    sequels = GroupSession.objects.coming().filter(previous=session, sequel=Sequel.FOLLOW_UP)
    return sequels.order_by("starts_at", "pk").first()


def end_follow_up(session: GroupSession, *, actor: Actor, expected_revision: int, now: datetime) -> None:
    """End a follow-up meeting that went through the action points: no theme was begun, so no report is made.

    Raises `StaleStep`, and `StepRefused` for any other session, for one that is over, and for one in which
    the table answers: that is closed where it is led.
    """
    with step(
        session, action="end follow-up", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.sequel != Sequel.FOLLOW_UP or locked.current_id is not None:
            raise StepRefused("the table answers")
        if locked.state == SessionState.PLANNED:
            move_session(locked, SessionState.OPEN)
            locked.opened_at = now
        if locked.state == SessionState.OPEN:
            move_session(locked, SessionState.RUNNING)
            locked.started_at = now
        move_session(locked, SessionState.CLOSED)
        locked.closed_at, locked.screen_blank = now, True
        for kind in ("ask owners", "forget print kit"):
            promise(
                municipality=locked.municipality,
                kind=kind,
                key=f"{kind} {locked.pk}",
                payload={"session": locked.pk},
                now=now,
            )
