"""Pages that explain the product; each stands on the platform and in every municipality."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.generic import TemplateView

from catalogue.wording import OFFICIAL_LANGUAGE, is_official
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from .glossary import by_letter, glossary
from .offices import BY_SLUG, ROLES
from .seen import remember
from .story import STORY
from .tours import TOURS

LONGEST_SEARCH = 100


class Explained(GuardedView, TemplateView):
    """A page for everybody; its links stay inside the municipality one is in."""

    abstract = True
    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    def address(self, name: str, **parts: str) -> str:
        if self.request.municipality is None:
            return reverse(name, kwargs=parts)
        return reverse(f"explained:{name}", kwargs={"gemeente": self.request.municipality.slug, **parts})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = [(role, self.address("how_it_works_role", rol=role.slug)) for role in ROLES]
        return super().get_context_data(
            roles=roles,
            how_url=self.address("how_it_works"),
            glossary_url=self.address("glossary"),
            **kwargs,
        )


class HowItWorks(Explained):
    """The whole story, and the way to one's own role."""

    template_name = "explained/how_it_works.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(story=STORY, **kwargs)


class HowItWorksForRole(Explained):
    """What one role does, in five steps."""

    template_name = "explained/role.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        role = BY_SLUG.get(self.kwargs["rol"])
        if role is None:
            raise Http404
        return super().get_context_data(role=role, **kwargs)


class Glossary(Explained):
    """All words that need explaining; the search works without a script too."""

    template_name = "explained/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sought = self.request.GET.get("zoek", "").strip()[:LONGEST_SEARCH]
        language = get_language() or OFFICIAL_LANGUAGE
        entries = glossary(language=language, sought=sought)
        return super().get_context_data(
            letters=by_letter(entries),
            count=len(entries),
            sought=sought,
            is_official=is_official(language),
            **kwargs,
        )


class TourSeen(GuardedView):
    """Remembers that somebody skipped or finished a tour; looking at one changes nothing."""

    permission = Permission.ANYONE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tour = TOURS.get(request.POST.get("rondleiding", ""))
        if tour is not None:
            remember(request, tour)
        back = request.POST.get("terug", "")
        if not back:
            return HttpResponse(status=204)
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(back if is_ours else reverse("home"))
