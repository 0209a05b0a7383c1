"""The rules allauth follows for second steps and passkeys."""

from collections.abc import Iterable

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.sealed import sealed, unsealed

from .models import User

PURPOSE = "users.second_step"
ASKED_AT_SIGN_IN = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})
NAME = "Digitale gesprekshulp"


class SecondStepRules(DefaultMFAAdapter):
    """A passkey is a way in, and the code of an app a second step after the code from a mail."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right, or it was used before. Wait for the next code."
        ),
    }

    def is_mfa_enabled(self, user: User, types: Iterable[str] | None = None) -> bool:
        """Return whether somebody is asked for a second step after the code from a mail.

        allauth would ask everybody who has a passkey. Who adds one to sign in with, and needs no second step,
        would then be locked out on each device without it. Whose rights want one is asked by
        `municipalities.access`, and may answer with the passkey there.
        """
        if types is None or set(types) == ASKED_AT_SIGN_IN:
            types = [Authenticator.Type.TOTP]
        return super().is_mfa_enabled(user, types)

    def encrypt(self, text: str) -> str:
        return sealed(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return unsealed(encrypted_text, purpose=PURPOSE)

    def get_totp_issuer(self) -> str:
        return NAME

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": NAME}


def passkeys_possible(request: HttpRequest) -> bool:
    """Return whether a browser can make a passkey here: the host has a name, over https or on itself."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    is_number = host.startswith("[") or host.replace(".", "").isdigit()
    return not is_number and (request.is_secure() or host == "localhost")
