"""A form field for what people write in their own words: data about residents is refused there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .resident_data import Finding, Kind, find_resident_data

SAYS = {
    Kind.BSN: _("“%(found)s” is a citizen service number (BSN)."),
    Kind.IBAN: _("“%(found)s” is a bank account number."),
    Kind.EMAIL: _("“%(found)s” is an e-mail address."),
    Kind.PHONE: _("“%(found)s” is a phone number."),
    Kind.ADDRESS: _("“%(found)s” is an address."),
    Kind.BIRTH_DATE: _("“%(found)s” looks like a date of birth."),
}
LEAVE_OUT = _("This tool never holds data about residents. Leave it out.")


def refuse_resident_data(text: str) -> None:
    """Raise `ValidationError` that names the first thing in a text that points at one resident."""
    found = find_resident_data(text)
    if found:
        raise ValidationError(words_for(text, found[0]), code="resident data")


def words_for(text: str, finding: Finding) -> str:
    """Return what was found and what to do about it."""
    said = SAYS[finding.kind] % {"found": text[finding.start : finding.end].strip()}
    return f"{said} {LEAVE_OUT}"


class OwnWords(forms.CharField):
    """What people write in their own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.validators.append(refuse_resident_data)
