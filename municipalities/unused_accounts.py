"""Accounts that nobody uses and that give nothing: their names go after two years, by themselves."""

from datetime import date, datetime

from django.db.models import Q

from common.retention import months_before, start_of
from users.erasing import erase_account
from users.models import User

from .erasing import is_needed

KEPT_FOR = 24
"""Months after the last sign-in, or after the account was made when nobody ever signed in."""


def forget_unused_accounts(*, today: date, now: datetime) -> int:
    """Erase accounts without a role, a seat or an invitation anywhere; return how many."""
    day = start_of(months_before(today, KEPT_FOR))
    stale = Q(last_login__lt=day) | Q(last_login=None, date_joined__lt=day)
    unused = [user for user in User.objects.filter(stale, erased_at=None) if not is_needed(user, today=today)]
    for user in unused:
        erase_account(user, now=now)
    return len(unused)
