"""The sign-in that a request came with: what ends an open stream when somebody ends it."""

from collections.abc import Collection
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest


def present_sign_in(request: HttpRequest) -> int:
    """Return the id of the sign-in of this request; 0 for who is not signed in.

    One from before sign-ins were kept, or under a key that changed since, is written down now.
    """
    if not request.user.is_authenticated:
        return 0
    found = UserSession.objects.filter(session_key=request.session.session_key, user=request.user)
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        UserSession.objects.create_from_request(request)
        pk = found.values_list("pk", flat=True).get()
    return pk


def going_on(sign_ins: Collection[int], *, now: datetime) -> set[tuple[int, int]]:
    """Return which of these sign-ins were neither ended nor ran out, as pairs of sign-in and user."""
    rows = UserSession.objects.filter(pk__in=sign_ins).values_list("pk", "user_id", "session_key")
    kept = {key: (pk, user_id) for pk, user_id, key in rows}
    alive = Session.objects.filter(session_key__in=kept, expire_date__gt=now)
    return {kept[key] for key in alive.values_list("session_key", flat=True)}


def renew_session_key(request: HttpRequest) -> None:
    """Give a browser another session key because its rights grew, and let its sign-in follow."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
