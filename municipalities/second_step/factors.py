"""Add, renew and take away somebody's second steps and passkeys; each leaves a row in the log."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from users.models import User
from users.second_step import APP, PASSKEY, RECOVERY

from .sign_in_log import record_everywhere

LONGEST_NAME = 60
MOST_PASSKEYS = 20


class TooMany(Exception):
    """Somebody has as many passkeys as one person can need."""


@transaction.atomic
def add_app(*, user: User, secret: str, step: int, now: datetime) -> Authenticator:
    """Make the codes of an app the second step; the code that showed it works is used up by that.

    An app that was there before is replaced.
    """
    _lock(user)
    Authenticator.objects.filter(user=user, type=APP).delete()
    row = TOTP.activate(user, secret).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    RecoveryCodes.activate(user)
    record_everywhere(user=user, action="add second step", now=now)
    return row


@transaction.atomic
def add_passkey(*, user: User, credential: dict[str, Any], name: str, now: datetime) -> Authenticator:
    """Keep a passkey that was checked; raises `TooMany`."""
    _lock(user)
    if Authenticator.objects.filter(user=user, type=PASSKEY).count() >= MOST_PASSKEYS:
        raise TooMany
    row = WebAuthn.add(user, name[:LONGEST_NAME], credential).instance
    RecoveryCodes.activate(user)
    record_everywhere(user=user, action="add passkey", now=now)
    return row


def rename_passkey(*, passkey: Authenticator, name: str) -> None:
    """Give a passkey the name by which its owner knows the device."""
    passkey.data["name"] = name[:LONGEST_NAME]
    passkey.save(update_fields=["data"])


@transaction.atomic
def remove_factor(*, factor: Authenticator, now: datetime) -> None:
    """Take away an app or a passkey; with the last one the recovery codes go too."""
    user = factor.user
    _lock(user)
    factor.delete()
    if not Authenticator.objects.filter(user=user).exclude(type=RECOVERY).exists():
        Authenticator.objects.filter(user=user).delete()
    action = "remove passkey" if factor.type == PASSKEY else "remove second step"
    record_everywhere(user=user, action=action, now=now)


@transaction.atomic
def renew_recovery_codes(*, user: User, now: datetime) -> None:
    """Make ten new recovery codes; the earlier ones work no more."""
    _lock(user)
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    RecoveryCodes.activate(user)
    record_everywhere(user=user, action="renew recovery codes", now=now)


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)
