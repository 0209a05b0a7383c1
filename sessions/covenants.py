"""How the covenant with an organisation stands on a day."""

import enum
from datetime import date, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .models import Organisation

SOON = timedelta(days=92)
"""About three months: time to talk about the next one."""


class Covenant(enum.Enum):
    """Signed or not, and whether it still holds; the value is the word in the address of a list."""

    SIGNED = "getekend"
    ENDING = "loopt-af"
    ENDED = "verlopen"
    NONE = "geen"

    @property
    def label(self) -> "LazyText | str":
        return LABELS[self]

    @property
    def badge(self) -> str:
        """Return the kind of badge that shows it."""
        return BADGES[self]


LABELS = {
    Covenant.SIGNED: _("signed"),
    Covenant.ENDING: _("ends soon"),
    Covenant.ENDED: _("has ended"),
    Covenant.NONE: _("none yet"),
}
BADGES = {
    Covenant.SIGNED: "ok",
    Covenant.ENDING: "warn",
    Covenant.ENDED: "error",
    Covenant.NONE: "neutral",
}


def covenant_of(organisation: Organisation, *, today: date) -> Covenant:
    """Return how the covenant of one organisation stands; its last day still counts."""
    if organisation.covenant_signed_on is None:
        return Covenant.NONE
    until = organisation.covenant_until
    if until is None or until > today + SOON:
        return Covenant.SIGNED
    return Covenant.ENDING if until >= today else Covenant.ENDED
