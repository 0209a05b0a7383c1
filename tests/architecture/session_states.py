"""Where a session, or its municipality, can stand: what the whole table of doors is tried in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from common.tenancy import tenant
from municipalities.models import Municipality
from sessions import stage
from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession, SessionTheme
from tests.architecture.world import World
from tests.builders import NOW, reveal, take, theme_at

ANSWERING, REVEALED, SUSPENDED = "answering", "revealed", "suspended"
STATES = ["planned", "open", ANSWERING, REVEALED, "closed", "archived", "cancelled", SUSPENDED]


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def bring(world: World, state: str, *, name: str) -> None:
    """Bring the session that a door is about into a state; a world is built with its theme 2 being answered.

    The objects of the world itself stay as they are: what is written here is taken back afterwards.
    """
    with tenant(world.municipality):
        pk = (world.closed if name.startswith("reports:") else world.running).pk
        rows, session = GroupSession.objects.filter(pk=pk), GroupSession.objects.get(pk=pk)
        if state == SUSPENDED:
            Municipality.objects.filter(pk=world.municipality.pk).update(suspended_at=NOW)
        elif state in {SessionState.PLANNED, SessionState.OPEN}:
            rows.update(state=state, current=None, shown_statement=None)
            SessionTheme.objects.filter(session=session).update(state=ThemeState.WAITING)
        elif state in {ANSWERING, REVEALED} and session.state == SessionState.CLOSED:
            rows.update(state=SessionState.RUNNING, closed_at=None)
        elif state == REVEALED:
            reveal(session, theme_at(session, 2))
        elif state in {SessionState.CLOSED, SessionState.ARCHIVED}:
            if session.state != SessionState.CLOSED:
                take(stage.close_session, session, follow_up_on=None)
            if state == SessionState.ARCHIVED:
                take(stage.archive_session, session)
        elif state == SessionState.CANCELLED:
            rows.update(state=SessionState.CANCELLED, cancelled_at=NOW)
