"""The page behind the link that a facilitator was sent: looking changes nothing, a press accepts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..facilitators import (
    AppointmentOver,
    AppointmentUsed,
    accept_appointment,
    facilitator_by_link,
    require_acceptable,
)
from ..models import Facilitator


class FacilitatorLink(GuardedView, TemplateView):
    """Shows who is asked to lead what, and lets that person say yes."""

    permission = Permission.ANYONE
    template_name = "group_sessions/facilitator_link.html"

    @cached_property
    def facilitator(self) -> Facilitator | None:
        return facilitator_by_link(self.kwargs["token"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.facilitator is None:
            return self._closed("wrong", status=404)
        try:
            require_acceptable(self.facilitator)
        except AppointmentUsed:
            return self._used()
        except AppointmentOver:
            return self._closed("over", status=410)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            accepted = accept_appointment(token=self.kwargs["token"], now=timezone.now())
        except AppointmentUsed:
            return self._used()
        except AppointmentOver:
            return self._closed("over", status=410)
        if accepted is None:
            return self._closed("wrong", status=404)
        login(request, accepted.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, _("Welcome. You lead this session."))
        return redirect(self._console(accepted))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facilitator = self.facilitator
        return super().get_context_data(
            facilitator=facilitator,
            session=facilitator.session,
            signed_in_as_other=self.request.user.is_authenticated
            and self.request.user.email.lower() != facilitator.email.lower(),
            **kwargs,
        )

    def _used(self) -> HttpResponse:
        """Send the person it was for on to the console; tell others that it was used."""
        facilitator = self.facilitator
        if self.request.user.is_authenticated and facilitator.user_id == self.request.user.pk:
            return redirect(self._console(facilitator))
        return self._closed("used", status=410, console=self._console(facilitator))

    def _closed(self, why: str, *, status: int, console: str = "") -> HttpResponse:
        self.template_name = "group_sessions/facilitator_link_closed.html"
        return self.render_to_response({"why": why, "console": console}, status=status)

    @staticmethod
    def _console(facilitator: Facilitator) -> str:
        kwargs = {"gemeente": facilitator.session.municipality.slug, "pk": facilitator.session_id}
        return reverse("live:console", kwargs=kwargs)
