"""The forms of the console about its table: a party that walks in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import PartyKind
from catalogue.wording import OFFICIAL_LANGUAGE
from common.forms import PlainForm
from sessions.models import NAME_LENGTH


class KindField(forms.ModelChoiceField):
    """The kinds of organisations, in the language of the page."""

    def label_from_instance(self, obj: PartyKind) -> str:
        return obj.name_in(get_language() or OFFICIAL_LANGUAGE)


class WalkInForm(PlainForm, forms.Form):
    """A party that comes in without being on the list."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    kind = KindField(
        label=_("Kind of organisation"),
        queryset=PartyKind.objects.none(),
        empty_label=_("choose later"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="party", **kwargs)
        self.fields["kind"].queryset = PartyKind.objects.all()
