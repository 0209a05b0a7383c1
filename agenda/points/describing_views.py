"""A view per change of what stands with an action point, and the page that merges two."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from common.revisions import typed_revision, whole_number
from municipalities.permissions import Permission

from ..models import ENDED, ActionPoint
from . import describing, helping
from .alike import alike_with
from .describing_forms import (
    EffectForm,
    HelpersForm,
    LinksForm,
    NextStepForm,
    PriorityForm,
)
from .forms import ActionForm
from .merging import merge_actions
from .refusals import ActionRefused, StaleAction
from .views import ActionPage, ChangePage


class ChangeHelpers(ChangePage):
    form_class = HelpersForm

    def change(self, form: ActionForm) -> None:
        assert isinstance(form, HelpersForm)
        helping.set_helpers(self.object, helpers=form.chosen, **self.by)


class ChangeNextStep(ChangePage):
    form_class = NextStepForm

    def change(self, form: ActionForm) -> None:
        describing.plan_next_step(self.object, **form.cleaned_data, **self.by)


class ChangeEffect(ChangePage):
    form_class = EffectForm

    def change(self, form: ActionForm) -> None:
        describing.say_resident_effect(self.object, **form.cleaned_data, **self.by)


class ChangeLinks(ChangePage):
    form_class = LinksForm

    def change(self, form: ActionForm) -> None:
        said = {"remove": [], **form.cleaned_data}
        describing.change_links(
            self.object,
            address=said["address"],
            label=said["label"],
            remove=[int(pk) for pk in said["remove"]],
            **self.by,
        )


class ChangePriority(ChangePage):
    form_class = PriorityForm

    def change(self, form: ActionForm) -> None:
        describing.set_priority(self.object, **form.cleaned_data, **self.by)


class MergeForm(PlainForm, forms.Form):
    """Letters to look for among the open action points."""

    mark_optional = False
    zoek = forms.CharField(label=_("Look for words"), max_length=100, required=False)


class MergePage(ActionPage):
    """Choose the action point in which this one goes on; looking changes nothing."""

    permission = Permission.EDIT_AGENDA
    template_name = "agenda/merge.html"

    @cached_property
    def search(self) -> MergeForm:
        form = MergeForm(self.request.GET)
        form.is_valid()
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen = whole_number(request.POST.get("into", ""))
        points = ActionPoint.objects.filter(municipality=request.municipality)
        into = points.filter(pk=chosen).select_related("session").first()
        if into is None:
            return self.ask(refusal=_("Choose an action point first."), status=422)
        try:
            merge_actions(
                self.object,
                into=into,
                actor=self.actor,
                author=str(request.user),
                expected_revision=typed_revision(request),
                now=timezone.now(),
            )
        except ActionRefused as refused:
            self.object.refresh_from_db()
            status = 409 if isinstance(refused, StaleAction) else 422
            return self.ask(refusal=refused.words, chosen=chosen, status=status)
        messages.success(request, _("Merged. What happened to both stands below."))
        place = {"gemeente": request.municipality.slug, "pk": into.pk}
        response = HttpResponseRedirect(reverse("agenda:detail", kwargs=place))
        response.status_code = 303
        return response

    def ask(self, *, refusal: Any = "", chosen: int = 0, status: int = 200) -> HttpResponse:
        action, words = self.object, getattr(self.search, "cleaned_data", {}).get("zoek", "")
        is_open = action.status not in ENDED
        context = {
            "action": action,
            "is_open": is_open,
            "found": alike_with(action, containing=words) if is_open else [],
            "search": self.search,
            "words": words,
            "chosen": chosen,
            "refusal": refusal,
        }
        return render(self.request, self.template_name, context, status=status)
