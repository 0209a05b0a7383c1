"""Whether somebody signed in just now: asked before the ways in change, so no browser left alone does."""

from datetime import datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from .models import User
from .second_factor import DEMO_SIGN_IN
from .second_step import factors_of

FRESH_FOR = timedelta(minutes=15)
PROVES = frozenset({"code", "mfa", "socialaccount"})


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether this browser proved who it is just now.

    Who has a second step proves it with that: otherwise the code from a mail alone could replace it.
    """
    if not isinstance(request.user, User):
        return False
    if settings.DEMO and request.session.get(DEMO_SIGN_IN):
        return True
    wanted = frozenset({"mfa"}) if factors_of(request.user).any else PROVES
    since = (now - FRESH_FOR).timestamp()
    records = get_authentication_records(request, request.user)
    return any(one.get("method") in wanted and one.get("at", 0) >= since for one in records)
