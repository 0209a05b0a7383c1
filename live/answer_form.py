"""One answer as a phone sends it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from common.own_words import OwnWords
from common.revisions import whole_number
from questionnaire.enums import AnswerKind, Moment
from questionnaire.models import NOTE_LENGTH

from .seat_lines import NOT_APPLICABLE, UNKNOWN

KINDS = {UNKNOWN: AnswerKind.DONT_KNOW, NOT_APPLICABLE: AnswerKind.NOT_APPLICABLE}
CHOOSE = _("Choose a figure. If you do not know, choose ‘I don't know’.")


class AnswerForm(forms.Form):
    """A choice, a note, the version of the answer that the sender saw, and the moment it is meant for."""

    answer = forms.CharField(max_length=20, error_messages={"required": CHOOSE, "max_length": CHOOSE})
    note = OwnWords(required=False)
    expected_version = forms.CharField(required=False)
    # An answer can wait on a phone for hours: what was meant for before the talk is never one of after it.
    moment = forms.CharField(required=False, max_length=20)

    def clean_answer(self) -> tuple[AnswerKind, int | None]:
        typed = self.cleaned_data["answer"]
        if typed in KINDS:
            return KINDS[typed], None
        if not re.fullmatch(r"-?[0-9]{1,9}", typed):
            raise forms.ValidationError(CHOOSE)
        return AnswerKind.VALUE, int(typed)

    def clean_note(self) -> str:
        # A browser counts a new line as one character, and sends two.
        note = self.cleaned_data["note"].replace("\r\n", "\n").strip()
        if len(note) > NOTE_LENGTH:
            text = _("Your note has %(count)d characters; at most %(limit)d fit. Make it shorter.")
            raise forms.ValidationError(text % {"count": len(note), "limit": NOTE_LENGTH})
        return note

    def clean_expected_version(self) -> int:
        """Return the version; whoever names none saw none, and is asked to choose when there is one."""
        return whole_number(self.cleaned_data["expected_version"])

    def clean_moment(self) -> Moment | None:
        typed = self.cleaned_data["moment"]
        return Moment(typed) if typed in Moment.values else None

    @property
    def first_error(self) -> str:
        return next((str(texts[0]) for texts in self.errors.values()), "")
