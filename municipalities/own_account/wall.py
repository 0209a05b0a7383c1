"""What a sign-in with the account of one municipality opens: that municipality, and nothing else.

Who runs a municipality chooses its provider, and a provider can claim to be anybody. So such a sign-in proves
who somebody is to that municipality only. Everywhere else its visitor is a stranger, until they also prove
themselves in a way that no provider has a hand in: a code to their own mailbox, or their own passkey.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from users.models import User

from ..models import IdentityProvider, Municipality

MARK = "own_sign_in"
"""In the session: whose sign-in this is, and of which municipalities.

Not read from allauth's records alone: it empties those when a sign-in that waits for its code is left, and an
empty list says nothing about how somebody came in."""
EVERYWHERE = frozenset({"account_logout", "set_language", "tour_seen"})
"""Pages that end a sign-in or change how the screens look to its owner."""


class OwnSignInWall:
    """Take who signed in with the account of a municipality for a visitor on every page outside it.

    Comes right after the middleware that knows who signed in, so that no page has to think of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            request.user = SimpleLazyObject(lambda: _seen_as(request))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """End what came through a provider that is not in use any more; asked inside the municipality."""
        municipality: Municipality | None = request.municipality  # type: ignore[attr-defined]
        if municipality is None or not request.user.is_authenticated or confined_to(request) is None:
            return
        if not IdentityProvider.objects.filter(municipality=municipality, in_use=True).exists():
            request.user = AnonymousUser()


def confined_to(request: HttpRequest) -> frozenset[str] | None:
    """Return the only municipalities that this sign-in opens; nothing when it opens all that is theirs."""
    return came_through(request, get_user(request))


def came_through(request: HttpRequest, user: Any) -> frozenset[str] | None:
    """Return the municipalities through whose providers this person came in, if in no other way as well."""
    mark = request.session.get(MARK) if user.is_authenticated else None
    if not isinstance(mark, dict) or mark.get("user") != user.pk or _proved_alone(request, user):
        return None
    return frozenset(mark["municipalities"])


def mark_sign_in(request: HttpRequest, user: User, *, slug: str) -> None:
    """Note in the session through whose provider somebody came in, beside earlier ones of the same person."""
    mark = request.session.get(MARK)
    earlier = mark["municipalities"] if isinstance(mark, dict) and mark.get("user") == user.pk else []
    request.session[MARK] = {"user": user.pk, "municipalities": sorted({*earlier, slug})}


def end_own_sign_ins(municipality: Municipality) -> int:
    """End every sign-in that came in by the account of a municipality and in no other way; return how many.

    Their next request is turned away by the wall already. An open stream makes none, and hears it by this.
    """
    bound = SocialAccount.objects.filter(provider=municipality.slug).values("user")
    browsers = {
        row.session_key: row.user for row in UserSession.objects.filter(user__in=bound).select_related("user")
    }
    ended = []
    for session in Session.objects.filter(session_key__in=browsers):
        there = HttpRequest()
        there.session = session.get_decoded()  # type: ignore[assignment]
        if municipality.slug in (came_through(there, browsers[session.session_key]) or ()):
            ended.append(session.session_key)
    UserSession.objects.filter(session_key__in=ended).delete()
    return Session.objects.filter(session_key__in=ended).delete()[0]


def _proved_alone(request: HttpRequest, user: Any) -> bool:
    """Return whether this browser also signed in without any provider: the code of an app is no sign-in."""
    records = get_authentication_records(request, user)
    return any(one.get("method") == "code" or one.get("passwordless") for one in records)


def _seen_as(request: HttpRequest) -> Any:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    confined = confined_to(request)
    return user if confined is None or _is_open(request, confined) else AnonymousUser()


def _is_open(request: HttpRequest, confined: frozenset[str]) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return match.kwargs.get("gemeente") in confined or match.view_name in EVERYWHERE
