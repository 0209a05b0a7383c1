"""The sign-ins of one person: where they are signed in, and ending one of them, or all but this one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from .devices import device_name
from .models import User
from .present_sign_in import present_sign_in

SEEN_AT = "seen_at"
"""In the session: when its row was last told that it is used."""
TOLD_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class SignIn:
    """One browser in which somebody is signed in."""

    pk: int
    device: str
    address: str
    since: datetime
    seen_at: datetime
    is_this_one: bool


def sign_ins_of(request: HttpRequest, *, now: datetime) -> list[SignIn]:
    """Return where somebody is signed in, this browser first, then the last used."""
    here = present_sign_in(request)
    rows = UserSession.objects.filter(user=request.user).order_by("-last_seen_at", "-pk")
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    going_on = set(alive.values_list("session_key", flat=True))
    found = [
        SignIn(row.pk, device_name(row.user_agent), row.ip, row.created_at, row.last_seen_at, row.pk == here)
        for row in rows
        if row.session_key in going_on
    ]
    return sorted(found, key=lambda one: not one.is_this_one)


def is_sign_in_of(user: User, *, pk: int) -> bool:
    """Return whether this is a sign-in of this person."""
    return UserSession.objects.filter(user=user, pk=pk).exists()


def end_sign_in(*, user: User, pk: int) -> bool:
    """End one sign-in of this person, at its next request; return whether there was one."""
    with transaction.atomic():
        row = UserSession.objects.filter(user=user, pk=pk).first()
        if row is None:
            return False
        row.end()
    return True


def end_all_sign_ins(*, user: User) -> None:
    """End every sign-in of this person, also one that was never written down.

    Each session holds a hash made from the password field, which holds no password but something random.
    """
    with transaction.atomic():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        rows = UserSession.objects.filter(user=user)
        Session.objects.filter(session_key__in=rows.values("session_key")).delete()
        rows.delete()


def end_other_sign_ins(request: HttpRequest) -> None:
    """End every sign-in of this person but the one of this browser."""
    user = request.user
    if not isinstance(user, User):
        return
    with transaction.atomic():
        here = present_sign_in(request)
        others = UserSession.objects.filter(user=user).exclude(pk=here)
        Session.objects.filter(session_key__in=others.values("session_key")).delete()
        others.delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
        before = request.session.session_key
        # Gives this session the new hash, and a new key with it.
        update_session_auth_hash(request, user)
        UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def is_due(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether it is time to write down that this sign-in is used; most requests write nothing."""
    told = request.session.get(SEEN_AT)
    return told is not None and now.timestamp() - told >= TOLD_EVERY.total_seconds()


def note_use(request: HttpRequest, *, now: datetime) -> None:
    """Write down that this sign-in is used, and from where."""
    request.session[SEEN_AT] = now.timestamp()
    UserSession.objects.create_from_request(request)


def forget_ended() -> int:
    """Remove what was written down of sign-ins that ran out; return how many."""
    return UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]
