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
    MANAGE_MEMBERS = "manage members"
    MANAGE_SETTINGS = "manage settings"
    EDIT_ADDRESS_BOOK = "edit address book"
    READ_LOG = "read log"
    GUARD_PRIVACY = "guard privacy"
    RUN_PLATFORM = "run platform"
    LEAD_SESSION = "lead session"
    ANSWER_FOR_PARTY = "answer for party"
    WATCH_SCREEN = "watch screen"


CHANGES = frozenset({Permission.PLAN_SESSIONS, Permission.EDIT_AGENDA})
"""Rights to change and nothing more: no page tells of them where nothing can be changed."""

P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            P.VIEW_SESSIONS,
            P.EDIT_HOUSE_STYLE,
            P.MANAGE_MEMBERS,
            P.MANAGE_SETTINGS,
            P.EDIT_ADDRESS_BOOK,
            P.READ_LOG,
            P.GUARD_PRIVACY,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            P.VIEW_SESSIONS,
            P.PLAN_SESSIONS,
            P.VIEW_AGENDA,
            P.EDIT_AGENDA,
            P.VIEW_REPORTS,
            P.EDIT_ADDRESS_BOOK,
        }
    ),
    Role.MANAGER: frozenset({P.VIEW_SESSIONS, P.VIEW_AGENDA, P.EDIT_AGENDA, P.VIEW_REPORTS}),
    Role.READER: frozenset({P.VIEW_SESSIONS, P.VIEW_AGENDA}),
    Role.PROTECTION_OFFICER: frozenset({P.READ_LOG, P.GUARD_PRIVACY}),
}
"""Rights inside a municipality. Leading, answering and watching come from a seat in one session only, and
running the platform from an appointment as its staff, which gives nothing inside a municipality."""
