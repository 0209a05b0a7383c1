"""The words for codes that the log keeps as a reason: why something was refused, in its reader's language.

A reason that somebody typed is shown as it is.
"""

from django.utils.translation import gettext_lazy as _

REFUSED = "refuse "
"""What begins the name of an action whose reason is a code."""

REASONS = {
    # An invitation for a role
    "another address": _("signed in with another address"),
    "accepted": _("it was accepted already"),
    "revoked": _("it was withdrawn"),
    "expired": _("its time was over"),
    "closed": _("the account is closed"),
    # A sign-in with an account of the municipality
    "unknown": _("nobody here has this address"),
    "other domain": _("the address is of another organisation"),
    "other tenant": _("the account is of another organisation"),
    "other subject": _("the address is linked to another account"),
    "no address": _("the provider named no e-mail address"),
    "not verified": _("the provider does not vouch for the address"),
    "token": _("what the provider sent can't be trusted"),
    "token too old": _("what the provider sent was too old"),
    "wrong secret": _("the provider does not know our secret"),
    "other issuer": _("another provider answered"),
    "no provider": _("what answered is no provider"),
    # A file
    "empty": _("the file was empty"),
    "too large": _("the file was too large"),
    "too wide": _("the file had too many columns"),
    "old excel": _("a file of an old version of Excel"),
    "opendocument": _("a file of LibreOffice"),
    "macros": _("the file had macros in it"),
    "pdf": _("the file was a PDF"),
    "other": _("the file was no spreadsheet"),
    "dangerous": _("the file asked for something outside itself"),
    "broken": _("the file was damaged"),
    "encoding": _("the letters could not be read"),
    "hidden": _("every sheet was hidden"),
    "hidden rows": _("every row was hidden"),
    "no head": _("the names of the columns were missing"),
    "column twice": _("a column was in it twice"),
    "no rows": _("there were no rows in it"),
}


def reason_in_words(action: str, reason: str) -> str:
    """Return the reason of an event as people read it."""
    return str(REASONS.get(reason, reason)) if action.startswith(REFUSED) else reason
