"""What every page knows: the municipality it stands in and what this person may see there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from .access import memberships_of, permissions_of
from .destination import municipality_of_sign_in
from .house_style.look import look_of
from .models import Municipality
from .own_account.page import own_sign_in_of
from .permissions import CHANGES, Permission


def dressed(request: HttpRequest, municipality: Municipality) -> Municipality:
    """Return the municipality with what only a page shows; asked once, and not for an answer without one."""
    if not hasattr(request, "_dressed"):
        request._dressed = Municipality.objects.dressed().get(pk=municipality.pk)
    return request._dressed


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the municipality, its look, the membership and the permissions by name, for templates."""
    municipality = getattr(request, "municipality", None)
    shown = municipality or municipality_of_sign_in(request)
    memberships = []
    if municipality is not None and hasattr(request, "user"):
        memberships = memberships_of(request, today=timezone.localdate())
    held = permissions_of(memberships)
    if municipality is not None and municipality.is_suspended:
        held -= CHANGES
    plans = municipality is not None and Permission.PLAN_SESSIONS in held
    if plans and dressed(request, municipality).has_gone_on:
        held -= {Permission.PLAN_SESSIONS}
    return {
        "municipality": municipality,
        "going_on_as": SimpleLazyObject(
            lambda: dressed(request, municipality).going_on_as if municipality else []
        ),
        "house_style": SimpleLazyObject(lambda: shown and look_of(dressed(request, shown))),
        "membership": memberships[0] if memberships else None,
        "may": {permission.name.lower(): permission in held for permission in Permission},
        "demo": settings.DEMO,
        "own_sign_in": own_sign_in_of(request, shown) if municipality is None else None,
    }
