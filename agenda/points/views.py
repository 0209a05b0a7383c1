"""One action point with its history, and a view per change."""

from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..enums import ActionStatus, OwnersWord
from ..looking.overview import days_late, shifted_deadline, states_of
from ..models import ENDED, ActionPoint
from ..owners.load import points_of_owner
from ..owners.now import helpers_now, mark_owners
from ..owners.what_follows import what_follows
from . import assigning, describing, progress
from .forms import (
    ActionForm,
    DeadlineForm,
    DecisionForm,
    OwnerForm,
    ProgressForm,
    StatusForm,
    WordingForm,
)
from .history import in_words
from .merged import goes_on_in, merged_with
from .merging import first_agreed, last_told, whole_history
from .page_forms import both_versions, forms_of
from .refusals import ActionRefused, StaleAction

WITH = ("session", "owner_organisation", "theme", "municipality", "merged_into")


class ActionPage(GuardedView, DetailView):
    """One action point: everything, with its history in words; forms for who may change it."""

    permission = Permission.VIEW_AGENDA
    template_name = "agenda/detail.html"
    context_object_name = "action"

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def object(self) -> ActionPoint:  # type: ignore[override]
        points = ActionPoint.objects.filter(municipality=self.request.municipality).select_related(*WITH)
        return get_object_or_404(points, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, *, bound: ActionForm | None = None, status: int = 200, **more: Any) -> HttpResponse:
        action = self.object
        mark_owners([action], today=self.today)
        may_edit = self.may(Permission.EDIT_AGENDA)
        merged = merged_with(action)
        events = whole_history(action, merged)
        last = last_told(events)
        context = {
            "action": action,
            "states": states_of(action, on=self.today),
            "late": days_late(action, on=self.today),
            "shifted": shifted_deadline(action),
            "history": [(event, in_words(event)) for event in events],
            "last": last,
            "last_words": in_words(last) if last else "",
            "merged": merged,
            "goes_on_in": goes_on_in(action),
            "helpers": helpers_now(action),
            "first_agreed": first_agreed(events),
            "load": points_of_owner(action) if may_edit else 0,
            "forms": forms_of(action, bound=bound) if may_edit else {},
            "bound": bound,
            "is_open": action.status not in ENDED,
            "today": self.today,
            **more,
        }
        return render(self.request, self.template_name, context, status=status)


class ChangePage(ActionPage):
    """A change that was posted; what was typed stays when it is refused."""

    permission = Permission.EDIT_AGENDA
    http_method_names: ClassVar[list[str]] = ["post", "options"]
    form_class: type[ActionForm]
    done = _("Saved.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, action=self.object)
        if not form.is_valid():
            if typed_revision(request) != self.object.revision:
                return self.both(form)
            return self.page(bound=form, status=422)
        try:
            self.change(form)
        except StaleAction:
            return self.both(form)
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            self.object = self.as_it_is_now()
            return self.page(bound=form, status=422)
        return self.saved()

    def saved(self) -> HttpResponse:
        messages.success(self.request, " ".join(filter(None, [str(self.done), self.next])))
        place = {"gemeente": self.request.municipality.slug, "pk": self.object.pk}
        response = HttpResponseRedirect(reverse("agenda:detail", kwargs=place))
        response.status_code = 303
        return response

    def change(self, form: ActionForm) -> None:
        raise NotImplementedError

    @property
    def next(self) -> str:
        """Return what happens next, where a change makes something happen."""
        return ""

    def both(self, typed: ActionForm) -> HttpResponse:
        """Show what stands there now beside what was typed; sending it again is a choice."""
        self.object = self.as_it_is_now()
        versions = both_versions(typed, action=self.object)
        if not versions and typed.has_changed() and not any(typed[name].data for name in typed.remarks):
            # The same was wished by two people, or twice by one.
            return self.saved()
        form = self.form_class(self.request.POST, action=self.object)
        form.full_clean()
        form.add_error(None, StaleAction.words)
        last = self.object.events.last()
        said = {"versions": versions, "last_change": last, "last_words": in_words(last) if last else ""}
        return self.page(bound=form, status=409, **said)

    def as_it_is_now(self) -> ActionPoint:
        return ActionPoint.objects.select_related(*WITH).get(pk=self.object.pk)

    @property
    def by(self) -> dict[str, Any]:
        return {
            "actor": self.actor,
            "author": str(self.request.user),
            "expected_revision": typed_revision(self.request),
            "now": timezone.now(),
        }


class ReportProgress(ChangePage):
    form_class = ProgressForm
    done = _("Thank you. Your update has been added.")

    def change(self, form: ActionForm) -> None:
        said = form.cleaned_data
        word = OwnersWord(said["owners_word"]) if said["owners_word"] else None
        progress.report_progress(self.object, owners_word=word, text=said["text"], **self.by)


class ChangeStatus(ChangePage):
    form_class = StatusForm

    def change(self, form: ActionForm) -> None:
        said = dict(form.cleaned_data)
        progress.change_status(self.object, ActionStatus(said.pop("to")), **said, **self.by)

    @property
    def next(self) -> str:
        """Opened again, it is asked again; of any other step the owner hears nothing."""
        is_asked = self.object.status == ActionStatus.PROPOSED
        return what_follows(self.object, now=timezone.now()) if is_asked else ""


class ChangeDecision(ChangePage):
    form_class = DecisionForm

    def change(self, form: ActionForm) -> None:
        progress.change_decision(self.object, **form.cleaned_data, **self.by)


class ChangeDeadline(ChangePage):
    form_class = DeadlineForm

    def change(self, form: ActionForm) -> None:
        progress.change_deadline(self.object, **form.cleaned_data, today=self.today, **self.by)


class ChangeOwner(ChangePage):
    form_class = OwnerForm

    def change(self, form: ActionForm) -> None:
        said = form.cleaned_data
        assigning.assign_owner(
            self.object,
            owner_organisation=said["organisation"],
            owner_name=said["person"],
            owner_role=said["role"],
            owner_email=said["email"],
            **self.by,
        )

    @property
    def next(self) -> str:
        return what_follows(self.object, now=timezone.now())


class ChangeWording(ChangePage):
    form_class = WordingForm

    def change(self, form: ActionForm) -> None:
        describing.reword_action(self.object, what=form.cleaned_data["what"], **self.by)
