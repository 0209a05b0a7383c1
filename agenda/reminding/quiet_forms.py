"""The form of a quiet period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from common.own_words import OwnWords
from sessions.models import Organisation


class QuietForm(PlainForm, forms.Form):
    """Days on which nobody is mailed: for everybody, or for one organisation."""

    use_required_attribute = False
    mark_optional = False
    name = OwnWords(label=_("Name"), max_length=80, help_text=_("For example: Summer recess."))
    from_date = forms.DateField(label=_("First day"))
    until_date = forms.DateField(label=_("Last day"))
    organisation = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("for everybody"),
    )

    def __init__(self, *args: Any, municipality: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organisation.objects.filter(municipality=municipality)
        self.fields["organisation"].queryset = own.active()
