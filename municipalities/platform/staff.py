"""Who runs the platform: appoint and end, and never leave it without anybody.

It belongs to no municipality, so to no log of one: the row says who did it, and the log of the server too.
"""

import logging
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from users.models import User

from ..models import StaffMember

logger = logging.getLogger(__name__)

COMMAND_LINE = "command line"
"""Who appoints the first one: whoever may start a command on the server."""


class LastStaff(Exception):
    """Without this person nobody would run the platform."""


def is_staff(user: User, *, today: date) -> bool:
    """Return whether somebody runs the platform today."""
    return StaffMember.objects.current(today=today).filter(user=user, user__is_active=True).exists()


def current_staff(*, today: date) -> QuerySet[StaffMember]:
    """Return who runs the platform today, by name."""
    staff = StaffMember.objects.current(today=today).filter(user__is_active=True)
    return staff.select_related("user").order_by("user__name", "user__email")


def appoint_staff(*, email: str, appointed_by: str, today: date, name: str = "") -> StaffMember:
    """Let somebody run the platform, whose account is made when there is none.

    Raises `ValidationError` for an address that can't be, or for who runs it already.
    """
    email, name = email.strip().lower(), " ".join(name.split())
    validate_email(email)
    with transaction.atomic():
        _hold_all()
        user = User.objects.filter(email__iexact=email).first()
        user = user or User.objects.create_user(email=email, name=name[:120])
        if not user.is_active:
            raise ValidationError({"email": _("This account may not sign in any more.")})
        if is_staff(user, today=today):
            raise ValidationError({"email": _("This person runs the platform already.")})
        # Who was ended today and is appointed again today goes on in the same row.
        member, _new = StaffMember.objects.update_or_create(
            user=user,
            from_date=today,
            defaults={"until_date": None, "appointed_by": appointed_by, "ended_by": ""},
        )
    logger.info("%s lets %s run the platform.", appointed_by, reference(user))
    return member


def end_staff(member: StaffMember, *, ended_by: str, today: date) -> bool:
    """End an appointment from the next request on; return whether it still held.

    Raises `LastStaff` when nobody else would be left.
    """
    with transaction.atomic():
        _hold_all()
        held = current_staff(today=today)
        if not held.filter(pk=member.pk).exists():
            return False
        if not held.exclude(user=member.user_id).exists():
            raise LastStaff
        member.until_date, member.ended_by = today - timedelta(days=1), ended_by
        member.save(update_fields=["until_date", "ended_by"])
    logger.info("%s lets %s run the platform no longer.", ended_by, reference(member.user))
    return True


def reference(user: User) -> str:
    """Return how a person is named where only a number may stay."""
    return f"user {user.pk}"


def _hold_all() -> None:
    """Let two people who end each other wait for one another."""
    list(StaffMember.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
