"""Hand over leading a session: make a code on the console, type it on the other device."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView

from common.forms import PlainForm
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.addresses import full_address
from sessions.ending import may_command
from sessions.handing_over import CodeRefused, code_of, facilitator_of, make_code, take_over, withdraw_code
from sessions.locks import Busy
from sessions.models import Facilitator
from sessions.stepping import StepRefused

from .console_frame import PageStep
from .console_steps import console_url
from .guessing import count_wrong_guess, forget_wrong_guesses, must_wait
from .qr import qr_picture
from .see_other import SeeOther

UNKNOWN_CODE = 422
TOO_OFTEN = 429


class HandOver(PageStep):
    """Show who leads, make a code for somebody else, or withdraw it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        place = reverse("live:take_over", kwargs={"gemeente": self.session.municipality.slug})
        address = full_address(place)
        context = {
            "session": self.session,
            "code": code_of(self.facilitator, now=self.now) if may_command(self.session) else None,
            "leaders": Facilitator.objects.appointed().filter(session=self.session).exclude(accepted_at=None),
            "address": address.partition("://")[2],
            "qr": qr_picture(address),
            "is_over": not may_command(self.session),
        }
        response = render(request, "live/console/hand_over.html", context)
        response["Cache-Control"] = "no-store, private"
        return response

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.take()
        except (StepRefused, Busy) as refusal:
            return self.refused(refusal)
        return SeeOther(request.path)

    def take(self) -> None:
        change = withdraw_code if self.request.POST.get("withdraw") == "1" else make_code
        change(self.facilitator, actor=self.actor, now=self.now)

    @cached_property
    def facilitator(self) -> Facilitator:
        found = facilitator_of(self.session, user=self.request.user)
        assert found is not None
        return found


class TakeOverForm(PlainForm, forms.Form):
    """The code that the facilitator shows or reads aloud."""

    code = forms.CharField(
        label=gettext_lazy("Code to take over"),
        max_length=40,
        help_text=gettext_lazy("Eight letters and digits, for example ABCD-2345. The facilitator shows it."),
        error_messages={"required": gettext_lazy("Type the code that the facilitator shows.")},
        widget=forms.TextInput(
            attrs={
                "class": "utrecht-textbox--code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "enterkeyhint": "go",
            }
        ),
    )


class TakeOver(GuardedView, FormView):
    """The field for that code, for whoever signed in; wrong codes are counted as those of the table are."""

    permission = Permission.SIGNED_IN
    template_name = "live/console/take_over.html"
    form_class = TakeOverForm

    def form_valid(self, form: TakeOverForm) -> HttpResponse:
        now = timezone.now()
        if must_wait(self.request, now=now):
            form.add_error("code", _("You typed many wrong codes. Wait one minute and type the code again."))
            return self.form_invalid(form, status=TOO_OFTEN)
        user, municipality = self.request.user, self.request.municipality
        try:
            leads = take_over(form.cleaned_data["code"], municipality=municipality, user=user, now=now)
        except CodeRefused:
            words = _(
                "This code does not work (any more). A code is good for a quarter of an hour, and once. Ask "
                "the facilitator for a new one."
            )
            form.add_error("code", words)
            return count_wrong_guess(self.request, self.form_invalid(form), now=now)
        messages.success(self.request, _("You lead this session from here."))
        return forget_wrong_guesses(self.request, SeeOther(console_url(leads.session, "console")))

    def form_invalid(self, form: TakeOverForm, *, status: int = UNKNOWN_CODE) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)
