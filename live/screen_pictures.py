"""Which picture the big screen shows: the stage of the session, seen from the room."""

from datetime import datetime, timedelta
from enum import StrEnum

from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession

AFTER_THE_CLOSE = timedelta(minutes=15)
"""How long the last picture stays before the screen goes blank: people shake hands, and pack."""


class Picture(StrEnum):
    """Which picture is on the screen."""

    EARLY = "early"
    LOBBY = "lobby"
    INTRODUCTION = "introduction"
    ANSWERING = "answering"
    REVEALED = "revealed"
    OVERVIEW = "overview"
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
}


def picture_now(session: GroupSession, *, now: datetime) -> Picture:
    """Return which picture a session is at."""
    if session.state in {SessionState.OPEN, SessionState.RUNNING} and session.screen_blank:
        return Picture.BLANK
    if session.state != SessionState.RUNNING:
        return Picture.BLANK if is_long_over(session, now=now) else _OF_STATE[SessionState(session.state)]
    if session.paused_at is not None:
        return Picture.PAUSED
    if session.in_wrap_up or session.current is None:
        return Picture.WRAP_UP
    if session.current.state == ThemeState.REVEALED:
        # The only statement of a theme needs no overview.
        is_one = session.shown_statement_id is not None or session.current.theme.is_overall
        return Picture.REVEALED if is_one else Picture.OVERVIEW
    return _OF_THEME[ThemeState(session.current.state)]


def is_long_over(session: GroupSession, *, now: datetime) -> bool:
    """Return whether the last picture stood there long enough."""
    return session.closed_at is not None and now >= session.closed_at + AFTER_THE_CLOSE


def blank_after(session: GroupSession, *, now: datetime) -> int | None:
    """Return in how many seconds the screen goes blank by itself; nothing while the session goes on."""
    if session.closed_at is None:
        return None
    return max(0, int((session.closed_at + AFTER_THE_CLOSE - now).total_seconds()))
