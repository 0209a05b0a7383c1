"""Who runs the platform in the demo: two, because removing a municipality takes two."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.platform.staff import COMMAND_LINE, appoint_staff, current_staff

from .sign_ins import SignIn
from .stories import address

PEOPLE = ("Femke Aalders", "Jasper Kuiper")


def appoint_demo_staff(*, today: date) -> None:
    """Appoint those who are not there yet."""
    there = set(current_staff(today=today).values_list("user__email", flat=True))
    for name in PEOPLE:
        email = address(name, at="platform")
        if email not in there:
            appoint_staff(email=email, name=name, appointed_by=COMMAND_LINE, today=today)


def staff_sign_ins() -> list[SignIn]:
    """Return with whom one can look at the pages of the platform."""
    emails = {address(name, at="platform"): number for number, name in enumerate(PEOPLE, start=1)}
    return [
        SignIn(
            who=f"platform-{emails[member.user.email]}",
            name=str(member.user),
            label=_("platform staff"),
            hint=_("Adds municipalities, merges them, suspends them. Does not see what is in them."),
            page=reverse("platform:municipalities"),
            user=member.user,
        )
        for member in current_staff(today=timezone.localdate())
        if member.user.email in emails
    ]
