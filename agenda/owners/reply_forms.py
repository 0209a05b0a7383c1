"""What an owner answers from a mail: a yes or a no, or how it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm
from common.own_words import OwnWords

from ..enums import OwnersWord
from ..models import ActionPoint


class ReplyForm(PlainForm, forms.Form):
    """The answer of an owner from a mail: yes, or back to the table with a reason."""

    YES, BACK = "yes", "back"

    use_required_attribute = False
    answer = forms.ChoiceField(
        choices=[(YES, YES), (BACK, BACK)],
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the two buttons.")},
    )
    reason = OwnWords(
        label=_("Why do you give it back?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ProgressReplyForm(PlainForm, forms.Form):
    """How it goes, in one choice and one line; whoever finished it is asked what a resident notices."""

    FINISHED = "finished"

    use_required_attribute = False
    word = forms.ChoiceField(
        label=_("How is it going?"),
        choices=[*OwnersWord.choices, (FINISHED, _("finished"))],
        widget=forms.RadioSelect,
    )
    text = OwnWords(
        label=_("In one line: what happened, or what is needed?"),
        max_length=300,
        required=False,
        help_text=_("When it is stuck: what would help you?"),
    )
    resident_effect = OwnWords(
        label=_("Is it finished? What does a resident notice of it?"), max_length=300, required=False
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resident_effect"].initial = action.resident_effect
        self.initial = {"word": action.owners_word, **self.initial}
