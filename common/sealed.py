"""Keep a secret encrypted in the database, so that a stolen table opens nothing."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretLost(Exception):
    """A secret was encrypted under a `SECRET_KEY` that is gone."""


def sealed(secret: str, *, purpose: str) -> str:
    """Return a secret as it may stand in the database."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unsealed(kept: str, *, purpose: str) -> str:
    """Return the secret itself; raise `SecretLost` when no key opens it."""
    try:
        return _box(purpose).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise SecretLost from error


def _box(purpose: str) -> MultiFernet:
    """Return what encrypts under the present key, and opens what an earlier one encrypted."""
    keys = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    # 256 bits for this purpose alone: what else is made with SECRET_KEY says nothing about it.
    return base64.urlsafe_b64encode(hmac.new(key.encode(), purpose.encode(), hashlib.sha256).digest())
