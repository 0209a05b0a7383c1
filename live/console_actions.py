"""Action points on the console: written while people speak, accepted, marked, completed and corrected."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agenda.models import ActionPoint
from agenda.owners.finding import new_owner
from agenda.points import accepting, assigning, describing, progress, proposing
from agenda.points.duplicates import use_twin
from agenda.points.history import in_words
from agenda.points.refusals import ActionRefused, StaleAction

from .action_forms import ActionChangeForm, ActionForm, CompleteForm, OwnerAndDate
from .console_frame import Step
from .console_steps import console_url
from .see_other import SeeOther


def owner_from(view: Step, form: OwnerAndDate) -> dict[str, Any]:
    """Return the owner that was chosen, or the one that was typed and is added now, as the verbs take it."""
    text = form.cleaned_data.get("owner", "")
    if not text:
        return {"owner_organisation": None, "owner_name": ""}
    chosen = form.chosen_owner or new_owner(view.session, text, actor=view.actor, now=view.now)
    return {
        "owner_organisation": chosen.organisation,
        "owner_name": chosen.person,
        "owner_role": chosen.role,
        "owner_email": chosen.email,
    }


class ProposeAction(Step):
    """Write down an action point; what was typed stays when something is missing."""

    done = _("The action point has been added.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = ActionForm(request.POST, session=self.session, today=self.today)
        if not self.form.is_valid():
            return self.show(status=422, action_form=self.form)
        return super().post(request, **kwargs)

    def take(self) -> None:
        data, statements = self.form.cleaned_data, self.form.about_statements
        theme = statements[0].theme if statements else None
        if theme is None and self.session.current and not self.session.in_wrap_up:
            theme = self.session.current.theme
        # Together: a refused point adds no organisation to the address book.
        with transaction.atomic():
            proposing.propose_action(
                self.session,
                what=data["what"],
                statements=statements,
                theme=theme,
                deadline=data["deadline"],
                resident_effect=data["resident_effect"],
                submission=data["submission"],
                today=self.today,
                actor=self.actor,
                author=self.author,
                now=self.now,
                **owner_from(self, self.form),
            )

    def refused(self, refusal: Exception) -> HttpResponse:
        if not isinstance(refusal, ActionRefused):
            return super().refused(refusal)
        self.form.add_error(None, refusal.words)
        return self.show(status=422, action_form=self.form)


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

    def take_owner(self, form: OwnerAndDate, by: dict[str, Any]) -> None:
        """Give the point the owner of a form; an owner that stayed keeps its role and address."""
        if "owner" not in form.changed_data:
            return
        owner = {"owner_role": "", "owner_email": "", **owner_from(self, form)}
        assigning.assign_owner(self.action, **owner, **by)
        by["expected_revision"] = self.action.revision

    def take_deadline(self, form: OwnerAndDate, by: dict[str, Any]) -> None:
        if form.cleaned_data["deadline"] != self.action.deadline:
            day = form.cleaned_data["deadline"]
            progress.change_deadline(self.action, deadline=day, reason="", today=self.today, **by)
            by["expected_revision"] = self.action.revision


class AcceptAction(ActionStep):
    """The owner says yes aloud; the facilitator notes it."""

    def take(self) -> None:
        accepting.accept_action(self.action, **self.by_name)


class MarkAction(ActionStep):
    """The table marks what it finds most important, or takes the mark away."""

    def take(self) -> None:
        wish = self.request.POST.get("is_priority") == "1"
        describing.set_priority(self.action, is_priority=wish, **self.by_name)


class UseTwin(ActionStep):
    """Let the point that was there already count here too, instead of this one."""

    done = _("The action point that was there counts here too.")

    def take(self) -> None:
        points = ActionPoint.objects.filter(municipality=self.session.municipality_id)
        twin = get_object_or_404(points, pk=self.kwargs["twin"])
        use_twin(self.action, twin=twin, **self.by_name)


class CompleteAction(ActionStep):
    """Fill in the owner or the date that a point misses, where the gap is told."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.form = CompleteForm(request.POST, action=self.action, session=self.session, today=self.today)
        if not self.form.is_valid():
            return self.show(status=422, gap_form=self.form)
        return super().post(request, **kwargs)

    def take(self) -> None:
        by = self.by_name
        with transaction.atomic():
            if "owner" in self.form.fields:
                self.take_owner(self.form, by)
            if self.form.cleaned_data.get("deadline"):
                self.take_deadline(self.form, by)

    def refused(self, refusal: Exception) -> HttpResponse:
        if not isinstance(refusal, ActionRefused):
            return super().refused(refusal)
        # What was typed stays, over the point as it is now; sending it again is a choice.
        self.form.add_error(None, refusal.words)
        return self.show(status=409, gap_form=self.form)


class ChangeAction(ActionStep):
    """Correct or complete an action point on a page of its own."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            is_old = self.expected_revision != self.action.revision
            return self.both() if is_old else self.ask(form, status=422)
        try:
            self.change(form)
        except StaleAction:
            del self.action
            return self.both()
        except ActionRefused as refusal:
            form.add_error(None, refusal.words)
            return self.ask(form, status=422)
        return SeeOther(console_url(self.session, "console"))

    def both(self) -> HttpResponse:
        """Show what stands there now beside what was typed; sending it again is a choice."""
        form = self.form(self.request.POST)
        form.full_clean()
        form.add_error(None, StaleAction.words)
        last = self.action.events.last()
        said = {"last_change": last, "last_words": in_words(last) if last else ""}
        return self.ask(form, status=409, versions=form.versions(), **said)

    def form(self, data: Any = None) -> ActionChangeForm:
        return ActionChangeForm(data, action=self.action, session=self.session, today=self.today)

    def ask(self, form: ActionChangeForm, *, status: int = 200, **more: Any) -> HttpResponse:
        context = {"session": self.session, "action": self.action, "form": form, **more}
        return render(self.request, "live/console/change_action.html", context, status=status)

    def change(self, form: ActionChangeForm) -> None:
        """Take all changes together or none; each is a line of its own in the history."""
        action, by = self.action, self.by_name
        with transaction.atomic():
            describing.reword_action(action, what=form.cleaned_data["what"], **by)
            if self.expected_revision != action.revision and "what" not in form.changed_data:
                raise StaleAction
            by["expected_revision"] = action.revision
            self.take_owner(form, by)
            self.take_deadline(form, by)
