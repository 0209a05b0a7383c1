"""What a browser loads of a house style: its sheet, its logo, its icon; named by what is in them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page

from ..access import GuardedView
from ..models import Logo
from ..permissions import Permission
from .choosing import choices_before, choices_of, row_of
from .look import colours_of
from .stylesheet import Choices, sheet_of

FOREVER = "private, max-age=31536000, immutable"
"""In the cache of a browser only: with an answer to who was signed in once, a cookie may be taken away."""
LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""What a drawing may do when somebody opens it on its own: nothing but show itself."""


class HouseFile(GuardedView):
    """A file that is named by the style it belongs to: the one that is worn, or the one just before it.

    The one before, because a page can be fetched just before a change and its files just after.
    """

    abstract = True
    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    def chosen(self, fingerprint: str) -> Choices:
        style = row_of(self.request.municipality)
        for choices in [choices_of(style), choices_before(style)] if style else []:
            if choices is not None and sheet_of(choices).fingerprint == fingerprint:
                return choices
        raise Http404


class StyleSheet(HouseFile):
    """The style sheet of the house."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, *args: Any, fingerprint: str, **kwargs: Any) -> HttpResponse:
        text = sheet_of(self.chosen(fingerprint)).text
        return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOREVER})


# A drawing is text, and the same for everybody: nothing in it can be guessed from its length.
@method_decorator(gzip_page, name="dispatch")
class LogoFile(GuardedView):
    """A logo of this municipality, also an earlier one: pages that are open still show it."""

    permission = Permission.ANYONE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, fingerprint: str, **kwargs: Any) -> HttpResponse:
        logo = Logo.objects.filter(municipality=request.municipality, fingerprint=fingerprint).first()
        if logo is None or logo.ending != kwargs["ending"]:
            raise Http404
        return HttpResponse(
            bytes(logo.content),
            content_type=logo.media_type,
            headers={"Cache-Control": FOREVER, "Content-Security-Policy": LOCKED},
        )


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
        choices = self.chosen(fingerprint)
        colours = colours_of(choices)
        drawn = ICON.format(radius=ROUND[choices.corners], brand=colours["brand"], ink=colours["brand_ink"])
        return HttpResponse(
            drawn,
            content_type="image/svg+xml",
            headers={"Cache-Control": FOREVER, "Content-Security-Policy": LOCKED},
        )
