"""Where somebody is on the way to who signs in: the sign-in pages wear the style of that municipality."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import reverse

from .models import Municipality
from .slugs import slug_below

# Where allauth keeps a sign-in that waits for its code.
WAITING = "account_login"
AT_ONE = re.compile(r"/inloggen/gemeente/([a-z0-9-]+)/")
"""The pages of signing in with the account of a municipality."""


def municipality_of_sign_in(request: HttpRequest) -> Municipality | None:
    """Return the municipality whose page somebody asked for before signing in, or nothing."""
    if not request.path.startswith(reverse("account_login")):
        return None
    at_one = AT_ONE.match(request.path)
    if at_one:
        return Municipality.objects.filter(slug=at_one[1]).first()
    address = request.GET.get("next") or _sent(request) or _kept(request)
    slug = slug_below(address)
    return Municipality.objects.filter(slug=slug).first() if slug else None


def _sent(request: HttpRequest) -> str:
    """Return where a form leads; nothing for one that can't be read, whose refusal is drawn with this."""
    try:
        return request.POST.get("next", "")
    except BadRequest:
        return ""


def _kept(request: HttpRequest) -> str:
    waiting = request.session.get(WAITING) if hasattr(request, "session") else None
    return str(waiting.get("redirect_url") or "") if isinstance(waiting, dict) else ""
