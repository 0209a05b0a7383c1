"""Erase an account: its sign-ins and keys go, and a row without a name stays for what refers to it."""

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
    """Take the name and address of an account and end all its sign-ins; nobody signs in with it again.

    The row stays, because the log and earlier memberships name it by its number.
    """
    with transaction.atomic():
        row = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
        end_sign_ins(row)
        for keys in (EmailAddress, Authenticator, SocialAccount, UserSession):
            keys.objects.filter(user=row).delete()
        row.email = f"user-{row.pk}@erased.invalid"
        row.name = NAME_REMOVED
        row.language, row.tours_seen, row.last_login = "", [], None
        row.is_active, row.erased_at = False, row.erased_at or now
        row.calendar_link_version += 1
        row.set_unusable_password()
        row.save()
    return row


def end_sign_ins(user: User) -> int:
    """End every browser session of an account, and those that wait for a code sent to its address."""
    ended = 0
    for session in Session.objects.iterator():
        data = session.get_decoded()
        if data.get(SESSION_KEY) == str(user.pk) or user.email.casefold() in str(data).casefold():
            session.delete()
            ended += 1
    return ended
