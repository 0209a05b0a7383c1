"""Links that give rights in one session; computed and never stored, so that a stolen table holds none.

A link is `<letter><row id>-<26 characters>`: 128 bits of HMAC-SHA256 over purpose, id and version. Raising
the version of the row withdraws every earlier link to it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator

from django.conf import settings

from .models import Facilitator, GroupSession, Party, Representative

Linked = Representative | Party | Facilitator | GroupSession

_TOKEN = re.compile(r"^(?P<purpose>[pkgs])(?P<pk>[0-9]{1,18})-(?P<mac>[a-z2-7]{26})$")
_PURPOSES: dict[str, tuple[type[Linked], str]] = {
    "p": (Representative, "link_version"),
    "k": (Party, "seat_card_version"),
    "g": (Facilitator, "link_version"),
    "s": (GroupSession, "screen_link_version"),
}


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _mac(key: str, purpose: str, pk: int, version: int) -> str:
    message = f"link:{purpose}:{pk}:{version}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def token_for(row: Linked) -> str:
    """Return the token of a personal link, seat card, facilitator's link or big screen."""
    for purpose, (model, version_field) in _PURPOSES.items():
        if isinstance(row, model):
            return (
                f"{purpose}{row.pk}-{_mac(settings.SECRET_KEY, purpose, row.pk, getattr(row, version_field))}"
            )
    raise TypeError(type(row))


def row_of(token: str, *kinds: type) -> Linked | None:
    """Return the row a token stands for, if it is of these kinds, of this municipality and not withdrawn."""
    match = _TOKEN.match(token)
    if match is None:
        return None
    purpose, pk = match["purpose"], int(match["pk"])
    model, version_field = _PURPOSES[purpose]
    if model not in kinds:
        return None
    row = model.objects.filter(pk=pk).first()
    if row is None:
        return None
    version = getattr(row, version_field)
    if any(hmac.compare_digest(match["mac"], _mac(key, purpose, pk, version)) for key in _keys()):
        return row
    return None
