"""What every page knows: the municipality it stands in and what this person may see there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .access import membership_of
from .permissions import Permission


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the municipality, the membership and the permissions by name, for templates."""
    municipality = getattr(request, "municipality", None)
    membership = None
    if municipality is not None and hasattr(request, "user"):
        membership = membership_of(request, today=timezone.localdate())
    held = membership.permissions() if membership else frozenset()
    return {
        "municipality": municipality,
        "membership": membership,
        "may": {permission.name.lower(): permission in held for permission in Permission},
        "demo": settings.DEMO,
    }
