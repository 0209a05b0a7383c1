"""The stage as data: states and the steps allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionState(models.TextChoices):
    PLANNED = "planned", _("being prepared")
    OPEN = "open", _("open for participants")
    RUNNING = "running", _("in progress")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")
    CANCELLED = "cancelled", _("cancelled")


class ThemeState(models.TextChoices):
    WAITING = "waiting", _("not started")
    INTRODUCTION = "introduction", _("introduction")
    ANSWERING = "answering", _("answering")
    REVEALED = "revealed", _("answers shown")
    REOPENED = "reopened", _("answering again after the talk")


class Sequel(models.TextChoices):
    """What a session is to the one before it."""

    NONE = "none", _("first session")
    FOLLOW_UP = "follow_up", _("follow-up meeting")
    REPEAT = "repeat", _("repeat session")


class JoinedBy(models.TextChoices):
    LINK = "link", _("personal link")
    SEAT_CARD = "seat_card", _("name card with QR")
    CODE = "code", _("join code")


class Reply(models.TextChoices):
    """What somebody answered to an invitation; no reply is empty."""

    COMING = "coming", _("coming")
    DECLINED = "declined", _("not coming")


class Preparation(models.TextChoices):
    """What a coordinator ticks by hand before the day: what no table can know."""

    STATEMENTS_SENT = "statements_sent", _("statements sent to read")
    CONNECTION_TESTED = "connection_tested", _("connection tested in the room")
    HOTSPOT_READY = "hotspot_ready", _("hotspot ready")


SESSION_STEPS: dict[SessionState, frozenset[SessionState]] = {
    SessionState.PLANNED: frozenset({SessionState.OPEN, SessionState.CANCELLED}),
    SessionState.OPEN: frozenset({SessionState.RUNNING, SessionState.CANCELLED}),
    SessionState.RUNNING: frozenset({SessionState.CLOSED}),
    SessionState.CLOSED: frozenset({SessionState.ARCHIVED}),
    SessionState.ARCHIVED: frozenset(),
    SessionState.CANCELLED: frozenset(),
}

THEME_STEPS: dict[ThemeState, frozenset[ThemeState]] = {
    ThemeState.WAITING: frozenset({ThemeState.INTRODUCTION}),
    ThemeState.INTRODUCTION: frozenset({ThemeState.ANSWERING}),
    ThemeState.ANSWERING: frozenset({ThemeState.REVEALED}),
    ThemeState.REVEALED: frozenset({ThemeState.REOPENED}),
    ThemeState.REOPENED: frozenset({ThemeState.REVEALED}),
}
