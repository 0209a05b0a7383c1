"""What each role is there for, in one sentence: read by who gives it and by who is asked to take it."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from ..enums import Role

TASKS: dict[Role, "LazyText | str"] = {
    Role.ADMINISTRATOR: _(
        "Invites colleagues, chooses the house style and the settings, and keeps an eye on the log."
    ),
    Role.COORDINATOR: _("Plans group sessions, invites the parties and follows what was agreed."),
    Role.MANAGER: _("Follows the improvement agenda and reads the reports."),
    Role.READER: _("Reads along: sees sessions and agreements, and changes nothing."),
    Role.PROTECTION_OFFICER: _("Reads the log and guards how long data are kept. Sees no sessions."),
}


def tasks_of(role: Role) -> str:
    """Return what somebody in this role does."""
    return str(TASKS[role])
