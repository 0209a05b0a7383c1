"""How long a municipality keeps things: terms, what would go tonight, and what must be kept for now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from common.retention import Category, UnknownCategory, category_named

from ..access import GuardedView
from ..models import LegalHold
from ..permissions import Permission
from .holds import lift_hold, place_hold
from .page import months_in_words
from .retaining import last_run, outlook, set_term, term_of
from .retention_forms import HoldForm, TermForm
from .retention_words import rows_in_words, run_in_words


class Retention(GuardedView, TemplateView):
    """Each category with its term and what would go at the next run; a dry run in words."""

    permission = Permission.GUARD_PRIVACY
    template_name = "municipalities/retention.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        municipality = self.request.municipality
        shown = [
            {
                "one": one,
                "term": one.category.fixed or months_in_words(one.months),
                "rows": rows_in_words(one.rows),
            }
            for one in outlook(municipality, today=timezone.localdate())
        ]
        run = last_run(municipality)
        return super().get_context_data(
            categories=shown,
            total=sum(row["one"].total for row in shown if not row["one"].hold),
            holds=[
                (hold, _label_of(hold.category))
                for hold in LegalHold.objects.filter(municipality=municipality).binding()
            ],
            last_run=run,
            last_done=run_in_words(run.reason) if run else "",
            **kwargs,
        )


def _label_of(category: str) -> str:
    if not category:
        return _("Everything")
    try:
        return str(category_named(category).label)
    except UnknownCategory:
        return category


class GuardedForm(GuardedView, FormView):
    """A form of who guards the privacy here; wrong input gives the page again, with what was typed."""

    abstract = True
    permission = Permission.GUARD_PRIVACY

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def back(self) -> HttpResponse:
        return redirect("municipalities:retention", gemeente=self.request.municipality.slug)


class ChangeTerm(GuardedForm):
    """The term of one category; a fixed one is nobody's to change."""

    permission = Permission.GUARD_PRIVACY
    form_class = TermForm
    template_name = "municipalities/retention_term.html"

    @cached_property
    def category(self) -> Category:
        try:
            found = category_named(self.kwargs["category"])
        except UnknownCategory as error:
            raise Http404 from error
        if found.fixed:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "category": self.category}

    def get_initial(self) -> dict[str, Any]:
        return {"months": term_of(self.request.municipality, self.category)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(category=self.category, **kwargs)

    def form_valid(self, form: TermForm) -> HttpResponse:
        months = form.cleaned_data["months"]
        set_term(
            municipality=self.request.municipality,
            category=self.category.name,
            months=months,
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(
            self.request,
            _("The term is saved. It holds from the next night on."),
        )
        return self.back()


class PlaceHold(GuardedForm):
    """Keep everything, or one category, until further notice."""

    permission = Permission.GUARD_PRIVACY
    form_class = HoldForm
    template_name = "municipalities/place_hold.html"

    def form_valid(self, form: HoldForm) -> HttpResponse:
        place_hold(
            municipality=self.request.municipality,
            category=form.cleaned_data["category"],
            reason=form.cleaned_data["reason"],
            actor=self.actor,
            now=timezone.now(),
        )
        messages.success(self.request, _("From now on nothing of it is removed, until you lift the hold."))
        return self.back()


class LiftHold(GuardedView, TemplateView):
    """Ask whether a hold may end, and end it."""

    permission = Permission.GUARD_PRIVACY
    template_name = "components/confirm_page.html"

    @cached_property
    def hold(self) -> LegalHold:
        return get_object_or_404(LegalHold, pk=self.kwargs["hold"], municipality=self.request.municipality)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        retention = redirect("municipalities:retention", gemeente=self.request.municipality.slug).url
        return super().get_context_data(
            title=_("Lift this legal hold?"),
            text=_(
                "“%(reason)s”. From the next night on, what is past its term is removed again. "
                "That can’t be undone."
            )
            % {"reason": self.hold.reason},
            label=_("Lift the hold"),
            cancel_url=retention,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.hold.lifted_at is not None:
            return redirect("municipalities:retention", gemeente=request.municipality.slug)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lift_hold(self.hold, actor=self.actor, now=timezone.now())
        messages.success(request, _("The legal hold is lifted."))
        return redirect("municipalities:retention", gemeente=request.municipality.slug)
