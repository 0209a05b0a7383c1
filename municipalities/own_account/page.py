"""What the sign-in page says about the account of the municipality that somebody is on the way to."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from common.tenancy import tenant

from ..models import Municipality
from ..naming import named
from .settings import provider_in_use
from .wall import confined_to


def own_sign_in_of(request: HttpRequest, municipality: Municipality | None) -> Any:
    """Return the provider behind the button, and where a sign-in holds already; looked up when shown."""
    return SimpleLazyObject(lambda: _on_the_way(request, municipality))


def _on_the_way(request: HttpRequest, municipality: Municipality | None) -> dict[str, Any]:
    confined = confined_to(request) if request.path.startswith(reverse("account_login")) else None
    holds_at: list[Municipality] = []
    if confined and (municipality is None or municipality.slug not in confined):
        holds_at = list(Municipality.objects.filter(slug__in=confined))
    said = {"holds_at": holds_at, "names": ", ".join(one.name for one in holds_at)}
    if municipality is None:
        return said
    with tenant(municipality):
        provider = provider_in_use(municipality)
    asked = request.GET.get("next") or request.POST.get("next") or ""
    return {
        **said,
        "provider": provider,
        "slug": municipality.slug,
        "host": named(municipality),
        "next": asked,
    }
