"""The link by which an owner answers from a mail; computed, never stored.

A token is `a<action point>-<last day>-<26 characters>`: 128 bits of HMAC-SHA256 over the action point, its
address, the version of its link and the last day it works on. Another owner or address withdraws it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from django.conf import settings

from .models import ActionPoint

WORKS_FOR = timedelta(days=60)
_TOKEN = re.compile(r"^a(?P<pk>[0-9]{1,18})-(?P<until>[0-9]{6})-(?P<mac>[a-z2-7]{26})$")


class Reply(Enum):
    """Why a link opens no action point."""

    WRONG = "wrong"
    EXPIRED = "expired"


def reply_token(action: ActionPoint, *, sent_on: date) -> str:
    """Return the token for the present owner of an action point, in a mail of this day."""
    until = (sent_on + WORKS_FOR).toordinal()
    return f"a{action.pk}-{until}-{_mac(settings.SECRET_KEY, action, until)}"


def action_of_reply(token: str, *, today: date) -> ActionPoint | Reply:
    """Return the action point of this municipality that a token answers for, or why it is none."""
    match = _TOKEN.match(token)
    if match is None:
        return Reply.WRONG
    action = (
        ActionPoint.objects.filter(pk=int(match["pk"]))
        .exclude(owner_email="")
        .select_related("session", "municipality", "owner_organisation")
        .first()
    )
    until = int(match["until"])
    if action is None or not any(
        hmac.compare_digest(match["mac"], _mac(key, action, until)) for key in _keys()
    ):
        return Reply.WRONG
    return action if today.toordinal() <= until else Reply.EXPIRED


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _mac(key: str, action: ActionPoint, until: int) -> str:
    address = action.owner_email.lower()
    message = f"reply:{action.pk}:{action.reply_link_version}:{until}:{address}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()
