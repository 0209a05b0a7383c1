"""The pages of platform staff: which municipalities there are, and what the platform knows of each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from common.pages import pages_of
from common.tenancy import tenant

from ..enums import Role
from ..export.making import latest_export, order_export, progress_of
from ..models import Invitation, Membership, Municipality, RegionMember, RemovedMunicipality, Succession
from ..permissions import Permission
from .access import PlatformView
from .figures import figures
from .forms import FoundForm, MunicipalityForm, add_errors
from .founding import TIME_ZONES, change_municipality, facts_of, found_municipality
from .removal import why_not_yet
from .succession import names_of

SHORT_LIST = 12
"""So many municipalities are found at a glance; above it one can search."""


class Municipalities(PlatformView, TemplateView):
    """All municipalities with their state and how many people and sessions they have; `?zoek=` finds some."""

    permission = Permission.RUN_PLATFORM
    template_name = "platform/municipalities.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = figures(today=timezone.localdate())
        sought = self.request.GET.get("zoek", "").strip()[:120]
        by_name = (
            Q(name__icontains=sought) | Q(slug__icontains=sought) | Q(cbs_code__icontains=sought)
            if sought
            else Q()
        )
        pages = pages_of(
            Municipality.objects.filter(by_name).prefetch_related("successions__successor"), self.request.GET
        )
        rows = list(pages["page_obj"].object_list)
        for row in rows:
            row.figures = counted.get(row.pk, {})  # type: ignore[attr-defined]
        return super().get_context_data(
            municipalities=rows,
            sought=sought,
            may_search=bool(sought) or pages["page_obj"].paginator.count > SHORT_LIST,
            removed=RemovedMunicipality.objects.all(),
            **pages,
            **kwargs,
        )


class PlatformFormView(PlatformView, FormView):
    """A form of staff; what a verb refuses stands at its field, and what was typed stays."""

    abstract = True
    permission = Permission.RUN_PLATFORM

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return self.carry_out(form)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def carry_out(self, form: Form) -> HttpResponse:
        raise NotImplementedError


class FoundMunicipality(PlatformFormView):
    """A new municipality."""

    permission = Permission.RUN_PLATFORM
    form_class = FoundForm
    template_name = "platform/found.html"

    def carry_out(self, form: Form) -> HttpResponse:
        assert isinstance(form, FoundForm)
        data = form.cleaned_data
        made = found_municipality(
            facts=form.facts(slug=data["slug"]),
            administrator=data["administrator"],
            administrator_name=data["administrator_name"],
            invited_by=self.person,
            terms=form.chosen_terms(),
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request,
            _("%(name)s is there. %(email)s gets an invitation.")
            % {"name": made.name, "email": data["administrator"]},
        )
        return redirect("platform:municipality", pk=made.pk)


class OneMunicipality(PlatformView):
    """A page about one municipality; what it asks, it asks inside it."""

    abstract = True
    permission = Permission.RUN_PLATFORM

    @cached_property
    def municipality(self) -> Municipality:
        return get_object_or_404(Municipality, pk=self.kwargs["pk"])

    def to_municipality(self) -> HttpResponse:
        return redirect("platform:municipality", pk=self.municipality.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Not `municipality`: the frame would take the page for one of its own.
        return super().get_context_data(one=self.municipality, **kwargs)  # type: ignore[misc]


class MunicipalityDetail(OneMunicipality, TemplateView):
    """What the platform knows of one municipality, and what it can do with it."""

    permission = Permission.RUN_PLATFORM
    template_name = "platform/municipality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, today = self.municipality, timezone.localdate()
        with tenant(one):
            administrators = Membership.objects.current(today=today).filter(
                municipality=one, role=Role.ADMINISTRATOR
            )
            waiting = Invitation.objects.waiting(now=timezone.now()).filter(
                municipality=one, role=Role.ADMINISTRATOR
            )
            export = latest_export(one)
            context = {
                "members": list(RegionMember.objects.filter(municipality=one)),
                "administrators": administrators.values("user").distinct().count(),
                "invited": waiting.count(),
                "export": export,
                "export_progress": progress_of(export) if export else 0,
                "clock": TIME_ZONES.get(one.time_zone, one.time_zone),
                "why_not_yet": why_not_yet(one, user=self.person, today=today),
            }
        going = list(Succession.objects.filter(predecessor=one).select_related("successor"))
        context["going"] = going
        context["goes_on_as"] = names_of([row.successor for row in going])
        context["coming"] = list(Succession.objects.filter(successor=one).select_related("predecessor"))
        context["figures"] = figures(today=today).get(one.pk, {})
        return super().get_context_data(**context, **kwargs)


class ChangeMunicipality(OneMunicipality, PlatformFormView):
    """Change what the platform knows of a municipality."""

    permission = Permission.RUN_PLATFORM
    form_class = MunicipalityForm
    template_name = "platform/change.html"

    def get_initial(self) -> dict[str, Any]:
        with tenant(self.municipality):
            return MunicipalityForm.initial_of(facts_of(self.municipality))

    def carry_out(self, form: Form) -> HttpResponse:
        assert isinstance(form, MunicipalityForm)
        changed = change_municipality(
            self.municipality,
            facts=form.facts(slug=self.municipality.slug),
            actor=self.actor,
            now=timezone.now(),
        )
        if changed:
            messages.success(self.request, _("Saved."))
        else:
            messages.info(self.request, _("Nothing was different. Nothing was changed."))
        return self.to_municipality()


class OrderExport(OneMunicipality):
    """Have everything of a municipality put in a file, for its administrators."""

    permission = Permission.RUN_PLATFORM
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        with tenant(self.municipality):
            order_export(self.municipality, user=self.person, actor=self.actor, now=timezone.now())
        messages.success(
            request, _("The file is being made. The administrators get an e-mail when it is ready.")
        )
        return self.to_municipality()
