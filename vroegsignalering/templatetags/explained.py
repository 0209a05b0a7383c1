"""Template tags of the tour: the tour of a page, and the way back to it."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse

from vroegsignalering.explained.seen import has_seen
from vroegsignalering.explained.tours import BY_PAGE, Tour

register = template.Library()

AGAIN = "rondleiding"


def tour_of(context: RequestContext) -> Tour | None:
    """Return the tour of the page that is being shown, for who it is meant."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    tour = BY_PAGE.get(match.view_name) if match else None
    if tour is None or (tour.needs and not (context.get("may") or {}).get(tour.needs.name.lower())):
        return None
    if tour.beside and not context.get(tour.beside):
        return None
    return tour if not tour.states or getattr(context.get("session"), "state", None) in tour.states else None


@register.inclusion_tag("explained/tour.html", takes_context=True)
def tour(context: RequestContext) -> dict[str, Any]:
    """Offer the tour of this page to who did not see it yet, or asked for it again."""
    found = tour_of(context)
    if found is None:
        return {}
    request = context["request"]
    again = AGAIN in request.GET
    if not again and has_seen(request, found):
        return {}
    municipality = context.get("municipality")
    return {"tour": found, "is_open": again, "back": request.path, "municipality": municipality}


@register.simple_tag(takes_context=True)
def tour_again(context: RequestContext) -> str:
    """Return the address that shows the tour of this page again; empty when it has none."""
    return f"{context['request'].path}?{AGAIN}#{AGAIN}" if tour_of(context) else ""


@register.simple_tag(takes_context=True)
def explained_url(context: RequestContext, name: str, role: str = "") -> str:
    """Return the address of an explaining page: inside the municipality one is in, else on the platform."""
    municipality = context.get("municipality")
    parts = {"rol": role} if role else {}
    if municipality is None:
        return reverse(name, kwargs=parts)
    return reverse(f"explained:{name}", kwargs={"gemeente": municipality.slug, **parts})
