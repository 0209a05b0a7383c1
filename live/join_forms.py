"""What people type to join: a code, their party, their name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from sessions.models import NAME_LENGTH, GroupSession


class CodeForm(PlainForm, forms.Form):
    """The join code, as people read it from the big screen."""

    code = forms.CharField(
        label=_("Join code"),
        max_length=40,
        help_text=_("Eight letters and digits, for example ABCD-2345. It is on the big screen."),
        error_messages={"required": _("Type the code that is on the big screen.")},
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


class NameForm(PlainForm, forms.Form):
    """The name of who sits down."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        help_text=_("The others at the table know you by this name. Your first name is enough."),
        error_messages={"required": _("Type your name, so that the table knows who you are.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "autocapitalize": "words", "enterkeyhint": "go", "dir": "auto"}
        ),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class PartyForm(NameForm):
    """Who somebody answers for, for people who came with the join code."""

    field_order = ("party", "name")

    def __init__(self, *args: Any, session: GroupSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"] = forms.ModelChoiceField(
            label=_("For which organisation do you join?"),
            queryset=session.parties.all(),
            error_messages={
                "required": _("Choose your organisation."),
                "invalid_choice": _("This organisation is not at this table. Choose one from the list."),
            },
        )
        self.order_fields(["party", "name"])
