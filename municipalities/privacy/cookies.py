"""The cookies of this website: each is needed for what a visitor asks, and there are no others."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

JOIN_GUESSES = "pogingen"


@dataclass(frozen=True)
class Cookie:
    """A cookie by its name, what it is for, and how long it stays."""

    name: str
    why: Any
    how_long: Any


COOKIES = [
    Cookie(
        settings.SESSION_COOKIE_NAME,
        _("To stay signed in, and to keep your seat at the table."),
        _("30 days"),
    ),
    Cookie(
        settings.CSRF_COOKIE_NAME,
        _("So that no other website can send a form in your name."),
        _("1 year"),
    ),
    Cookie(settings.LANGUAGE_COOKIE_NAME, _("To remember the language you chose."), _("30 days")),
    Cookie(
        "messages",
        _("To show you on the next page what happened, for example “Saved”."),
        _("until you close the browser, or have seen the message"),
    ),
    Cookie(JOIN_GUESSES, _("To count wrong join codes, so that nobody can guess one."), _("10 minutes")),
]
