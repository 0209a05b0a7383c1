"""Sign in again, in the same browser, before the ways in are changed."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.generic import FormView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from users.fresh import is_fresh
from users.next_page import own_page
from users.second_step import factors_of

from .asking_views import AsksForSecondStep
from .forms import MailedCodeForm

WAITING = "fresh_sign_in"
"""In the session: what the mailed code must match, when it was sent, and how often it was wrong."""
TEN_MINUTES = 600
MOST_WRONG = 3


class FreshView(GuardedView):
    """A page that changes how somebody signs in: asks to sign in again, unless that was just now."""

    abstract = True

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is None and not is_fresh(self.request, now=timezone.now()):
            return redirect_to_login(
                self.request.get_full_path(), login_url=reverse("account_reauthenticate")
            )
        return refusal


class SignInAgain(AsksForSecondStep):
    """With the second step, for who has one; otherwise with a code by mail."""

    permission = Permission.SIGNED_IN
    template_name = "users/sign_in_again.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not factors_of(request.user).any:
            return SignInAgainByMail.as_view()(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)


class SignInAgainByMail(GuardedView, FormView):
    """First a button that sends the code, then the field for it: looking at the page sends nothing."""

    permission = Permission.SIGNED_IN
    form_class = MailedCodeForm
    template_name = "users/sign_in_again_by_mail.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send" or WAITING not in request.session:
            return self._send()
        return super().post(request, *args, **kwargs)

    def _send(self) -> HttpResponse:
        user = self.request.user
        if not ratelimit.consume(self.request, action="request_login_code", key=user.email.lower()):
            form = self.get_form_class()({})
            form.add_error(None, _("You asked for several codes. Wait a minute, then try again."))
            return self.render_to_response(self.get_context_data(form=form, too_often=True))
        adapter = get_adapter()
        code = adapter.generate_login_code()
        self.request.session[WAITING] = {"hash": _hash(code), "at": timezone.now().timestamp(), "wrong": 0}
        adapter.send_mail("account/email/login_code", user.email, {"code": code})
        return HttpResponseRedirect(self.request.get_full_path())

    def form_valid(self, form: MailedCodeForm) -> HttpResponse:
        waiting = self.request.session.pop(WAITING)
        age = timezone.now().timestamp() - waiting["at"]
        code = form.cleaned_data["code"].upper().replace(" ", "").replace("-", "")
        if age <= TEN_MINUTES and compare_user_code(actual=_hash(code), expected=waiting["hash"]):
            email = self.request.user.email
            record_authentication(self.request, self.request.user, "code", email=email, reauthenticated=True)
            return HttpResponseRedirect(
                own_page(self.request.GET.get("next", ""), otherwise=reverse("account"))
            )
        if age <= TEN_MINUTES and waiting["wrong"] + 1 < MOST_WRONG:
            self.request.session[WAITING] = waiting | {"wrong": waiting["wrong"] + 1}
            form.add_error("code", _("This code is not right. Use the code from the newest e-mail."))
        else:
            form.add_error(None, _("This code works no more. Ask for a new one."))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("waits", WAITING in self.request.session)
        return super().get_context_data(email=self.request.user.email, **kwargs)


def _hash(code: str) -> str:
    plain = code.upper().replace("-", "")
    return salted_hmac("vroegsignalering.account.fresh_views", plain, algorithm="sha256").hexdigest()
