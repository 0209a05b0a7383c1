"""What an invitation costs in time and how long names are kept, in words."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.retention import category_named
from municipalities.privacy.page import months_in_words
from municipalities.privacy.retaining import term_of

from .models import GroupSession

if TYPE_CHECKING:
    from municipalities.models import Municipality

HOUR = 60


def takes(session: GroupSession) -> str:
    """Return how long a session lasts, as people say it: 2 hours, 1 hour and 30 minutes."""
    hours, minutes = divmod(session.duration_minutes, HOUR)
    in_hours = ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    in_minutes = ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    if not minutes:
        return in_hours
    return (
        _("%(hours)s and %(minutes)s") % {"hours": in_hours, "minutes": in_minutes} if hours else in_minutes
    )


def kept_for(municipality: "Municipality") -> str:
    """Return how long the names of participants are kept after a session."""
    return months_in_words(term_of(municipality, category_named("participants")))
