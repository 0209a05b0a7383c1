"""Who gets another e-mail address is reached there: the agenda fulfils that promise for what they own."""

from datetime import datetime

from django.utils.crypto import salted_hmac

from municipalities.models import Municipality
from outbox.promises import promise

from .models import ContactPerson

NEW_ADDRESS = "follow new address"


def mark_of(municipality: Municipality, text: str) -> str:
    """Return what a promise names an address or a person by, so that the outbox holds neither."""
    told = f"{municipality.pk} {text.casefold()}"
    return salted_hmac(NEW_ADDRESS, told, algorithm="sha256").hexdigest()[:32]


def promise_to_follow(person: ContactPerson, *, name: str, email: str, now: datetime) -> None:
    """Promise that what somebody owns follows from an address, where it is another one now.

    `name` and `email` are those of before. Who has no address any more is reached nowhere else.
    """
    if not email or not person.email or email.casefold() == person.email.casefold():
        return
    municipality = person.municipality
    was = mark_of(municipality, email)
    promise(
        municipality=municipality,
        kind=NEW_ADDRESS,
        key=f"{NEW_ADDRESS} {person.pk} from {was} at {now.isoformat()}",
        payload={"person": person.pk, "was": was, "named": mark_of(municipality, name)},
        now=now,
    )
