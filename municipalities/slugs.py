"""Addresses that no municipality can have, because a page of the platform lives there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

RESERVED = frozenset(
    {
        "aanmelden",
        "account",
        "admin",
        "api",
        "begrippen",
        "beheer",
        "demo",
        "dienst.js",
        "geen-verbinding",
        "gezond",
        "help",
        "inloggen",
        "kalender",
        "media",
        "meedoen",
        "mijn",
        "over",
        "platform",
        "privacy",
        "rondleiding",
        "scherm",
        "static",
        "stijlgids",
        "stroom",
        "taal",
        "toegankelijkheid",
        "uitloggen",
        "zo-werkt-het",
    }
)


def not_reserved(slug: str) -> None:
    """Raise `ValidationError` for an address that is the platform's own."""
    if slug in RESERVED:
        raise ValidationError(
            _("The address “%(slug)s” belongs to this website itself. Choose another one."),
            code="reserved",
            params={"slug": slug},
        )
