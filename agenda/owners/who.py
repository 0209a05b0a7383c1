"""Name somebody in a promise, so that the outbox holds no address."""

from django.utils.crypto import salted_hmac

from municipalities.models import Municipality

_SALT = "remind owner"


def who(municipality: Municipality, email: str) -> str:
    """Return what a promise names somebody by, in this municipality only."""
    told = f"{municipality.pk} {email.lower()}"
    return salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:32]
