"""The page for who has no connection, and the service worker that shows it for a page out of reach."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from municipalities.access import GuardedView
from municipalities.permissions import Permission

PARTS = ("vendor/phone.css", "vendor/desk.js")
"""What a phone has loaded already, but for a small script; the font comes from the browser's own cache."""


def offline_page() -> str:
    """Return the page, the same for everybody: it goes into a cache that outlives a sign-in."""
    return render_to_string("offline.html", {"frame": "base_phone.html"})


class Offline(GuardedView):
    """Say that there is no connection."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(offline_page())


class OfflineWorker(GuardedView):
    """Serve the script at the root, because a service worker serves what lies below its own address.

    Its cache has a name of its own for each content, and the browser asks for it again at each page: a worker
    of an earlier release takes itself and its cache away.
    """

    permission = Permission.ANYONE

    def get(self, request: HttpRequest) -> HttpResponse:
        parts = [static(part) for part in PARTS]
        version = hashlib.sha256("\0".join([offline_page(), *parts]).encode()).hexdigest()[:12]
        context = {"page": reverse("offline"), "parts": parts, "version": version}
        script = render_to_string("offline_worker.js", context)
        headers = {"Cache-Control": "no-cache"}
        return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)
