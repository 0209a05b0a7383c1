"""The page behind the link that a facilitator was sent: looking changes nothing, a press accepts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from users.models import User

from ..facilitators import (
    AppointmentOver,
    AppointmentUsed,
    SignInFirst,
    accept_appointment,
    account_of,
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
            accepted = accept_appointment(
                token=self.kwargs["token"], now=timezone.now(), signed_in=self.signed_in
            )
        except AppointmentUsed:
            return self._used()
        except AppointmentOver:
            return self._closed("over", status=410)
        except SignInFirst:
            return self._to_sign_in()
        if accepted is None:
            return self._closed("wrong", status=404)
        login(request, accepted.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, _("Welcome. You lead this session."))
        return redirect(self._console(accepted))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facilitator = self.facilitator
        account = account_of(facilitator)
        return super().get_context_data(
            facilitator=facilitator,
            session=facilitator.session,
            signed_in_as_other=self.signed_in is not None and self.signed_in != account,
            is_known=account is not None,
            is_here=account is not None and account == self.signed_in,
            **kwargs,
        )

    @property
    def signed_in(self) -> User | None:
        return self.request.user if self.request.user.is_authenticated else None

    def _to_sign_in(self) -> HttpResponse:
        """Ask for a code by mail; after it this page opens again."""
        logout(self.request)
        messages.info(
            self.request,
            _("Sign in with a code that we send you by e-mail. Then you can accept this invitation."),
        )
        return redirect_to_login(self.request.get_full_path())

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
