from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm


class AddressForm(PlainForm, forms.Form):
    """Whose data it is about; sent with POST, so that no address stands in the log of a server."""

    email = forms.EmailField(label=_("E-mail address of the person"), max_length=254)
    mark_optional = False


class FileForm(AddressForm):
    """Which file somebody wants."""

    kind = forms.ChoiceField(choices=[("pdf", "PDF"), ("json", "JSON")], required=False)


class SureForm(AddressForm):
    """Whether somebody is sure."""

    sure = forms.BooleanField(required=False)
