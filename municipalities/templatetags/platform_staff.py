"""Whether who looks runs the platform; asked by the one page that shows the way there."""

from typing import Any

from django import template
from django.utils import timezone

from municipalities.platform.staff import is_staff

register = template.Library()


@register.simple_tag(takes_context=True)
def runs_platform(context: dict[str, Any]) -> bool:
    """Return whether this person may enter the pages of the platform, but for the second step."""
    return is_staff(context["request"].user, today=timezone.localdate())
