"""Plan a session, see its plan, change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView

from catalogue.models import Catalogue
from catalogue.versions import current_catalogue
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..access import SessionView
from ..checklist import checklist
from ..copying import OVER
from ..facilitators import appoint_facilitator
from ..invitations import unreached
from ..models import GroupSession
from ..new_plan_forms import LAST, NewPlanForm
from ..parties import missing_categories
from ..plan_forms import PlanForm
from ..planning import AlreadyPlanned, change_plan, choices_fixed, plan_session
from ..preparing import days_left, ticks_of
from ..rehearsing import own_phone_of
from ..stepping import StaleStep
from ..telling import moment_of, told_people
from ..theme_order import own_order
from .asking import AskedPage, to_page
from .shown import table_of, ways_in

EARLIER_SHOWN = 3


class New(GuardedView, FormView):
    """Plan a session, in a few small steps; the last one plans it."""

    permission = Permission.PLAN_SESSIONS
    form_class = NewPlanForm
    template_name = "group_sessions/new.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "municipality": self.request.municipality,
            "catalogue": self.catalogue,
            "today": timezone.localdate(),
            "now": timezone.now(),
        }

    @cached_property
    def catalogue(self) -> Catalogue | None:
        try:
            return current_catalogue()
        except Catalogue.DoesNotExist:
            return None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form, step = self.get_form(), typed_step(request)
        if request.POST.get("go") == "back":
            return self.ask(step - 1, typed=form)
        if request.POST.get("go") != "next":
            return self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        form.forget_errors_after(step)
        return self.form_invalid(form) if form.errors else self.ask(step + 1, typed=form)

    def ask(self, step: int, *, typed: NewPlanForm) -> HttpResponse:
        """Show another step with everything that was typed, and nothing wrong said about it yet."""
        kept = {name: typed[name].data for name in typed.fields}
        form = NewPlanForm(initial=kept, **self.kwargs_without_typing())
        return self.render_to_response(self.get_context_data(form=form, step=min(max(step, 1), LAST)))

    def kwargs_without_typing(self) -> dict[str, Any]:
        return {
            name: said
            for name, said in self.get_form_kwargs().items()
            if name not in {"data", "files", "initial"}
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        step = kwargs.setdefault("step", 1)
        kwargs.setdefault("form", self.get_form())
        kwargs["form"].show(step)
        earlier = GroupSession.objects.counting().filter(state__in=OVER)[:EARLIER_SHOWN] if step == 1 else []
        return super().get_context_data(last=LAST, earlier=earlier, **kwargs)

    def form_valid(self, form: NewPlanForm) -> HttpResponse:
        try:
            session = self._plan(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        except AlreadyPlanned as error:
            messages.info(self.request, _("You have planned this session already. This is it."))
            return to_page(error.session)
        messages.success(self.request, _("The session has been planned. Now choose who comes to the table."))
        return to_page(session)

    def _plan(self, form: NewPlanForm) -> GroupSession:
        if self.catalogue is None:
            raise ValidationError(
                _("There is no list of statements yet. Ask the person who runs this website to load it.")
            )
        said = {"actor": self.actor, "now": timezone.now()}
        with transaction.atomic():
            session = plan_session(
                municipality=self.request.municipality, catalogue=self.catalogue, **said, **form.plan()
            )
            if leader := form.leader():
                appoint_facilitator(session, name=leader[0], email=leader[1], **said)
        return session

    def form_invalid(self, form: NewPlanForm) -> HttpResponse:
        step = form.first_wrong_step() or typed_step(self.request)
        return self.render_to_response(self.get_context_data(form=form, step=step), status=422)


def typed_step(request: HttpRequest) -> int:
    """Return at which step somebody is; nonsense is the first one."""
    typed = request.POST.get("step", "")
    return int(typed) if typed in {str(step) for step in range(1, LAST + 1)} else 1


class Detail(SessionView, TemplateView):
    """The plan of a session: what comes next, who comes, who leads."""

    permission = Permission.VIEW_SESSIONS
    template_name = "group_sessions/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.session
        parties = table_of(session)
        facilitators = list(session.facilitators.filter(ended_at=None))
        may_plan = self.may(Permission.PLAN_SESSIONS)
        people = [person for party in parties for person in party.people]
        steps = checklist(
            session,
            parties=parties,
            facilitators=facilitators,
            ticks=ticks_of(session),
            unreached=unreached(people),
        )
        return super().get_context_data(
            parties=parties,
            missing=missing_categories(parties),
            facilitators=facilitators,
            checklist=steps,
            days=days_left(session, today=timezone.localdate()),
            order=own_order(session),
            may_plan=may_plan,
            own_phone=own_phone_of(session, parties=parties),
            links=ways_in(self.request, session, facilitators=facilitators, may_plan=may_plan),
            **kwargs,
        )


class Edit(AskedPage):
    """Change the plan of a session that has not started."""

    permission = Permission.PLAN_SESSIONS
    form_class = PlanForm
    template_name = "group_sessions/edit.html"

    def get_initial(self) -> dict[str, Any]:
        return PlanForm.typed_from(self.session)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "session": self.session, "now": self.now}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            choices_fixed=choices_fixed(self.session), told=len(told_people(self.session)), **kwargs
        )

    def act(self, form: PlanForm) -> None:
        before = moment_of(self.session)
        try:
            change_plan(
                self.session,
                **form.plan(),
                actor=self.actor,
                expected_revision=form.cleaned_data["revision"] or 0,
                now=self.now,
            )
        except StaleStep as error:
            form.data = form.data.copy()
            form.data["revision"] = GroupSession.objects.values_list("revision", flat=True).get(
                pk=self.session.pk
            )
            raise ValidationError(
                _("Somebody else changed this plan meanwhile. Check your text and save it again.")
            ) from error
        messages.success(self.request, _("The plan has been changed."))
        told = len(told_people(self.session)) if moment_of(self.session) != before else 0
        if told:
            text = ngettext(
                "%(number)d person who was invited gets an e-mail about it, with a new calendar file.",
                "%(number)d people who were invited get an e-mail about it, with a new calendar file.",
                told,
            )
            messages.info(self.request, text % {"number": told})
