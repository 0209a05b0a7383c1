"""Action points on the console: written while people speak, accepted, marked and corrected."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agenda import actions, progress
from agenda.models import ActionPoint
from agenda.owners import organisation_called
from agenda.refusals import ActionRefused, StaleAction
from sessions.models import Organisation

from .console_forms import OTHER, ActionChangeForm, ActionForm
from .console_steps import console_url
from .console_views import Step
from .see_other import SeeOther


class ProposeAction(Step):
    """Write down an action point; what was typed stays when something is missing."""

    done = _("The action point has been added.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = ActionForm(request.POST, session=self.session, today=self.today)
        if not self.form.is_valid():
            return self.show(status=422, action_form=self.form)
        return super().post(request, **kwargs)

    def take(self) -> None:
        data = self.form.cleaned_data
        statement = self.form.statements.get(data["statement"])
        theme = statement.theme if statement else None
        if theme is None and self.session.current and not self.session.in_wrap_up:
            theme = self.session.current.theme
        # Together: a refused point adds no organisation to the address book.
        with transaction.atomic():
            actions.propose_action(
                self.session,
                what=data["what"],
                statements=[statement] if statement else [],
                theme=theme,
                owner_organisation=chosen_owner(self, self.form),
                owner_name=data["owner_name"],
                deadline=data["deadline"],
                resident_effect=data["resident_effect"],
                submission=data["submission"],
                today=self.today,
                actor=self.actor,
                author=self.author,
                now=self.now,
            )

    def refused(self, refusal: Exception) -> HttpResponse:
        if not isinstance(refusal, ActionRefused):
            return super().refused(refusal)
        self.form.add_error(None, refusal.words)
        return self.show(status=422, action_form=self.form)


def chosen_owner(view: Step, form: ActionForm) -> Organisation | None:
    """Return the organisation that was chosen or typed."""
    owner = form.cleaned_data["owner"]
    if owner == OTHER:
        name = form.cleaned_data["other_owner"]
        return organisation_called(view.session, name=name, actor=view.actor, now=view.now)
    return form.organisations.get(owner)


class ActionStep(Step):
    """A step with one action point of this session."""

    abstract = True

    @cached_property
    def action(self) -> ActionPoint:
        points = ActionPoint.objects.filter(session=self.session).select_related("owner_organisation")
        return get_object_or_404(points, pk=self.kwargs["action"])

    @property
    def by_name(self) -> dict[str, Any]:
        return {**self.by, "author": self.author}


class AcceptAction(ActionStep):
    """The owner says yes aloud; the facilitator notes it."""

    def take(self) -> None:
        actions.accept_action(self.action, **self.by_name)


class MarkAction(ActionStep):
    """The table marks what it finds most important, or takes the mark away."""

    def take(self) -> None:
        wish = self.request.POST.get("is_priority") == "1"
        actions.set_priority(self.action, is_priority=wish, **self.by_name)


class ChangeAction(ActionStep):
    """Correct or complete an action point on a page of its own."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            self.change(form)
        except StaleAction as refusal:
            # What was typed stays, over the point as it is now; sending it again is a choice.
            del self.action
            form = self.form(request.POST)
            form.full_clean()
            form.add_error(None, refusal.words)
            return self.ask(form, status=409)
        except ActionRefused as refusal:
            form.add_error(None, refusal.words)
            return self.ask(form, status=422)
        return SeeOther(console_url(self.session, "console"))

    def form(self, data: Any = None) -> ActionChangeForm:
        return ActionChangeForm(data, action=self.action, session=self.session, today=self.today)

    def ask(self, form: ActionChangeForm, *, status: int = 200) -> HttpResponse:
        context = {"session": self.session, "action": self.action, "form": form}
        return render(self.request, "live/console/change_action.html", context, status=status)

    def change(self, form: ActionChangeForm) -> None:
        """Take all changes together or none; each is a line of its own in the history."""
        data, action, by = form.cleaned_data, self.action, self.by_name
        with transaction.atomic():
            owner = chosen_owner(self, form)
            actions.reword_action(action, what=data["what"], **by)
            if self.expected_revision != action.revision and "what" not in form.changed_data:
                raise StaleAction
            by["expected_revision"] = action.revision
            actions.assign_owner(
                action,
                owner_organisation=owner,
                owner_name=data["owner_name"],
                owner_role=action.owner_role,
                owner_email=action.owner_email,
                **by,
            )
            if data["deadline"] != action.deadline:
                by["expected_revision"] = action.revision
                progress.change_deadline(action, deadline=data["deadline"], reason="", today=self.today, **by)
