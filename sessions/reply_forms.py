"""The forms of who was invited: I can't come, and a colleague."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import VerbForm
from common.own_words import OwnWords

from .models import NAME_LENGTH

OF_ANOTHER = {"autocomplete": "off"}
BESIDE, INSTEAD = "beside", "instead"


class DeclineForm(VerbForm):
    """Why somebody does not come, and who comes instead; both may stay empty."""

    shown_at: ClassVar[dict[str, str]] = {
        "decline_reason": "reason",
        "name": "substitute_name",
        "email": "substitute_email",
    }

    reason = OwnWords(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    substitute_name = forms.CharField(
        label=_("Name of a colleague who can come"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs=OF_ANOTHER),
    )
    substitute_email = forms.EmailField(
        label=_("E-mail address of this colleague"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=OF_ANOTHER),
    )


class HandOnForm(VerbForm):
    """A colleague of the same party: beside who was invited, or in their place."""

    name = forms.CharField(
        label=_("Name of your colleague"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs=OF_ANOTHER)
    )
    email = forms.EmailField(
        label=_("E-mail address of your colleague"),
        max_length=254,
        widget=forms.EmailInput(attrs=OF_ANOTHER),
    )
    place = forms.ChoiceField(
        label=_("How does your colleague come?"),
        choices=[(BESIDE, _("Beside me")), (INSTEAD, _("In my place"))],
        widget=forms.RadioSelect,
        initial=BESIDE,
    )

    def said(self) -> dict[str, Any]:
        """Return what the verb takes."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "email": data["email"],
            "in_my_place": data["place"] == INSTEAD,
        }
