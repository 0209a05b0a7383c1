"""Times of day on the phone."""

from datetime import datetime

from django import template

from live.seat_lines import clock_time

register = template.Library()


@register.filter
def clock(at: datetime) -> str:
    """Return a time of day as people write it: 14.32 in Dutch, 14:32 in English."""
    return clock_time(at)
