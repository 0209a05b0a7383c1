"""What a browser loads of a house style: its sheet, its logo, its icon; named by what is in them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from .access import GuardedView
from .look import HouseLook, look_of
from .models import Logo
from .permissions import Permission
from .stylesheet import sheet_of

FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""What a drawing may do when somebody opens it on its own: nothing but show itself."""


class HouseFile(GuardedView):
    """A file of the style that is worn now; 404 when the municipality wears the neutral style."""

    abstract = True
    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    @property
    def look(self) -> HouseLook:
        look = look_of(self.request.municipality)
        if look is None:
            raise Http404
        return look


class StyleSheet(HouseFile):
    """The style sheet; who asks for an earlier one gets the present one, but not to keep."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, *args: Any, fingerprint: str, **kwargs: Any) -> HttpResponse:
        sheet = sheet_of(self.look.choices)
        response = HttpResponse(sheet.text, content_type="text/css; charset=utf-8")
        response["Cache-Control"] = FOREVER if fingerprint == sheet.fingerprint else SHORTLY
        return response


class LogoFile(GuardedView):
    """A logo of this municipality, also an earlier one: pages that are open still show it."""

    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, fingerprint: str, **kwargs: Any) -> HttpResponse:
        logo = Logo.objects.filter(municipality=request.municipality, fingerprint=fingerprint).first()
        if logo is None or logo.ending != kwargs["ending"]:
            raise Http404
        response = HttpResponse(bytes(logo.content), content_type=logo.media_type)
        response["Cache-Control"] = FOREVER
        response["Content-Security-Policy"] = LOCKED
        return response


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="{radius}" '
    'fill="{brand}"/><circle cx="16" cy="16" r="5.5" fill="none" stroke="{ink}" stroke-width="2.6"/>'
    '<g fill="{ink}"><circle cx="16" cy="5.8" r="2.4"/><circle cx="24.9" cy="11" r="2.4"/>'
    '<circle cx="24.9" cy="21" r="2.4"/><circle cx="16" cy="26.2" r="2.4"/><circle cx="7.1" cy="21" r="2.4"/>'
    '<circle cx="7.1" cy="11" r="2.4"/></g></svg>'
)
ROUND = {"none": 0, "small": 3, "medium": 7, "large": 16}


class Icon(HouseFile):
    """The icon of a browser tab: the table of the platform in the colour of the house."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, *args: Any, fingerprint: str, **kwargs: Any) -> HttpResponse:
        look = self.look
        drawn = ICON.format(
            radius=ROUND[look.choices.corners], brand=look.colours["brand"], ink=look.colours["brand_ink"]
        )
        response = HttpResponse(drawn, content_type="image/svg+xml")
        is_present = fingerprint == sheet_of(look.choices).fingerprint
        response["Cache-Control"] = FOREVER if is_present else SHORTLY
        response["Content-Security-Policy"] = LOCKED
        return response
