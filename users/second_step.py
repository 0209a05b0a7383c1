"""What somebody has as a second step, and the check of a code of it; each code counts once."""

from dataclasses import dataclass, field
from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import transaction

from common.sealed import SecretLost

from .mfa_rules import SecondStepRules
from .models import User

PERIOD = 30
"""Seconds that a code of an app stands on the screen (RFC 6238)."""
CLOCK_MAY_DIFFER = 1
"""Codes before and after the present one that count too: telephones run a little fast or slow."""
APP, PASSKEY, RECOVERY = (
    Authenticator.Type.TOTP,
    Authenticator.Type.WEBAUTHN,
    Authenticator.Type.RECOVERY_CODES,
)


@dataclass
class Factors:
    """The second steps of one person."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    recovery: Authenticator | None = None

    @property
    def any(self) -> bool:
        return self.app is not None or bool(self.passkeys)

    @property
    def codes(self) -> list[str]:
        """Return the recovery codes that were not used yet."""
        return RecoveryCodes(self.recovery).get_unused_codes() if self.recovery else []

    @property
    def codes_left(self) -> int:
        used = (
            self.recovery.data["used_mask"].bit_count() if self.recovery else settings.MFA_RECOVERY_CODE_COUNT
        )
        return settings.MFA_RECOVERY_CODE_COUNT - used


def factors_of(user: User) -> Factors:
    """Return what somebody has, in one query."""
    found = Factors()
    for row in Authenticator.objects.filter(user=user).order_by("pk"):
        if row.type == PASSKEY:
            found.passkeys.append(row)
        elif row.type == APP:
            found.app = row
        else:
            found.recovery = row
    return found


def code_of_app(secret: str, *, now: datetime) -> str:
    """Return what an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, _step(now)))


def step_of_code(secret: str, code: str, *, now: datetime) -> int | None:
    """Return the time step of a code of an app, or nothing for a wrong one."""
    for step in range(_step(now) - CLOCK_MAY_DIFFER, _step(now) + CLOCK_MAY_DIFFER + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def use_code(*, user: User, code: str, now: datetime) -> Authenticator | None:
    """Use up a code of the app or a recovery code, and return what it is of; nothing for a wrong or used one.

    Kept in the row and not in the cache, under a lock: a code counts once, whatever the cache forgets and
    however many requests bring it at the same time.
    """
    with transaction.atomic():
        rows = list(
            Authenticator.objects.select_for_update()
            .filter(user=user, type__in=[APP, RECOVERY])
            .order_by("pk")
        )
        for row in rows:
            row.user = user
            try:
                used = (
                    _use_app(row, code, now=now)
                    if row.type == APP
                    else RecoveryCodes(row).validate_code(code)
                )
            except SecretLost:  # nobody can give the right code any more: a reset helps
                used = False
            if used:
                return row
    return None


def _use_app(row: Authenticator, code: str, *, now: datetime) -> bool:
    step = step_of_code(SecondStepRules().decrypt(row.data["secret"]), code, now=now)
    if step is None or step <= row.data.get("last_step", -1):
        return False
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return True


def _step(now: datetime) -> int:
    return int(now.timestamp()) // PERIOD
