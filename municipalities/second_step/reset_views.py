"""Reset somebody's second step: by who manages the members of a municipality, or by staff of the platform."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from common.forms import PlainForm
from common.own_words import OwnWords
from users.models import User

from ..access import GuardedView
from ..models import Membership
from ..permissions import Permission
from ..platform.access import PlatformView
from .reset import NotHere, reset_second_step

CONSEQUENCE = gettext_lazy(
    "Do this only when you know for sure who asks, for example because you called them yourself. Their "
    "passkeys and the codes of their app work no more, and they are signed out everywhere. With a code by "
    "mail they sign in, and set up a new second step. They get a mail about it."
)


class ReasonForm(PlainForm, forms.Form):
    """Why: it stands in the log."""

    reason = OwnWords(
        label=gettext_lazy("Why?"),
        max_length=200,
        help_text=gettext_lazy("For example: lost the telephone, called them on the number we know."),
    )


class AddressForm(ReasonForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address of the person"))
    field_order = ["email", "reason"]


class ResetSecondStep(GuardedView, FormView):
    """Of somebody who works in this municipality."""

    permission = Permission.MANAGE_MEMBERS
    form_class = ReasonForm
    template_name = "components/confirm_page.html"

    @cached_property
    def member(self) -> Membership:
        members = Membership.objects.filter(municipality=self.request.municipality)
        current = members.current(today=timezone.localdate()).select_related("user")
        return get_object_or_404(current, pk=self.kwargs["member_pk"])

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        try:
            reset_second_step(
                user=self.member.user,
                municipality=self.request.municipality,
                actor=self.actor,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except NotHere:
            form.add_error(
                None,
                _(
                    "This person has rights outside your municipality too. "
                    "Ask who runs this website to do it."
                ),
            )
            return self.form_invalid(form)
        messages.success(
            self.request, _("The second step of %(name)s is reset.") % {"name": self.member.user}
        )
        return redirect("municipalities:members", gemeente=self.request.municipality.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Reset the second step of %(name)s?") % {"name": self.member.user},
            text=CONSEQUENCE,
            label=_("Reset"),
            cancel_url=reverse("municipalities:members", kwargs={"gemeente": self.request.municipality.slug}),
            **kwargs,
        )


class ResetByStaff(PlatformView, FormView):
    """Of anybody, by address; whether there is an account is not told."""

    permission = Permission.RUN_PLATFORM
    form_class = AddressForm
    template_name = "components/confirm_page.html"

    def form_valid(self, form: AddressForm) -> HttpResponse:
        user = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
        if user is not None:
            reset_second_step(
                user=user,
                municipality=None,
                actor=self.actor,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        messages.success(
            self.request, _("Is there an account with this address? Then its second step is reset.")
        )
        return redirect("reset_by_staff")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Reset somebody's second step"),
            text=CONSEQUENCE,
            label=_("Reset"),
            cancel_url=reverse("platform:staff"),
            **kwargs,
        )
