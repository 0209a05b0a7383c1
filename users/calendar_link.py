"""The secret link to one's own calendar; computed, never stored, and withdrawn by raising its version."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from common.link_tokens import make_token, read_token

from .models import User

PURPOSE = "c"


def calendar_token(user: User) -> str:
    """Return the secret part of the link."""
    return make_token(PURPOSE, pk=user.pk, version=user.calendar_link_version)


def calendar_address(user: User) -> str:
    """Return the full address that a calendar program follows."""
    return f"{settings.BASE_URL}{reverse('calendar', kwargs={'token': calendar_token(user)})}"


def user_of_calendar(token: str) -> User | None:
    """Return whose calendar this link is for; None when it was withdrawn, or the account was closed."""
    read = read_token(token)
    if read is None or read.purpose != PURPOSE:
        return None
    user = User.objects.filter(pk=read.pk, is_active=True).first()
    return user if user is not None and read.is_for(version=user.calendar_link_version) else None


def renew_calendar_link(user: User, *, seen: int) -> bool:
    """Withdraw the link; `seen` is the version a page showed. Return whether there was one to withdraw."""
    with transaction.atomic():
        renewed = User.objects.filter(pk=user.pk, calendar_link_version=seen).update(
            calendar_link_version=seen + 1
        )
    user.refresh_from_db(fields=["calendar_link_version"])
    return bool(renewed)
