"""Addresses that no municipality can have, because a page of the platform lives there."""

import re

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

BELOW = re.compile(r"/([-a-zA-Z0-9_]+)/")
"""An address below a municipality; anything may be typed there, also what no database takes."""


def slug_below(path: str) -> str | None:
    """Return the municipality that a path lies below, if there is one of that name.

    Read and not resolved: Django resolves every path itself already, among some three hundred addresses.
    """
    below = BELOW.match(path)
    return below[1] if below and below[1] not in RESERVED else None


def not_reserved(slug: str) -> None:
    """Raise `ValidationError` for an address that is the platform's own."""
    if slug in RESERVED:
        raise ValidationError(
            _("The address “%(slug)s” belongs to this website itself. Choose another one."),
            code="reserved",
            params={"slug": slug},
        )
