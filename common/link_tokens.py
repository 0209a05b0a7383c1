"""Tokens of links that give rights; computed and never stored, so that a stolen table holds none.

A token is `<letter><row id>-<26 characters>`: 128 bits of HMAC-SHA256 over purpose, id and version. Raising
the version of the row withdraws every earlier token of it.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

_TOKEN = re.compile(r"^(?P<purpose>[a-z])(?P<pk>[0-9]{1,18})-(?P<mac>[a-z2-7]{26})$")


@dataclass(frozen=True)
class ReadToken:
    """What a token says it is for; believed only when `is_for` agrees."""

    purpose: str
    pk: int
    mac: str

    def is_for(self, *, version: int) -> bool:
        """Return whether this token was made for this version of its row, by us."""
        return any(
            hmac.compare_digest(self.mac, _mac(key, self.purpose, self.pk, version)) for key in _keys()
        )


def make_token(purpose: str, *, pk: int, version: int) -> str:
    """Return the token for a purpose (one letter), a row and its version."""
    return f"{purpose}{pk}-{_mac(settings.SECRET_KEY, purpose, pk, version)}"


def read_token(token: str) -> ReadToken | None:
    """Return the parts of a token, or nothing for what can't be one."""
    match = _TOKEN.match(token)
    return ReadToken(match["purpose"], int(match["pk"]), match["mac"]) if match else None


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _mac(key: str, purpose: str, pk: int, version: int) -> str:
    message = f"link:{purpose}:{pk}:{version}".encode()
    digest = hmac.new(key.encode(), message, hashlib.sha256).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()
