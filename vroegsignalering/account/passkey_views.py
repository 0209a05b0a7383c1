"""Passkeys: sign in with one, and add, rename or take away one's own."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from municipalities.second_step.factors import TooMany, add_passkey, remove_factor, rename_passkey
from users.devices import device_name
from users.mfa_rules import passkeys_possible
from users.next_page import own_page
from users.own_sign_ins import end_other_sign_ins
from users.passkeys import NoPasskey, check_new, passkey_of, question_for_new, question_for_old
from users.second_step import PASSKEY
from users.security_mail import tell_of_change

from .asking_views import credential_in
from .forms import PasskeyNameForm
from .fresh_views import FreshView
from .second_step_views import on_to_codes


class PasskeySignIn(GuardedView, View):
    """Ask the browser for a passkey (GET, for a script), and sign in with what it gives (POST)."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        if "application/json" not in request.headers.get("Accept", ""):
            return redirect("account_login")
        return JsonResponse(question_for_old(request.user if request.user.is_authenticated else None))

    def post(self, request: HttpRequest) -> HttpResponse:
        going_to = own_page(request.POST.get("next", ""), otherwise="")
        if request.user.is_authenticated:
            return redirect(going_to or "home")
        if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
            return render(request, "429.html", status=429)
        try:
            passkey = passkey_of(credential_in(request))
        except NoPasskey:
            messages.error(
                request, _("We do not know this passkey, or it took too long. Sign in with a code.")
            )
            return redirect("account_login")
        login = Login(user=passkey.user, redirect_url=going_to or None)
        return perform_passwordless_login(request, passkey, login)


class NewPasskey(FreshView, FormView):
    """Make a passkey on this device."""

    permission = Permission.SIGNED_IN
    form_class = PasskeyNameForm
    template_name = "users/new_passkey.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": device_name(self.request.META.get("HTTP_USER_AGENT", "")) or _("Passkey")}

    def form_valid(self, form: PasskeyNameForm) -> HttpResponse:
        user, credential = self.request.user, credential_in(self.request)
        try:
            check_new(credential)
            row = add_passkey(
                user=user, credential=credential, name=form.cleaned_data["name"], now=timezone.now()
            )
        except NoPasskey:
            form.add_error(None, _("Making the passkey did not work, or it took too long. Try again."))
            return self.form_invalid(form)
        except TooMany:
            form.add_error(None, _("You have very many passkeys. Take one away first."))
            return self.form_invalid(form)
        record_authentication(self.request, user, "mfa", id=row.pk, type=row.type, reauthenticated=True)
        tell_of_change(user)
        messages.success(self.request, _("You can sign in with this passkey now."))
        return on_to_codes(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(passkeys_possible=passkeys_possible(self.request), **kwargs)


class NewPasskeyQuestion(FreshView, View):
    """What the browser needs to make a passkey; for a script."""

    permission = Permission.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(question_for_new(request.user))


class OwnPasskey(FreshView):
    """One passkey of who is signed in; of somebody else it is unknown."""

    abstract = True

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        # Looked up whatever the method: of somebody else it is unknown, and not only out of reach.
        return refusal if refusal is not None or self.passkey.pk else None

    @cached_property
    def passkey(self) -> Authenticator:
        own = Authenticator.objects.filter(user=self.request.user, type=PASSKEY).select_related("user")
        return get_object_or_404(own, pk=self.kwargs["passkey"])


class RenamePasskey(OwnPasskey, FormView):
    permission = Permission.SIGNED_IN
    form_class = PasskeyNameForm
    template_name = "users/rename_passkey.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.passkey.data["name"]}

    def form_valid(self, form: PasskeyNameForm) -> HttpResponse:
        rename_passkey(passkey=self.passkey, name=form.cleaned_data["name"])
        messages.success(self.request, _("The passkey has its new name."))
        return redirect("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(passkey=self.passkey, **kwargs)


class RemovePasskey(OwnPasskey, TemplateView):
    permission = Permission.SIGNED_IN
    template_name = "components/confirm_page.html"
    http_method_names = ["get", "head", "options", "post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        remove_factor(factor=self.passkey, now=timezone.now())
        end_other_sign_ins(request)
        tell_of_change(request.user)
        messages.success(request, _("The passkey works no more. You can take it away on the device too."))
        return redirect("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Take away the passkey “%(name)s”?") % {"name": self.passkey.data["name"]},
            text=_(
                "After this nobody signs in with it. Other browsers are signed out. "
                "A code by mail goes on working."
            ),
            label=_("Take it away"),
            cancel_url=reverse("account"),
            **kwargs,
        )
