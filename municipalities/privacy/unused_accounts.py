"""Accounts that nobody uses and that give nothing: their names go by themselves."""

from datetime import date, datetime

from django.db.models import Q

from common.retention import months_before, start_of
from users.erasing import erase_accounts
from users.models import User

from .erasing import is_needed

KEPT_FOR = 24
"""Months after the last sign-in."""
NEVER_USED_KEPT_FOR = 1
"""Months after it was made, when nobody ever signed in.

Who asks for the code of an invitation and leaves it at that, has an account with an address and nothing else.
While the invitation is there, it keeps the account."""


def forget_unused_accounts(*, today: date, now: datetime) -> int:
    """Erase accounts without a role, a seat or an invitation anywhere; return how many."""
    day, made = (start_of(months_before(today, months)) for months in (KEPT_FOR, NEVER_USED_KEPT_FOR))
    stale = Q(last_login__lt=day) | Q(last_login=None, date_joined__lt=made)
    unused = [user for user in User.objects.filter(stale, erased_at=None) if not is_needed(user, today=today)]
    return len(erase_accounts(unused, now=now))
