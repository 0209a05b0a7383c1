"""Write down in the log of each municipality what happens to the ways in of somebody who works there."""

from datetime import datetime
from typing import Any

from allauth.account.signals import login_code_rejected, user_logged_in
from allauth.mfa.signals import authentication_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django_scopes import get_scope

from audit.actors import Actor
from audit.record import record
from common.tenancy import across_municipalities, tenant
from users.models import User

from ..models import Membership, Municipality
from ..own_account.wall import came_through


def municipalities_of(user: User, *, now: datetime) -> list[Municipality]:
    """Return where somebody works today, by name."""
    with across_municipalities("own overview"):
        held = Membership.objects.filter(user=user).current(today=timezone.localdate(now))
        found = {one.municipality for one in held.select_related("municipality")}
    return sorted(found, key=lambda one: one.name)


def record_everywhere(*, user: User, action: str, now: datetime, actor: Actor | None = None) -> None:
    """Write one row in each municipality where this person works; from inside one, in that one only."""
    inside = get_scope().get("municipality")
    for municipality in [inside] if inside is not None else municipalities_of(user, now=now):
        with tenant(municipality):
            record(
                municipality=municipality,
                actor=actor or Actor(role="person", user=user),
                action=action,
                target=user,
                now=now,
            )


# allauth tells of signing in by signals, and in no other way.


@receiver(user_logged_in, dispatch_uid="log sign-in")
def _signed_in(user: User, request: HttpRequest, **_said: Any) -> None:
    if came_through(request, user) is not None:
        return  # `own_sign_in.py` tells that municipality; it proves nothing to the others.
    record_everywhere(user=user, action="sign in", now=timezone.now())


@receiver(login_code_rejected, dispatch_uid="log wrong code")
def _wrong_code(user: User, **_said: Any) -> None:
    # Whoever typed it is not known to be this person.
    record_everywhere(user=user, action="refuse code", now=timezone.now(), actor=Actor(role="visitor"))


@receiver(authentication_failed, dispatch_uid="log wrong second step")
def _wrong_second_step(user: User, **_said: Any) -> None:
    record_everywhere(user=user, action="refuse second step", now=timezone.now(), actor=Actor(role="visitor"))
