"""Notes every few minutes that a sign-in is used, so that its owner can see which one is whose."""

from collections.abc import Callable
from contextlib import suppress

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .own_sign_ins import is_due, note_use


class LastSeen:
    """Comes after the sign-in is known; a browser that is not signed in costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        # A busy database is no reason to refuse a page: the next request notes it.
        with suppress(OperationalError):
            if is_due(request, now=now) and request.user.is_authenticated:
                note_use(request, now=now)
        return self.get_response(request)
