"""Tell browsers what a page of ours never needs, and that no other site may use its files."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NEVER = (
    "accelerometer",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
"""What nobody should ever be asked for here, whatever a page was made to do."""
POLICY = ", ".join(f"{feature}=()" for feature in NEVER)


class BrowserRights:
    """Give every answer the policy of what it may ask of a browser; files are for our own pages only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
