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

from . import actions, progress
from .enums import ActionStatus, OwnersWord
from .forms import (
    ActionForm,
    DeadlineForm,
    OwnerForm,
    ProgressForm,
    StatusForm,
    WordingForm,
    forms_of,
)
from .history import in_words
from .list_views import row_of
from .models import ENDED, ActionPoint
from .owners_now import mark_owners
from .refusals import ActionRefused, StaleAction


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
        points = ActionPoint.objects.filter(municipality=self.request.municipality).select_related(
            "session", "owner_organisation", "theme", "municipality"
        )
        return get_object_or_404(points, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, *, bound: ActionForm | None = None, status: int = 200) -> HttpResponse:
        action = self.object
        mark_owners([action], today=self.today)
        may_edit = self.may(Permission.EDIT_AGENDA)
        history = [(event, in_words(event)) for event in action.events.order_by("-pk")]
        context = {
            "action": action,
            **row_of(action, self.today),
            "history": history,
            "forms": forms_of(action, bound=bound) if may_edit else {},
            "bound": bound,
            "is_open": action.status not in ENDED,
            "today": self.today,
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
            return self.page(bound=form, status=422)
        try:
            self.change(form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, refused.words)
            self.object = ActionPoint.objects.select_related(
                "session", "owner_organisation", "theme", "municipality"
            ).get(pk=self.object.pk)
            return self.page(bound=form, status=409 if isinstance(refused, StaleAction) else 422)
        messages.success(request, self.done)
        place = {"gemeente": request.municipality.slug, "pk": self.object.pk}
        response = HttpResponseRedirect(reverse("agenda:detail", kwargs=place))
        response.status_code = 303
        return response

    def change(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

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

    def change(self, data: dict[str, Any]) -> None:
        word = OwnersWord(data["owners_word"]) if data["owners_word"] else None
        progress.report_progress(self.object, owners_word=word, text=data["text"], **self.by)


class ChangeStatus(ChangePage):
    form_class = StatusForm

    def change(self, data: dict[str, Any]) -> None:
        to = ActionStatus(data["to"])
        effect = data["resident_effect"]
        progress.change_status(self.object, to, reason=data["reason"], resident_effect=effect, **self.by)


class ChangeDeadline(ChangePage):
    form_class = DeadlineForm

    def change(self, data: dict[str, Any]) -> None:
        day, reason = data["deadline"], data["reason"]
        progress.change_deadline(self.object, deadline=day, reason=reason, today=self.today, **self.by)


class ChangeOwner(ChangePage):
    form_class = OwnerForm

    def change(self, data: dict[str, Any]) -> None:
        actions.assign_owner(
            self.object,
            owner_organisation=data["organisation"],
            owner_name=data["person"],
            owner_role=data["role"],
            owner_email=data["email"],
            **self.by,
        )


class ChangeWording(ChangePage):
    form_class = WordingForm

    def change(self, data: dict[str, Any]) -> None:
        actions.reword_action(self.object, what=data["what"], **self.by)
