"""How long a role in one session lasts: its commands until the close, looking back for some months more."""

from datetime import datetime, timedelta

from .enums import SessionState
from .models import GroupSession

LOOKING_BACK = timedelta(days=90)
"""How long after the end somebody who led or took part can still open the session: to read its report."""
OVER = frozenset({SessionState.CLOSED, SessionState.ARCHIVED, SessionState.CANCELLED})


def may_command(session: GroupSession) -> bool:
    """Return whether a role in this session still changes anything on its stage."""
    return session.state not in OVER


def may_look_back(session: GroupSession, *, now: datetime) -> bool:
    """Return whether a role in this session still opens it; archiving neither shortens nor lengthens that."""
    ended_at = session.closed_at or session.cancelled_at
    return ended_at is None or now < ended_at + LOOKING_BACK
