"""Erase accounts: their sign-ins and keys go, and a row without a name stays for what refers to it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from common.personal import NAME_REMOVED

from .models import User


def erase_account(user: User, *, now: datetime) -> User:
    """Take the name and address of an account and end all its sign-ins; nobody signs in with it again."""
    (row,) = erase_accounts([user], now=now)
    return row


def hold_account(user: User) -> User:
    """Hold an account until the transaction ends and return it as it is now; after its municipality.

    Without the key, so that foreign keys to it don't wait. Taking a role and being erased exclude each other.
    """
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def erase_accounts(users: Iterable[User], *, now: datetime) -> list[User]:
    """Erase accounts; the browser sessions are read once for all of them.

    The rows stay, because the log and earlier memberships name them by their number.
    """
    wanted = [user.pk for user in users]
    with transaction.atomic():
        held = User.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
        rows = list(held.filter(pk__in=wanted))
        _end_sign_ins(rows)
        for keys in (EmailAddress, Authenticator, SocialAccount, UserSession):
            keys.objects.filter(user__in=rows).delete()
        for row in rows:
            _erase(row, now=now)
    return rows


def _erase(row: User, *, now: datetime) -> None:
    row.email = f"user-{row.pk}@erased.invalid"
    row.name = NAME_REMOVED
    row.language, row.tours_seen, row.last_login = "", [], None
    row.is_active, row.erased_at = False, row.erased_at or now
    row.calendar_link_version += 1
    row.set_unusable_password()
    row.save()


def _end_sign_ins(users: Collection[User]) -> None:
    """End every browser session of these accounts, and those that wait for a code sent to their address."""
    numbers = {str(user.pk) for user in users}
    addresses = {user.email.casefold() for user in users}
    if not numbers:
        return
    for session in Session.objects.iterator():
        data = session.get_decoded()
        words = str(data).casefold()
        if data.get(SESSION_KEY) in numbers or any(address in words for address in addresses):
            session.delete()
