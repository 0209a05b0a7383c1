"""How a step on the stage is taken: alone, from the revision a screen showed, counted and logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from audit.actors import Actor
from audit.record import record

from .enums import SESSION_STEPS, THEME_STEPS, SessionState, ThemeState
from .locks import hold_session, lock_stage
from .models import GroupSession, SessionTheme
from .revision import nudge


class StepRefused(Exception):
    """The session is not where this step can be taken from."""


class StaleStep(StepRefused):
    """Somebody took a step after the screen of this person was made."""


@contextmanager
def step(
    session: GroupSession,
    *,
    action: str,
    actor: Actor,
    expected_revision: int,
    now: datetime,
    reason: str = "",
) -> Iterator[GroupSession]:
    """Take one step alone: lock, check, let the caller write on the locked session, then count and log it.

    Raises `StaleStep` when another step was taken since `expected_revision`; people who joined or answered in
    the meantime do not count as one.
    """
    with transaction.atomic():
        lock_stage(session)
        locked = hold_session(session.pk)
        if expected_revision < locked.stage_revision:
            raise StaleStep(f"revision {expected_revision}, the stage moved at {locked.stage_revision}")
        yield locked
        locked.revision += 1
        locked.stage_revision = locked.revision
        locked.save()
        record(
            municipality=locked.municipality,
            actor=actor,
            action=action,
            target=locked,
            now=now,
            reason=reason,
        )
        nudge(session_id=locked.pk)
    session.refresh_from_db()


def move_session(session: GroupSession, to: SessionState) -> None:
    """Set the state of a session; raises `StepRefused` when it can't be reached from here."""
    if to not in SESSION_STEPS[SessionState(session.state)]:
        raise StepRefused(f"{session.state} → {to}")
    session.state = to


def move_theme(theme: SessionTheme, to: ThemeState) -> None:
    """Set the state of a theme; raises `StepRefused` when it can't be reached from here."""
    if to not in THEME_STEPS[ThemeState(theme.state)]:
        raise StepRefused(f"{theme.state} → {to}")
    theme.state = to


def require_running(session: GroupSession) -> None:
    """Raise `StepRefused` unless the session is running and not interrupted."""
    if session.state != SessionState.RUNNING or session.paused_at is not None:
        raise StepRefused("not running")


def theme_of(session: GroupSession, theme: SessionTheme) -> SessionTheme:
    """Return the present row of a theme of this session; raises `StepRefused` for a theme of another."""
    row = SessionTheme.objects.filter(session=session, pk=theme.pk).select_related("theme").first()
    if row is None:
        raise StepRefused("another session's theme")
    return row
