"""What may stand in the address book: nothing that points at a resident; addresses in their place."""

from django.core.exceptions import ValidationError

from common.own_words import refuse_resident_data, words_for
from common.resident_data import Finding, Kind, find_resident_data

NEVER = frozenset({Kind.BSN, Kind.IBAN})
"""Refused everywhere; a telephone number and an e-mail address have a column of their own."""


def require_words(**texts: str) -> None:
    """Raise `ValidationError` at the field whose text points at one resident."""
    for field, text in texts.items():
        try:
            refuse_resident_data(text)
        except ValidationError as error:
            raise ValidationError({field: error}) from error


def require_reach(**texts: str) -> None:
    """Raise `ValidationError` at a telephone number or e-mail address that holds a BSN or bank account."""
    for field, text in texts.items():
        if found := never_allowed(text):
            raise ValidationError({field: words_for(text, found)})


def never_allowed(text: str) -> Finding | None:
    """Return the first BSN or bank account number in a text."""
    return next((found for found in find_resident_data(text) if found.kind in NEVER), None)
