"""What may be done, and by which role: one enum and one table, read by every view."""

import enum

from .enums import Role


class Permission(enum.Enum):
    """One right; every view names exactly one."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    VIEW_SESSIONS = "view sessions"
    PLAN_SESSIONS = "plan sessions"
    VIEW_AGENDA = "view agenda"
    EDIT_AGENDA = "edit agenda"
    VIEW_REPORTS = "view reports"
    EDIT_HOUSE_STYLE = "edit house style"
    LEAD_SESSION = "lead session"
    ANSWER_FOR_PARTY = "answer for party"
    WATCH_SCREEN = "watch screen"


P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset({P.VIEW_SESSIONS, P.EDIT_HOUSE_STYLE}),
    Role.COORDINATOR: frozenset(
        {P.VIEW_SESSIONS, P.PLAN_SESSIONS, P.VIEW_AGENDA, P.EDIT_AGENDA, P.VIEW_REPORTS}
    ),
    Role.MANAGER: frozenset({P.VIEW_SESSIONS, P.VIEW_AGENDA, P.EDIT_AGENDA, P.VIEW_REPORTS}),
    Role.READER: frozenset({P.VIEW_SESSIONS, P.VIEW_AGENDA}),
}
"""Rights inside a municipality. Leading, answering and watching come from a seat in one session only."""
