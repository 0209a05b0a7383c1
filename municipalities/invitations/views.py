"""The page behind the link of an invitation: looking changes nothing, and only its own address accepts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from users.code_by_mail import send_sign_in_code
from users.models import User

from ..access import GuardedView
from ..enums import Role
from ..members.role_words import tasks_of
from ..models import Invitation
from ..naming import named
from ..permissions import Permission
from .accepting import ForAnotherAddress, accept_invitation, is_for, log_refusal, open_invitation
from .inviting import InvitationOver, require_open
from .links import invitation_by_token

ACCEPT = "accept"
GONE = 410


class InvitationPage(GuardedView, TemplateView):
    """Shows who is asked to do what. A POST goes on to the code by mail, or accepts for who gave it."""

    permission = Permission.ANYONE
    template_name = "municipalities/invitation.html"

    @cached_property
    def invitation(self) -> Invitation | None:
        return invitation_by_token(self.kwargs["token"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.invitation is None:
            return self._closed("wrong", status=404)
        try:
            require_open(self.invitation, now=timezone.now())
        except InvitationOver as over:
            return self._over(over.why)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.POST.get("step") == ACCEPT and self.signed_in is not None:
                return self._accept(self.signed_in)
            return self._go_on()
        except InvitationOver as over:
            self._refused(over.why)
            return self._over(over.why)
        except ForAnotherAddress:
            self._refused("another address")
            return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.invitation
        is_here = self._is_own
        return super().get_context_data(
            invitation=invitation,
            host=named(invitation.municipality),
            tasks=tasks_of(Role(invitation.role)),
            masked=masked(invitation.email),
            is_here=is_here,
            signed_in_as_other=self.signed_in is not None and not is_here,
            **kwargs,
        )

    @property
    def signed_in(self) -> User | None:
        return self.request.user if self.request.user.is_authenticated else None

    @property
    def _is_own(self) -> bool:
        return self.signed_in is not None and is_for(self.invitation, self.signed_in)

    def _accept(self, user: User) -> HttpResponse:
        membership = accept_invitation(token=self.kwargs["token"], user=user, now=timezone.now())
        if membership is None:
            return self._closed("wrong", status=404)
        said = _("Welcome. You are %(role)s of %(host)s now.")
        host = named(membership.municipality)
        messages.success(self.request, said % {"role": membership.get_role_display(), "host": host})
        return redirect("municipalities:start", gemeente=membership.municipality.slug)

    def _go_on(self) -> HttpResponse:
        """Send a code to the address that was invited; who gives it comes back here, signed in with it."""
        user = open_invitation(token=self.kwargs["token"], now=timezone.now())
        if user is None:
            return self._closed("wrong", status=404)
        if user == self.signed_in:
            return redirect(self.request.path)
        if self.signed_in is not None:
            logout(self.request)
        if not send_sign_in_code(self.request, user=user):
            messages.error(self.request, _("We sent several codes just now. Wait a minute and try again."))
            return redirect(self.request.path)
        code_page = reverse("account_confirm_login_code")
        return redirect(f"{code_page}?{urlencode({'next': self.request.path})}")

    def _refused(self, why: str) -> None:
        """Log it, unless who accepted it presses once more."""
        if self.invitation is not None and not (why == "accepted" and self._is_own):
            log_refusal(self.invitation, why=why, now=timezone.now())

    def _over(self, why: str) -> HttpResponse:
        """Send who accepted it on to the municipality; tell everybody else what became of it."""
        if why == "accepted" and self._is_own:
            return redirect("municipalities:start", gemeente=self.invitation.municipality.slug)
        return self._closed(why, status=GONE)

    def _closed(self, why: str, *, status: int) -> HttpResponse:
        self.template_name = "municipalities/invitation_closed.html"
        start = reverse("municipalities:start", kwargs={"gemeente": self.kwargs["gemeente"]})
        return self.render_to_response({"why": why, "start": start}, status=status)


def masked(email: str) -> str:
    """Return an address that its owner knows again and nobody else can write to: `s***@w***.nl`."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}***@{domain[:1]}***{domain[domain.rfind('.') :]}"
