"""What the facilitator says and does in each phase, ready to be read aloud."""

from enum import StrEnum

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from sessions.enums import SessionState, ThemeState
from sessions.models import GroupSession


class Phase(StrEnum):
    """Where the facilitator is; one phase has one text and one big button."""

    PLANNED = "planned"
    WELCOME = "welcome"
    INTRODUCTION = "introduction"
    ANSWERING = "answering"
    REVEALED = "revealed"
    REOPENED = "reopened"
    WRAP_UP = "wrap_up"
    PAUSED = "paused"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_BY_STATE = {
    SessionState.PLANNED: Phase.PLANNED,
    SessionState.OPEN: Phase.WELCOME,
    SessionState.CLOSED: Phase.CLOSED,
    SessionState.ARCHIVED: Phase.CLOSED,
    SessionState.CANCELLED: Phase.CANCELLED,
}
_BY_THEME = {
    ThemeState.WAITING: Phase.INTRODUCTION,
    ThemeState.INTRODUCTION: Phase.INTRODUCTION,
    ThemeState.ANSWERING: Phase.ANSWERING,
    ThemeState.REVEALED: Phase.REVEALED,
    ThemeState.REOPENED: Phase.REOPENED,
}


def phase_of(session: GroupSession) -> Phase:
    """Return the phase a session is in."""
    state = SessionState(session.state)
    if state != SessionState.RUNNING:
        return _BY_STATE[state]
    if session.paused_at is not None:
        return Phase.PAUSED
    if session.in_wrap_up or session.current is None:
        return Phase.WRAP_UP
    return _BY_THEME[ThemeState(session.current.state)]


SAY: dict[Phase, LazyText | str] = {
    Phase.WELCOME: _(
        "Welcome. Please take your phone. Scan the QR code on your name card, or use the code on the screen. "
        "Do you see the name of your organisation? Then you are ready."
    ),
    Phase.INTRODUCTION: _(
        "I will first read to you what this theme is about. After that, everybody answers the statements on "
        "their own phone."
    ),
    Phase.ANSWERING: _(
        "Answer the statements on your own phone, without consulting each other. There is no right or wrong: "
        "it is about the talk that follows. You will see each other's answers as soon as I show them."
    ),
    Phase.REVEALED: _(
        "These are the answers. A low figure is not a failure: it shows where we can begin. We first discuss "
        "the statement on which we differ most."
    ),
    Phase.REOPENED: _(
        "Do you see it differently after this talk? Then give a new answer now. Your first answer stays."
    ),
    Phase.WRAP_UP: _(
        "This is what we agreed on. Is it correct? Does every action point have an owner and a date? "
        "And when do we meet again?"
    ),
    Phase.PAUSED: _(
        "We stop here for now. Your answers and what we agreed are kept. We go on later from here."
    ),
    Phase.CLOSED: _("Thank you all. The report is being made now, and what we agreed is in the agenda."),
}
SAY_OVERALL: dict[Phase, LazyText | str] = {
    Phase.INTRODUCTION: _(
        "We begin with one figure for the whole: how well do we prevent debts together? You give your own "
        "answer, without consulting each other."
    ),
    Phase.ANSWERING: _(
        "Give one figure on your own phone. There is no right or wrong. You will see each other's answers as "
        "soon as I show them."
    ),
    Phase.REVEALED: _(
        "This is how we see it together today. What do you notice? Then we go to the first theme."
    ),
}
DO: dict[Phase, LazyText | str] = {
    Phase.PLANNED: _(
        "Turn on the big screen and put the name cards on the table. Is everybody about to come in? Open the "
        "doors: from then on people can join with their phone."
    ),
    Phase.PAUSED: _(
        "Go on in a moment, or on another day: everything is kept. For another day, agree on it with the "
        "table and close this page. You find this session again on your first page."
    ),
    Phase.CANCELLED: _("This session was cancelled. Nobody can join it any more."),
}
