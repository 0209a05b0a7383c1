"""Plan a session, see its plan, change it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from catalogue.models import Catalogue
from catalogue.versions import current_catalogue
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..access import SessionView
from ..checklist import checklist
from ..facilitators import appoint_facilitator
from ..models import GroupSession, Representative
from ..parties import missing_categories
from ..plan_forms import NewPlanForm, PlanForm
from ..planning import AlreadyPlanned, change_plan, choices_fixed, plan_session
from ..stage import StaleStep
from .asking import AskedPage, to_page
from .shown import table_of, ways_in


class New(GuardedView, FormView):
    """Plan a session."""

    permission = Permission.PLAN_SESSIONS
    form_class = NewPlanForm
    template_name = "group_sessions/new.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "now": timezone.now()}

    def get_initial(self) -> dict[str, Any]:
        """Return which earlier session this one follows, when the link came from its page."""
        earlier = self.request.GET.get("na", "")
        return {"previous": int(earlier)} if earlier.isdecimal() and len(earlier) < 10 else {}

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
        now = timezone.now()
        try:
            catalogue = current_catalogue()
        except Catalogue.DoesNotExist as error:
            raise ValidationError(
                _("There is no list of statements yet. Ask the person who runs this website to load it.")
            ) from error
        with transaction.atomic():
            session = plan_session(
                municipality=self.request.municipality,
                catalogue=catalogue,
                previous=form.cleaned_data.get("previous"),
                actor=self.actor,
                now=now,
                **form.plan(),
            )
            if form.cleaned_data["facilitator_email"]:
                appoint_facilitator(
                    session,
                    name=form.cleaned_data["facilitator_name"],
                    email=form.cleaned_data["facilitator_email"],
                    actor=self.actor,
                    now=now,
                )
        return session

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Detail(SessionView, TemplateView):
    """The plan of a session: what comes next, who comes, who leads."""

    permission = Permission.VIEW_SESSIONS
    template_name = "group_sessions/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.session
        parties = table_of(session)
        facilitators = list(session.facilitators.filter(ended_at=None))
        may_plan = self.may(Permission.PLAN_SESSIONS)
        return super().get_context_data(
            parties=parties,
            missing=missing_categories(parties),
            facilitators=facilitators,
            steps=checklist(session, parties=parties, facilitators=facilitators),
            may_plan=may_plan,
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
        return super().get_context_data(choices_fixed=choices_fixed(self.session), **kwargs)

    def act(self, form: PlanForm) -> None:
        before = (self.session.starts_at, self.session.location)
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
        if before != (self.session.starts_at, self.session.location) and self._somebody_was_invited():
            messages.warning(
                self.request,
                _("Invitations that have already gone out name the earlier date or place. Send them again."),
            )

    def _somebody_was_invited(self) -> bool:
        people = Representative.objects.invitable().filter(party__session=self.session)
        return people.exclude(invited_at=None).exists()
