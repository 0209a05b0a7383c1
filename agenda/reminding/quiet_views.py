"""The days on which nobody is mailed about the agenda: shown, added and taken away."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..models import QuietPeriod
from .holidays import quiet_holidays
from .quiet import (
    QuietRefused,
    add_quiet_period,
    remove_quiet_period,
    was_removed,
)
from .quiet_forms import QuietForm

A_YEAR = timedelta(days=365)


class QuietPeriods(GuardedView):
    """What is planned, the holidays that count by themselves, and a form for more."""

    permission = Permission.EDIT_AGENDA

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(QuietForm(municipality=request.municipality))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = QuietForm(request.POST, municipality=request.municipality)
        if not form.is_valid():
            return self.page(form, status=422)
        said = {"actor": self.actor, "today": self.today, "now": timezone.now()}
        try:
            add_quiet_period(request.municipality, **form.cleaned_data, **said)
        except QuietRefused as refused:
            form.add_error(refused.field, refused.words)
            return self.page(form, status=422)
        except ValidationError as refused:
            form.add_error("name", refused)
            return self.page(form, status=422)
        messages.success(request, _("Saved. Nobody is mailed about the agenda on these days."))
        return see(request)

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    def page(self, form: QuietForm, *, status: int = 200) -> HttpResponse:
        periods = QuietPeriod.objects.filter(
            municipality=self.request.municipality, until_date__gte=self.today
        )
        context = {
            "form": form,
            "periods": periods.select_related("organisation"),
            "holidays": holidays_ahead(self.today, language=translation.get_language() or "nl"),
        }
        return render(self.request, "agenda/quiet.html", context, status=status)


class RemoveQuietPeriod(GuardedView, TemplateView):
    """Ask whether people may be mailed on these days after all, and take the period away."""

    permission = Permission.EDIT_AGENDA
    template_name = "components/confirm_page.html"

    @cached_property
    def period(self) -> QuietPeriod | None:
        """Return the period, or nothing when somebody took it away; raises `Http404` for one of elsewhere."""
        own = {"municipality": self.request.municipality}
        found = QuietPeriod.objects.filter(**own, pk=self.kwargs["period"]).select_related("municipality")
        if period := found.first():
            return period
        if was_removed(self.request.municipality, self.kwargs["period"]):
            return None
        raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs) if self.period else gone(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Remove “%(name)s”?") % {"name": self.period},
            text=_("On these days people are mailed about the agenda again. What waited goes out first."),
            label=_("Remove"),
            cancel_url=page_of(self.request),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.period is None:
            return gone(request)
        remove_quiet_period(self.period, actor=self.actor, now=timezone.now())
        messages.success(request, _("Removed."))
        return see(request)


def holidays_ahead(today: date, *, language: str) -> list[tuple[date, str]]:
    """Return the holidays of the coming year on which no mail goes, with their names."""
    days = [
        *quiet_holidays(today.year, language=language),
        *quiet_holidays(today.year + 1, language=language),
    ]
    return [(day, name) for day, name in days if today <= day < today + A_YEAR]


def page_of(request: HttpRequest) -> str:
    """Return the address of the page with all periods."""
    return reverse("agenda:quiet", kwargs={"gemeente": request.municipality.slug})


def see(request: HttpRequest) -> HttpResponse:
    """Go to the page with all periods."""
    response = redirect(page_of(request))
    response.status_code = 303
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """Say that this period is not there (any more), and go to the page with all of them."""
    messages.info(request, _("This quiet period has been removed already."))
    return see(request)
