"""The links by which an owner answers from a mail; computed, never stored, and each for one purpose.

A token is `<letter of its purpose><action point>-<last day>-<26 characters>`: 128 bits of HMAC-SHA256 over
its purpose, the action point, its address, the version of its link and the last day it works on. Another
owner or address withdraws it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.conf import settings
from django.urls import reverse

from sessions.addresses import full_address

from ..models import ActionPoint

WORKS_FOR = timedelta(days=60)
_TOKEN = re.compile(r"^(?P<letter>[ap])(?P<pk>[0-9]{1,18})-(?P<until>[0-9]{6})-(?P<mac>[a-z2-7]{26})$")


class Purpose(Enum):
    """The one thing a link is for; its value is the first letter of the token."""

    ANSWER = "a"
    """Say yes, or give it back."""
    PROGRESS = "p"
    """Tell how it goes: on track, stuck or finished."""


class Reply(Enum):
    """Why a link opens no action point."""

    WRONG = "wrong"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Opened:
    """What a link opens, and the one thing it is for."""

    action: ActionPoint
    purpose: Purpose


def reply_token(action: ActionPoint, *, sent_on: date, purpose: Purpose = Purpose.ANSWER) -> str:
    """Return the token of one purpose for the present owner of an action point, in a mail of this day."""
    until = (sent_on + WORKS_FOR).toordinal()
    return f"{purpose.value}{action.pk}-{until}-{_mac(settings.SECRET_KEY, action, until, purpose)}"


def reply_address(action: ActionPoint, *, sent_on: date, purpose: Purpose = Purpose.ANSWER) -> str:
    """Return the whole address of the page that a mail of this day links to."""
    token = reply_token(action, sent_on=sent_on, purpose=purpose)
    return full_address(reverse("agenda:reply", args=[action.municipality.slug, token]))


def opened_by(token: str, *, today: date) -> Opened | Reply:
    """Return the action point of this municipality that a token is for and its purpose, or why it is none."""
    match = _TOKEN.match(token)
    if match is None:
        return Reply.WRONG
    action = (
        ActionPoint.objects.filter(pk=int(match["pk"]))
        .exclude(owner_email="")
        .select_related("session", "municipality", "owner_organisation", "merged_into")
        .first()
    )
    purpose, until = Purpose(match["letter"]), int(match["until"])
    if action is None or not any(
        hmac.compare_digest(match["mac"], _mac(key, action, until, purpose)) for key in _keys()
    ):
        return Reply.WRONG
    return Opened(action, purpose) if today.toordinal() <= until else Reply.EXPIRED


def action_of_reply(token: str, *, today: date) -> ActionPoint | Reply:
    """Return the action point whose owner is asked for a yes by this token, or why it is none."""
    found = opened_by(token, today=today)
    if isinstance(found, Reply):
        return found
    return found.action if found.purpose is Purpose.ANSWER else Reply.WRONG


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


_SIGNED_AS = {Purpose.ANSWER: "reply", Purpose.PROGRESS: "progress"}


def _mac(key: str, action: ActionPoint, until: int, purpose: Purpose) -> str:
    address = action.owner_email.lower()
    message = f"{_SIGNED_AS[purpose]}:{action.pk}:{action.reply_link_version}:{until}:{address}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()
