"""Which picture the big screen shows: the stage of the session, seen from the room."""

from enum import StrEnum

from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession


class Picture(StrEnum):
    """Which picture is on the screen."""

    EARLY = "early"
    LOBBY = "lobby"
    INTRODUCTION = "introduction"
    ANSWERING = "answering"
    REVEALED = "revealed"
    WRAP_UP = "wrap-up"
    PAUSED = "paused"
    BLANK = "blank"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_OF_STATE = {
    SessionState.PLANNED: Picture.EARLY,
    SessionState.OPEN: Picture.LOBBY,
    SessionState.CLOSED: Picture.CLOSED,
    SessionState.ARCHIVED: Picture.CLOSED,
    SessionState.CANCELLED: Picture.CANCELLED,
}
_OF_THEME = {
    ThemeState.WAITING: Picture.INTRODUCTION,
    ThemeState.INTRODUCTION: Picture.INTRODUCTION,
    ThemeState.ANSWERING: Picture.ANSWERING,
    ThemeState.REOPENED: Picture.ANSWERING,
    ThemeState.REVEALED: Picture.REVEALED,
}


def picture_now(session: GroupSession) -> Picture:
    """Return which picture a session is at."""
    if session.state in {SessionState.OPEN, SessionState.RUNNING} and session.screen_blank:
        return Picture.BLANK
    if session.state != SessionState.RUNNING:
        return _OF_STATE[SessionState(session.state)]
    if session.paused_at is not None:
        return Picture.PAUSED
    if session.in_wrap_up or session.current is None:
        return Picture.WRAP_UP
    return _OF_THEME[ThemeState(session.current.state)]
