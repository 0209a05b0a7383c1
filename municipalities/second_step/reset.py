"""Reset somebody's second step when the telephone is lost: by a beheerder, by staff, or on the server."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.record import record
from common.tenancy import across_municipalities, tenant
from users.models import User
from users.own_sign_ins import end_all_sign_ins
from users.security_mail import tell_of_change

from ..models import Membership, Municipality, StaffMember

ACTION = "reset second step"


class NotHere(Exception):
    """The second step of this person is not of this municipality alone: the platform resets it."""


def reset_second_step(
    *, user: User, municipality: Municipality | None, actor: Actor, reason: str, now: datetime
) -> None:
    """Take away every second step and passkey of somebody, and end all their sign-ins.

    They sign in with a code from a mail next, and set up a new one. Inside a municipality its beheerder does
    it; raises `NotHere` when the person works elsewhere too, now or soon: a beheerder of one municipality
    could open another one so, or take away what somebody chose for it. Without one the platform does it.
    """
    where = _municipalities_of(user, now=now)
    if municipality is not None and _guards_more(user, municipality, now=now):
        raise NotHere
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        end_all_sign_ins(user=user)
        for one in [municipality] if municipality is not None else where:
            with tenant(one):
                record(municipality=one, actor=actor, action=ACTION, target=user, now=now, reason=reason)
        transaction.on_commit(lambda: tell_of_change(user))


def _municipalities_of(user: User, *, now: datetime) -> list[Municipality]:
    with across_municipalities("own overview"):
        held = Membership.objects.filter(user=user).current(today=timezone.localdate(now))
        return list({one.municipality for one in held.select_related("municipality")})


def _guards_more(user: User, here: Municipality, *, now: datetime) -> bool:
    """Return whether somebody is platform staff, or has or gets a role elsewhere."""
    today = timezone.localdate(now)
    if StaffMember.objects.filter(user=user).current(today=today).exists():
        return True
    with across_municipalities("own overview"):
        held = Membership.objects.filter(user=user).lasting(today=today)
        return held.exclude(municipality=here).exists()
