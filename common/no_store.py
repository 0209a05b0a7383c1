"""Keep pages out of shared and back-button caches."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStore:
    """Mark every page as not to be stored, unless its view said otherwise (a fragment with an ETag)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
