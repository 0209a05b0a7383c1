"""Ask for the second step of somebody who is signed in: a code of the app, a recovery code or a passkey."""

import json
from typing import Any

from allauth.mfa.base.internal.flows import check_rate_limit, post_authentication
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from municipalities.access import GuardedView
from users.mfa_rules import passkeys_possible
from users.next_page import own_page
from users.passkeys import NoPasskey, passkey_of
from users.present_sign_in import renew_session_key
from users.second_step import Factors, factors_of

from .forms import CodeForm

NOT_THIS_PASSKEY = gettext_lazy(
    "This passkey does not belong to your account, or it took too long. Try again."
)


def credential_in(request: HttpRequest) -> Any:
    """Return what the browser says of a passkey; nothing when it is no JSON."""
    try:
        return json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        return None


class AsksForSecondStep(GuardedView, FormView):
    """A page that asks for the second step and then goes on to `next`."""

    abstract = True
    form_class = CodeForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "credential" in request.POST:
            return self._with_passkey()
        return super().post(request, *args, **kwargs)

    def _with_passkey(self) -> HttpResponse:
        form = CodeForm(user=self.request.user, data={})
        form.errors.clear()
        try:
            forget_wrong_ones = check_rate_limit(self.request.user)
            passkey = passkey_of(credential_in(self.request), user=self.request.user)
        except NoPasskey:
            form.add_error(None, NOT_THIS_PASSKEY)
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        forget_wrong_ones()
        return self.done(passkey)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        return self.done(form.factor)

    def done(self, factor: Any) -> HttpResponse:
        post_authentication(self.request, factor, reauthenticated=True)
        renew_session_key(self.request)
        return HttpResponseRedirect(self.next_page)

    @property
    def factors(self) -> Factors:
        if not hasattr(self, "_factors"):
            self._factors = factors_of(self.request.user)
        return self._factors

    @property
    def next_page(self) -> str:
        return own_page(self.request.GET.get("next", ""), otherwise=reverse("account"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            factors=self.factors,
            passkeys_possible=passkeys_possible(self.request),
            next_page=self.next_page,
            **kwargs,
        )
