"""What a browser keeps for this website: each is needed for what a visitor asks, and there is no more."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

JOIN_GUESSES = "pogingen"


@dataclass(frozen=True)
class Cookie:
    """A cookie, or what a browser keeps otherwise, by its name, what it is for, and how long it stays.

    `spoken_as` is the language of the name, so that a screen reader says it well on a page in the other one.
    """

    name: str
    why: Any
    how_long: Any
    spoken_as: str = "en"


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
    Cookie(
        JOIN_GUESSES,
        _("To count wrong join codes, so that nobody can guess one."),
        _("10 minutes"),
        spoken_as="nl",
    ),
]

ON_THE_DEVICE = [
    Cookie(
        "wacht.…",
        _("To keep an answer that is not saved yet, while your phone has no connection."),
        _("until it is saved or you read why not, or until somebody else joins on this phone"),
        spoken_as="nl",
    ),
    Cookie(
        "pressed-at",
        _("So that a big screen does not ask for a new code again and again."),
        _("until you close the tab"),
    ),
    Cookie(
        "geen-verbinding-…",
        _("To show a page when there is no connection. It holds nothing about you."),
        _("until the next version of this website"),
        spoken_as="nl",
    ),
]
"""What stays in the browser; a cookie goes along with each request, and these do not."""
