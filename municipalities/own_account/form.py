"""The form of a provider; its secret is written and never shown again."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm

from ..models import IdentityProvider
from .domains import read_domains
from .settings import Wanted

LONGEST_SECRET = 500
LONGEST_DOMAINS = 2000


class IdentityForm(PlainForm, forms.Form):
    """Give it the provider as it is, if there is one."""

    label = forms.CharField(
        label=_("Name on the button"),
        max_length=60,
        help_text=_("What your colleagues call this account, for example: my Waterveen account."),
    )
    issuer = forms.CharField(
        label=_("Address of the sign-in"),
        max_length=300,
        help_text=_("The issuer. At Entra: https://login.microsoftonline.com/[tenant id]/v2.0"),
        widget=forms.URLInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    client_id = forms.CharField(
        label=_("Client id"),
        max_length=200,
        help_text=_("At Entra: the application id."),
        widget=forms.TextInput(
            attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
        ),
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=LONGEST_SECRET,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    domains = forms.CharField(
        label=_("E-mail domains"),
        max_length=LONGEST_DOMAINS,
        help_text=_("What stands behind the @ in the addresses of your colleagues, one per line."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
    )
    tenant_id = forms.CharField(
        label=_("Tenant id"),
        max_length=100,
        required=False,
        help_text=_("At Entra this is in the address already. Leave it empty for another provider."),
        widget=forms.TextInput(
            attrs={"spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
        ),
    )
    gives_second_factor = forms.BooleanField(
        label=_("This sign-in always asks for a second step"),
        required=False,
        help_text=_(
            "Then we do not ask for another one inside your municipality. Tick this only when it always "
            "does, for everybody."
        ),
    )

    def __init__(self, *args: Any, provider: IdentityProvider | None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_shown(provider), **kwargs)
        self.fields["secret"].required = provider is None
        self.fields["secret"].help_text = (
            _("There is one. Leave this empty to keep it. For your safety we never show it.")
            if provider
            else _("At Entra: the value of the secret. We keep it encrypted and never show it.")
        )

    def clean_domains(self) -> tuple[str, ...]:
        return tuple(read_domains(self.cleaned_data["domains"]))

    @property
    def wanted(self) -> Wanted:
        """Return what was filled in; for a valid form."""
        return Wanted(**self.cleaned_data)

    def tell(self, errors: dict[str, Iterable[str]]) -> None:
        """Show what the verb refused at its field."""
        for field, texts in errors.items():
            self.add_error(field, list(texts))


def _shown(provider: IdentityProvider | None) -> dict[str, Any]:
    if provider is None:
        return {}
    names = ("label", "issuer", "client_id", "tenant_id", "gives_second_factor")
    return {name: getattr(provider, name) for name in names} | {"domains": "\n".join(provider.domains)}
