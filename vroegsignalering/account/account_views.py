"""The page of one's own account, and one's own sign-ins."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.generic import FormView, View

from municipalities.access import GuardedView, permissions_of
from municipalities.permissions import Permission
from municipalities.second_step.needed import usable
from users.mfa_rules import passkeys_possible
from users.models import User
from users.own_sign_ins import end_other_sign_ins, end_sign_in, is_sign_in_of, sign_ins_of
from users.second_step import factors_of

from ..hats import hats_of
from .forms import AccountForm


class Account(GuardedView, FormView):
    """Name and language, second step, passkeys, and where somebody is signed in."""

    permission = Permission.SIGNED_IN
    form_class = AccountForm
    template_name = "users/account.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        # A copy: the header shows the name as it is kept, also beside one that was refused.
        return {
            **super().get_form_kwargs(),
            "instance": User.objects.get(pk=self.request.user.pk),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language or self.request.LANGUAGE_CODE}

    def form_valid(self, form: AccountForm) -> HttpResponse:
        user = form.instance
        user.save(update_fields=["name", "language"])
        with override(user.language):
            messages.success(self.request, _("Your details are saved."))
        return redirect("account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sign_ins = sign_ins_of(self.request, now=timezone.now())
        return super().get_context_data(
            sign_ins=sign_ins,
            has_others=len(sign_ins) > 1,
            calendar_waits=self._calendar_waits(),
            factors=factors_of(self.request.user),
            passkeys_possible=passkeys_possible(self.request),
            **kwargs,
        )

    def _calendar_waits(self) -> bool:
        """Return whether the calendar shows what this person sees on no page before the second step."""
        for hat in hats_of(self.request).worn:
            usable_now = permissions_of(usable(hat.memberships, self.request, hat.municipality))
            if Permission.PLAN_SESSIONS in hat.permissions - usable_now:
                return True
        return False


class EndSignIn(GuardedView, View):
    """End one of one's own sign-ins; that of this browser is ended by signing out."""

    permission = Permission.SIGNED_IN
    http_method_names = ["post"]

    def refuse(self) -> HttpResponse | None:
        refusal = super().refuse()
        if refusal is None and not is_sign_in_of(self.request.user, pk=self.kwargs["sign_in"]):
            raise Http404
        return refusal

    def post(self, request: HttpRequest, sign_in: int) -> HttpResponse:
        end_sign_in(user=request.user, pk=sign_in)
        messages.success(request, _("That browser is signed out."))
        return redirect(f"{reverse('account')}#sign-ins")


class EndOtherSignIns(GuardedView, View):
    permission = Permission.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        end_other_sign_ins(request)
        messages.success(request, _("You are signed in here only. Every other browser is signed out."))
        return redirect(f"{reverse('account')}#sign-ins")
