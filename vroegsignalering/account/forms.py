"""The forms of one's own account, and of the second step."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from municipalities.second_step.factors import LONGEST_NAME
from users.mfa_rules import SecondStepRules
from users.models import User
from users.second_step import step_of_code, use_code

CODE_FIELD = {"autocomplete": "one-time-code", "spellcheck": "false", "class": "utrecht-textbox--code"}
MISSING = _("Fill in the code from your app, or a recovery code.")


class AccountForm(PlainForm, forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Language")}
        help_texts = {"language": _("Of the screens, and of mails to you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            help_text=self.fields["language"].help_text,
            choices=settings.LANGUAGES,
        )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class CodeForm(PlainForm, forms.Form):
    """A code of the app, or a recovery code; wrong ones are counted per person, wherever they are typed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(CODE_FIELD),
        error_messages={"required": MISSING},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_code(self) -> str:
        forget_wrong_ones = check_rate_limit(self.user)
        code = "".join(self.cleaned_data["code"].split())
        self.factor = use_code(user=self.user, code=code, now=timezone.now())
        if self.factor is None:
            raise SecondStepRules().validation_error("incorrect_code")
        forget_wrong_ones()
        return code


class SignInCodeForm(AuthenticateForm):
    """The same on the way in, in the hands of allauth."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages["required"] = MISSING
        self.fields["code"].max_length = 20

    def clean_code(self) -> str:
        forget_wrong_ones = check_rate_limit(self.user)
        code = "".join(self.cleaned_data["code"].split())
        self.authenticator = use_code(user=self.user, code=code, now=timezone.now())
        if self.authenticator is None:
            self._tell_of_wrong_code()
            raise SecondStepRules().validation_error("incorrect_code")
        forget_wrong_ones()
        return code

    def _tell_of_wrong_code(self) -> None:
        app = self.user.authenticator_set.filter(type="totp").first()
        if app is not None:
            self._emit_authentication_failed(app)


class NewAppForm(PlainForm, forms.Form):
    """The first code of a new app, which shows that it was set up well."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        widget=forms.TextInput({**CODE_FIELD, "inputmode": "numeric"}),
        error_messages={"required": _("Fill in the six digits that the app shows.")},
    )

    def __init__(self, *args: Any, user: User, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.secret = user, secret

    def clean_code(self) -> str:
        forget_wrong_ones = check_rate_limit(self.user)
        code = "".join(self.cleaned_data["code"].split())
        self.step = step_of_code(self.secret, code, now=timezone.now())
        if self.step is None:
            raise forms.ValidationError(
                _(
                    "This code is not right. Fill in the code that the app shows now. "
                    "Is the clock of your phone right?"
                )
            )
        forget_wrong_ones()
        return code


class MailedCodeForm(PlainForm, forms.Form):
    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=20,
        widget=forms.TextInput({**CODE_FIELD, "autocapitalize": "characters"}),
        error_messages={"required": _("Fill in the code from the e-mail.")},
    )


class PasskeyNameForm(PlainForm, forms.Form):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=LONGEST_NAME,
        help_text=_("For example the device it is on: “Laptop at work”."),
    )
