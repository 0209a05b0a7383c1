"""Keep a choice of the agenda under a name, and remove it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..points.refusals import ActionRefused
from .filter import Choice
from .filter_forms import FilterForm
from .list_views import BOARD, TIMELINE, VIEW
from .saved_filters import remove_filter, save_filter, saved_of

LONGEST_QUERY = 1000


class SaveFilter(GuardedView):
    """Keep the choice that the page shows; only what exists in it is kept."""

    permission = Permission.VIEW_AGENDA

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        query = shown_query(request)
        try:
            row = save_filter(
                request.user,
                municipality=request.municipality,
                name=request.POST.get("naam", ""),
                query=query,
            )
        except ActionRefused as refused:
            messages.error(request, refused.words)
        else:
            messages.success(request, _("Kept as “%(name)s”.") % {"name": row.name})
        return back_to(request, query)


class RemoveFilter(GuardedView):
    """Remove a choice of one's own; of somebody else's nothing is there."""

    permission = Permission.VIEW_AGENDA

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is None:
            own = saved_of(self.request.user, municipality=self.request.municipality)
            if self.kwargs["pk"] not in {row.pk for row in own}:
                raise Http404
        return refusal

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        name = remove_filter(request.user, municipality=request.municipality, pk=pk)
        messages.success(request, _("“%(name)s” has been removed.") % {"name": name})
        return back_to(request, shown_query(request))


def posted_choice(request: HttpRequest) -> Choice:
    """Return the choice that a posted form came from, as far as it exists."""
    return FilterForm(_asked(request), municipality=request.municipality, user=request.user).choice


def shown_query(request: HttpRequest) -> str:
    """Return the choice that a posted form came from as an address says it, in its view."""
    view, query = _asked(request).get(VIEW, ""), posted_choice(request).query
    return f"{VIEW}={view}&{query}".strip("&") if view in {BOARD, TIMELINE} else query


def _asked(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("keuze", "")[:LONGEST_QUERY])


def back_to(request: HttpRequest, query: str) -> HttpResponse:
    """Return the way back to the agenda with a choice."""
    response = HttpResponseRedirect(f"{reverse('agenda:list', args=[request.municipality.slug])}?{query}")
    response.status_code = 303
    return response
