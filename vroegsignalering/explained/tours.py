"""The tours: which page each belongs to, for whom, and what its cards point at."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from municipalities.permissions import Permission
from sessions.enums import SessionState

PREPARED = frozenset({SessionState.PLANNED, SessionState.OPEN})
ALIVE = PREPARED | {SessionState.RUNNING}


@dataclass(frozen=True)
class Card:
    """One card; `target` is the id of what it points at, which need not be on the page yet."""

    target: str
    title: LazyText
    text: LazyText


@dataclass(frozen=True)
class Tour:
    """A few cards about one page; `role` is the longer story.

    `needs` is the right of who it is for, `beside` what the page must show for it to make sense, `states`
    those of the session in which it does.
    """

    name: str
    page: str
    role: str
    cards: tuple[Card, ...]
    needs: Permission | None = None
    beside: str = ""
    states: frozenset[SessionState] = frozenset()


SESSIONS = Tour(
    "sessies",
    "group_sessions:list",
    "coordinator",
    (
        Card(
            "coming",
            _("Here are your sessions"),
            _("Each session has its own card. Open it to prepare the session step by step."),
        ),
        Card(
            "heading-action",
            _("Plan your first session"),
            _("It takes about ten minutes. You can change everything later, and try it as a rehearsal."),
        ),
        Card(
            "main-menu",
            _("Then follow the agreements"),
            _("What a table agrees on, appears in the improvement agenda by itself."),
        ),
    ),
    needs=Permission.PLAN_SESSIONS,
)
PLAN = Tour(
    "voorbereiden",
    "group_sessions:detail",
    "coordinator",
    (
        Card(
            "next",
            _("What you still need to do"),
            _("What comes next is on top. All other steps are one tap away."),
        ),
        Card(
            "parties",
            _("Who comes to the table"),
            _("Here you see the parties and their people. Change them at any moment before the session."),
        ),
        Card(
            "about-session",
            _("Code, facilitator and plan"),
            _("The code works when the doors are open. The facilitator opens them, or you do."),
        ),
    ),
    needs=Permission.PLAN_SESSIONS,
    states=PREPARED,
)
CONSOLE = Tour(
    "gesprek-leiden",
    "live:console",
    "gespreksleider",
    (
        Card(
            "console-steps",
            _("The steps of the session"),
            _("You always see where you are. You can show an earlier theme again."),
        ),
        Card(
            "console-title",
            _("What to say and what to do"),
            _("In the middle is a text that you can read aloud. Use your own words if you like."),
        ),
        Card(
            "console-next",
            _("One big button"),
            _("It always does the next step. Nothing happens on the big screen until you press."),
        ),
        Card(
            "console-side",
            _("What the table agrees"),
            _("Type action points here while people speak. The owner says yes on the phone."),
        ),
    ),
    states=ALIVE,
)
PHONE = Tour(
    "meedoen",
    "live:seat",
    "deelnemer",
    (
        Card(
            "main",
            _("This page keeps up by itself"),
            _(
                "You don't need to refresh. As soon as the facilitator opens a theme, its statements appear"
                " here."
            ),
        ),
        Card(
            "what-happens",
            _("A figure from 0 to 10"),
            _("Choose what fits your organisation. Don't you know? Then say so: that is an answer too."),
        ),
        Card(
            "who-sees",
            _("Nobody looks over your shoulder"),
            _("Others see your answer only when the facilitator shows all answers together."),
        ),
    ),
    beside="page",
    states=ALIVE,
)
AGENDA = Tour(
    "agenda",
    "agenda:list",
    "manager",
    (
        Card(
            "agenda-counts",
            _("How it is going, in four figures"),
            _("Too late means that the date has passed. Stuck is what the owner says."),
        ),
        Card(
            "agenda-filters",
            _("Find what needs your attention"),
            _("Show what is too late, stuck or without owner. Or choose a session or an organisation."),
        ),
        Card(
            "agenda-points",
            _("Open a point"),
            _("There you read what happened, and you can write down how it is going now."),
        ),
    ),
    needs=Permission.VIEW_AGENDA,
)

TOURS = {tour.name: tour for tour in (SESSIONS, PLAN, CONSOLE, PHONE, AGENDA)}
BY_PAGE = {tour.page: tour for tour in TOURS.values()}
