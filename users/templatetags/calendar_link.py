"""The link to one's own calendar, on the page of one's account."""

from django import template

from users import calendar_link
from users.models import User

register = template.Library()


@register.simple_tag
def calendar_address(user: User) -> str:
    """Return the full address that a calendar program follows."""
    return calendar_link.calendar_address(user)
