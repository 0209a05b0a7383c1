"""The form of the settings of a municipality."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm

from ..enums import Role
from ..platform.founding import TIME_ZONES
from .changing import OwnSettings


class SettingsForm(PlainForm, forms.Form):
    """What a municipality sets itself."""

    mail_sender = forms.CharField(
        label=_("Name above e-mails"),
        max_length=80,
        required=False,
        help_text=_("E-mails then come from this name, via the address of this website."),
    )
    mail_reply_to = forms.EmailField(
        label=_("Answers to e-mails go to"),
        required=False,
        help_text=_("An address that somebody of you reads."),
    )
    time_zone = forms.ChoiceField(
        label=_("Clock"),
        choices=TIME_ZONES.items(),
        help_text=_("Pages, e-mails and reports show times by this clock, and a day ends by it."),
    )
    second_factor_roles = forms.MultipleChoiceField(
        label=_("Who signs in with a second step"),
        choices=[(role, label) for role, label in Role.choices if role != Role.ADMINISTRATOR],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Administrators always do. Who is asked for it sets it up at the next visit."),
    )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("E-mail"), "mail_sender", "mail_reply_to"),
            Fieldset(_("Time"), "time_zone"),
            Fieldset(_("Signing in"), "second_factor_roles"),
        )
        return helper

    def settings(self) -> OwnSettings:
        data: dict[str, Any] = self.cleaned_data
        return OwnSettings(**{**data, "second_factor_roles": tuple(data["second_factor_roles"])})
