"""The forms around agreeing to an agenda: who is asked, what an organisation says, and why."""

from collections.abc import Collection, Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from common.forms import PlainForm, required_text
from common.own_words import OwnWords
from sessions.models import NAME_LENGTH, Organisation

from ..enums import ConsentAnswer
from ..models import Consent
from .consent import seen_of
from .versions import Asked

SAYS = [
    (ConsentAnswer.AGREED, _("We agree")),
    (ConsentAnswer.CONDITIONAL, _("We agree, under a condition")),
    (ConsentAnswer.BOARD_FIRST, _("It goes to our executive, management or board first")),
]


class PutForwardForm(PlainForm, forms.Form):
    """Which organisations are asked, and who answers for each: three fields per organisation."""

    mark_optional = False

    def __init__(self, *args: Any, proposed: Collection[Asked], **kwargs: Any) -> None:
        self.proposed = list(proposed)
        super().__init__(*args, **kwargs)
        for one in self.proposed:
            pk = one.organisation.pk
            self.fields[f"ask_{pk}"] = forms.BooleanField(
                label=_("Ask %(name)s") % {"name": one.organisation.name}, required=False, initial=True
            )
            self.fields[f"name_{pk}"] = forms.CharField(
                label=_("Who answers"), max_length=NAME_LENGTH, required=False, initial=one.name
            )
            self.fields[f"email_{pk}"] = forms.EmailField(
                label=_("E-mail address"), required=False, initial=one.email
            )
            for name in (f"name_{pk}", f"email_{pk}"):
                self._word_errors(self.fields[name], str(self.fields[name].label))
                self._choose_control(self.fields[name])

    def rows(self) -> Iterator[tuple[Organisation, BoundField, BoundField, BoundField]]:
        """Yield each organisation with its three fields, for the template."""
        for one in self.proposed:
            pk = one.organisation.pk
            yield one.organisation, self[f"ask_{pk}"], self[f"name_{pk}"], self[f"email_{pk}"]

    def asked(self) -> list[Asked]:
        """Return whom to ask."""
        data = self.cleaned_data
        keys = [(one.organisation, one.organisation.pk) for one in self.proposed]
        return [Asked(row, data[f"name_{pk}"], data[f"email_{pk}"]) for row, pk in keys if data[f"ask_{pk}"]]


class ConsentForm(PlainForm, forms.Form):
    """What an organisation says; the condition is asked where it agrees under one."""

    use_required_attribute = False
    answer = forms.ChoiceField(
        label=_("What does your organisation say?"), choices=SAYS, widget=forms.RadioSelect
    )
    condition = OwnWords(
        label=_("Your condition or remark"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed if you agree under a condition."),
    )
    expected_on = forms.DateField(
        label=_("When do you expect an answer?"),
        required=False,
        help_text=_("Only if it goes to your executive, management or board first."),
    )
    answered_by = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Write down who answers.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, consent: Consent, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "answer": consent.answer or None,
            "condition": consent.condition,
            "expected_on": consent.expected_on,
            "answered_by": consent.answered_by or consent.asked_name,
            "seen": seen_of(consent),
            **self.initial,
        }
        if by_hand:
            answer = self.fields["answer"]
            answer.label = _("What did %(name)s say?") % {"name": consent.organisation.name}
            answer.error_messages["required"] = required_text(answer) % {"label": answer.label}
            self.fields["condition"].label = _("The condition or remark")
            self.fields["answered_by"].label = _("Who said so?")
            self.fields["expected_on"].label = _("When is an answer expected?")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout("answer", "condition", "expected_on", "answered_by", "seen")
        return helper

    def said(self) -> dict[str, Any]:
        """Return what the verb wants."""
        return {**self.cleaned_data, "answer": ConsentAnswer(self.cleaned_data["answer"])}


class AskAgainForm(PlainForm, forms.Form):
    """Who is asked now, by a mail with a new link."""

    use_required_attribute = False
    name = forms.CharField(label=_("Who answers"), max_length=NAME_LENGTH, required=False)
    email = forms.EmailField(label=_("E-mail address"))

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, prefix="again", **kwargs)
        self.initial = {"name": consent.asked_name, "email": consent.asked_email, **self.initial}


class WhyForm(PlainForm, forms.Form):
    """Why something is done that not everybody expects."""

    use_required_attribute = False
    mark_optional = False
    reason = OwnWords(
        label=_("Why?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
