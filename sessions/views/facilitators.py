"""Who leads a session."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from municipalities.permissions import Permission

from ..facilitators import appoint_facilitator, end_appointment
from ..forms import PersonForm, VerbForm
from ..models import Facilitator
from ..planning import ALIVE
from .asking import AskedPage, ConfirmPage


class Facilitators(AskedPage):
    """Who leads this session, and the form to appoint somebody."""

    permission = Permission.PLAN_SESSIONS
    is_for_reading = True
    form_class = PersonForm
    template_name = "group_sessions/facilitators.html"
    back_to = "facilitators"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            facilitators=self.session.facilitators.filter(ended_at=None),
            is_alive=self.session.state in ALIVE,
            **kwargs,
        )

    def act(self, form: VerbForm) -> None:
        facilitator = appoint_facilitator(self.session, **form.cleaned_data, actor=self.actor, now=self.now)
        if facilitator.accepted_at:
            text = _("You lead this session.")
        else:
            text = _("%(name)s has been appointed. Send the invitation to let this person know.")
        messages.success(self.request, text % {"name": facilitator.name})


class End(ConfirmPage):
    """End an appointment."""

    permission = Permission.PLAN_SESSIONS
    back_to = "facilitators"

    @cached_property
    def facilitator(self) -> Facilitator:
        appointed = Facilitator.objects.select_related("municipality", "session")
        return get_object_or_404(appointed, pk=self.kwargs["facilitator_pk"], session=self.session)

    def question(self) -> dict[str, Any]:
        return {
            "title": _("End the appointment of %(name)s?") % {"name": self.facilitator.name},
            "text": _(
                "This person can no longer lead this session, also not in a window that is open now. "
                "You can appoint somebody else at any moment."
            ),
            "label": _("End the appointment"),
        }

    def act(self, form: VerbForm) -> None:
        if end_appointment(self.facilitator, actor=self.actor, now=self.now):
            messages.success(self.request, _("The appointment has been ended."))
        else:
            messages.info(self.request, _("This appointment was ended already."))
