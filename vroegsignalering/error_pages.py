"""The pages of 400, 403, 404 and 500, and of a form without its token; scripts get a short answer instead.

None of them is stored, each keeps its status, and the one of 500 needs no database.
"""

from contextlib import suppress
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from common.templatetags.components import alert
from municipalities.house_style.look import look_of

PHONE = (
    "seat",
    "join",
    "overview",
    "notice",
    "statement",
    "own_answers",
    "hats",
    "accept_action",
    "hand_back_action",
)
FRAMES = {
    "live:screen": "base_screen.html",
    "live_platform:": "base_phone.html",
    **{f"live:{name}": "base_phone.html" for name in PHONE},
}
"""The start of an address's name → the frame of its error page; every other has the one of a desk."""

SHORT = {
    400: _("We did not understand this. Nothing was changed."),
    403: _("You can't do this here. Load the page again."),
    404: _("This is no longer there. Load the page again."),
    500: _("Something went wrong on our side. Try again in a minute."),
}
FAILED = 500


def answer(request: HttpRequest, status: int, *, template: str = "", **context: object) -> HttpResponse:
    """Return the answer that fits who asked: a page for a person, words for a script of ours."""
    if "application/json" in request.headers.get("Accept", ""):
        # The script loads its page anew, which then says what is the matter. Not after a failure of ours:
        # what was typed on the page stays, to be sent again.
        said = {"error": str(SHORT[status]), "name": "error", "reload": status < FAILED}
        return JsonResponse(said, status=status)
    if _asks_for_a_part(request):
        fragment = render_to_string("components/alert.html", alert(str(SHORT[status]), kind="error"))
        return HttpResponse(fragment, status=status)
    return render(
        request, template or f"{status}.html", {"frame": frame_of(request), **context}, status=status
    )


def _asks_for_a_part(request: HttpRequest) -> bool:
    """Return whether a script asked; a page that a person asks for comes through the service worker too."""
    by_script = request.headers.get("Sec-Fetch-Dest") == "empty"
    return "HX-Request" in request.headers or (
        by_script and request.headers.get("Sec-Fetch-Mode") != "navigate"
    )


def frame_of(request: HttpRequest) -> str:
    """Return the frame of the page that was asked for: of a desk, a phone or the big screen."""
    match = getattr(request, "resolver_match", None)
    name = match.view_name if match else ""
    return next((frame for start, frame in FRAMES.items() if name.startswith(start)), "base.html")


def refused(request: HttpRequest, exception: Exception | None = None, *, status: int) -> HttpResponse:
    """Answer 400, 403 or 404; an exception may bring a page of its own."""
    return answer(request, status, template=getattr(exception, "template", ""))


bad_request = partial(refused, status=400)
forbidden = partial(refused, status=403)
not_found = partial(refused, status=404)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token (Django's CSRF_FAILURE_VIEW)."""
    return answer(request, 403, template="403_csrf.html", no_cookie="cookie" in reason.lower())


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500; in the style of the house when that can be asked, and without it when it can't."""
    if "application/json" in request.headers.get("Accept", "") or request.headers.get("HX-Request"):
        return answer(request, 500)
    frame, page = {"frame": frame_of(request)}, ""
    municipality = getattr(request, "municipality", None)
    if municipality is not None:
        with suppress(Exception):  # whatever failed may fail again here
            dressed = {"municipality": municipality, "house_style": look_of(municipality)}
            page = render_to_string("500.html", frame | dressed)
    return HttpResponse(page or render_to_string("500.html", frame), status=500)
