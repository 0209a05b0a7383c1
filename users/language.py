"""The language of a person: what they chose, wherever they sign in; a visitor has that of the browser."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from .models import User


class ChosenLanguage:
    """Speak the language that the person who signed in chose, on whatever device.

    Comes after Django's own middleware, which goes by the cookie of a visitor and then by the browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_spoken(language := _chosen_by(request)):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)


def is_spoken(language: str) -> bool:
    """Tell whether the screens exist in a language; Django itself knows a hundred more."""
    return language in dict(settings.LANGUAGES)


def mail_language(email: str, *, otherwise: str = settings.LANGUAGE_CODE) -> str:
    """Return the language for a mail: what the person with this address chose, or else Dutch.

    A guest without an account gets Dutch too: the municipality writes it, and so is the report.
    """
    user = User.objects.filter(email__iexact=email).first()
    return user.language if user and is_spoken(user.language) else otherwise


def keep_choice(user: User, *, cookie: str) -> None:
    """Take over what somebody chose before signing in, unless they chose earlier."""
    if not user.language and is_spoken(cookie):
        user.language = cookie
        user.save(update_fields=["language"])


def _chosen_by(request: HttpRequest) -> str:
    try:
        # A phone at the table has a seat and no account: nobody is looked up for it.
        return getattr(request.user, "language", "") if SESSION_KEY in request.session else ""
    except OperationalError:  # the database is busy or away: the view says so, in the language of the browser
        return ""
