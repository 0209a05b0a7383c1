"""What every page knows: the municipality it stands in and what this person may see there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .access import memberships_of, permissions_of
from .destination import municipality_of_sign_in
from .house_style.look import look_of
from .own_account.page import own_sign_in_of
from .permissions import CHANGES, Permission


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the municipality, its look, the membership and the permissions by name, for templates."""
    municipality = getattr(request, "municipality", None)
    dressed = municipality or municipality_of_sign_in(request)
    memberships = []
    if municipality is not None and hasattr(request, "user"):
        memberships = memberships_of(request, today=timezone.localdate())
    held = permissions_of(memberships)
    if municipality is not None and municipality.is_suspended:
        held -= CHANGES
    if municipality is not None and municipality.has_gone_on:
        held -= {Permission.PLAN_SESSIONS}
    return {
        "municipality": municipality,
        "house_style": look_of(dressed) if dressed is not None else None,
        "membership": memberships[0] if memberships else None,
        "may": {permission.name.lower(): permission in held for permission in Permission},
        "demo": settings.DEMO,
        "own_sign_in": own_sign_in_of(request, dressed) if municipality is None else None,
    }
