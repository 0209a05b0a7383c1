"""What the pages of the phone say of a session: times of day, and when names come."""

from datetime import datetime

from django import template

from live.seat_lines import clock_time
from sessions import names
from sessions.models import GroupSession

register = template.Library()


@register.filter
def clock(at: datetime) -> str:
    """Return a time of day as people write it: 14.32 in Dutch, 14:32 in English."""
    return clock_time(at)


@register.filter
def names_come_later(session: GroupSession) -> bool:
    """Return whether names stay away until after the talk, in every theme that is still to be shown."""
    return names.names_come_later(session)
