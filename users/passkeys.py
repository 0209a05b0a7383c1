"""Passkeys: make one, sign in with one, and take the second step with one.

Always with user verification: the device asks for a fingerprint, a face or a PIN, so a passkey is two ways of
proving at once. It is always found by the browser itself, so nobody types an address first.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from fido2.webauthn import AuthenticatorData

from .models import User

T = TypeVar("T")


class NoPasskey(Exception):
    """What the browser sent is no passkey of this person, for this question."""


def question_for_new(user: User) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; the challenge stays in the session."""
    return auth.begin_registration(user, passwordless=True)


def question_for_old(user: User | None = None) -> dict[str, Any]:
    """Return what the browser needs to show a passkey: of one person, or whichever it has."""
    return auth.begin_authentication(user)


def check_new(credential: Any) -> None:
    """Raise `NoPasskey` unless this new passkey answers the question, with user verification."""

    def read() -> AuthenticatorData:
        auth.parse_registration_response(credential)
        return auth.complete_registration(credential)

    made = _read(read)
    if not made.is_user_verified():
        raise NoPasskey


def passkey_of(credential: Any, *, user: User | None = None) -> Authenticator:
    """Return the passkey that answers the question, of this person; without one, of whom it says to be.

    Raises `NoPasskey`.
    """

    def read() -> Authenticator:
        auth.parse_authentication_response(credential)
        owner = user or auth.extract_user_from_response(credential)
        passkey = auth.complete_authentication(owner, credential)
        passkey.user = owner
        return passkey

    return _read(read)


def _read(what: Callable[[], T]) -> T:
    """Read what came from a browser: whatever is wrong with it, it is no passkey."""
    try:
        return what()
    except Exception as error:  # CBOR, base64, signatures, JSON: each reader fails in its own way
        raise NoPasskey from error
    finally:
        # A question is answered once, also when the answer was wrong.
        auth.clear_state()
