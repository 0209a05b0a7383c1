"""How the big screen looks: dark letters on a light screen, or the other way round for a dark room."""

from datetime import datetime

from audit.actors import Actor

from .enums import SessionState
from .models import GroupSession
from .stepping import StepRefused, step

HAVE_A_SCREEN = {SessionState.PLANNED, SessionState.OPEN, SessionState.RUNNING}


def darken_screen(
    session: GroupSession, *, dark: bool, actor: Actor, expected_revision: int, now: datetime
) -> None:
    """Make the big screen dark, or light again; also before the doors open, to try it on the wall."""
    with step(
        session, action="darken screen", actor=actor, expected_revision=expected_revision, now=now
    ) as locked:
        if locked.state not in HAVE_A_SCREEN:
            raise StepRefused(locked.state)
        locked.screen_is_dark = dark
