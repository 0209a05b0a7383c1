"""Tell people that it is too busy for a moment, instead of showing them a fault."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from redis.exceptions import ConnectionError as NoCache
from redis.exceptions import TimeoutError as SlowCache

RETRY_AFTER = 2


def busy(request: HttpRequest) -> HttpResponse:
    """Return what says that the same request may be sent again."""
    headers = {"Retry-After": str(RETRY_AFTER)}
    if "application/json" in request.headers.get("Accept", ""):
        words = _("Not saved yet: it is very busy. Try again.")
        return JsonResponse({"error": words, "name": "busy"}, status=503, headers=headers)
    # Without a request: what a page asks of the database would fail just the same.
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


class Busy:
    """Answer 503 where a row stayed locked, or the database was away: the same request may be sent again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a database or a cache that can't answer now; all else is a fault of ours.

        The cache counts attempts: without it nobody signs in, rather than everybody as often as they like.
        """
        if not isinstance(exception, OperationalError | NoCache | SlowCache):
            return None
        return busy(request)
