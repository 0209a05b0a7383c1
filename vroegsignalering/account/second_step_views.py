"""The second step: ask for it on the way to a page that wants it, and set it up, renew it or take it away."""

from typing import Any
from urllib.parse import urlencode

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from municipalities.permissions import Permission
from municipalities.second_step.factors import add_app, remove_factor, renew_recovery_codes
from users.mfa_rules import SecondStepRules
from users.next_page import is_own_page
from users.own_sign_ins import end_other_sign_ins
from users.second_factor import second_factor_seen
from users.second_step import Factors, factors_of
from users.security_mail import tell_of_change

from .asking_views import AsksForSecondStep
from .forms import NewAppForm
from .fresh_views import FreshView


class SecondStep(AsksForSecondStep):
    """On the way to a page that wants the second step: take it, or set one up first."""

    permission = Permission.SIGNED_IN

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if second_factor_seen(request):
            return HttpResponseRedirect(self.next_page)
        return super().get(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return ["users/second_step_ask.html" if self.factors.any else "users/second_step_choose.html"]


def on_to_codes(request: HttpRequest) -> HttpResponse:
    """Lead to the recovery codes after setting up, and from there to where somebody was going."""
    going_to = request.GET.get("next", "")
    query = f"?{urlencode({'next': going_to})}" if is_own_page(going_to) else ""
    return HttpResponseRedirect(f"{reverse('recovery_codes')}{query}")


class NewApp(FreshView, FormView):
    """Scan a code with an app for sign-in codes, and give its first code."""

    permission = Permission.SIGNED_IN
    form_class = NewAppForm
    template_name = "users/new_app.html"

    @property
    def secret(self) -> str:
        return get_totp_secret()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "secret": self.secret}

    def form_valid(self, form: NewAppForm) -> HttpResponse:
        user = self.request.user
        row = add_app(user=user, secret=self.secret, step=form.step, now=timezone.now())
        clear_totp_secret(self.request)
        end_other_sign_ins(self.request)
        record_authentication(self.request, user, "mfa", id=row.pk, type=row.type, reauthenticated=True)
        tell_of_change(user)
        messages.success(self.request, _("The app is your second step now."))
        return on_to_codes(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = SecondStepRules().build_totp_url(self.request.user, self.secret)
        spoken = [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]
        qr = segno.make(address, micro=False).svg_data_uri(border=3, dark="#15202b", light="#fff")
        replaces = factors_of(self.request.user).app is not None
        return super().get_context_data(qr=qr, spoken=" ".join(spoken), replaces=replaces, **kwargs)


class OwnFactors(FreshView):
    """A page about what one has; who has it not does not have the page either, whatever the method."""

    abstract = True

    @cached_property
    def factors(self) -> Factors:
        return factors_of(self.request.user)

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is None and not self.is_there():
            raise Http404
        return refusal

    def is_there(self) -> bool:
        return self.factors.any


class RemoveApp(OwnFactors, TemplateView):
    permission = Permission.SIGNED_IN
    template_name = "components/confirm_page.html"
    http_method_names = ["get", "head", "options", "post"]

    def is_there(self) -> bool:
        return self.factors.app is not None

    def post(self, request: HttpRequest) -> HttpResponse:
        remove_factor(factor=self.factors.app, now=timezone.now())
        end_other_sign_ins(request)
        tell_of_change(request.user)
        messages.success(request, _("The app is no longer your second step."))
        return redirect("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Take the app away as second step?"),
            text=_(
                "After this the codes of the app work no more. Does your role want a second step? "
                "Then you set one up again, the next time you need it. Other browsers are signed out."
            ),
            label=_("Take it away"),
            cancel_url=reverse("account"),
            **kwargs,
        )


class RecoveryCodes(OwnFactors, TemplateView):
    """Show the recovery codes, to print or to keep; a button makes new ones."""

    permission = Permission.SIGNED_IN
    template_name = "users/recovery_codes.html"
    http_method_names = ["get", "head", "options", "post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        renew_recovery_codes(user=request.user, now=timezone.now())
        tell_of_change(request.user)
        messages.success(request, _("These are your new codes. The earlier ones work no more."))
        return redirect("recovery_codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        going_to = self.request.GET.get("next", "")
        on = going_to if is_own_page(going_to) else reverse("account")
        return super().get_context_data(codes=self.factors.codes, next_page=on, **kwargs)
