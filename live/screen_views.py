"""The big screen: one page that follows its session and leads nowhere."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.functional import cached_property

from sessions import addresses
from sessions.access import ScreenView

from .following import FollowedView
from .screen_page import screen_page
from .screen_pictures import Picture, is_long_over, picture_now


class ScreenNow(ScreenView, FollowedView):
    """What is on the screen now; fetched again whenever the session changed."""

    template_name = "live/screen/now.html"

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def counts_answers(self) -> bool:  # type: ignore[override]
        return picture_now(self.session, now=self.now) == Picture.ANSWERING

    def etag_parts(self) -> list[Any]:
        # Some time after the close the picture changes, and the session does not.
        return [is_long_over(self.session, now=self.now)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # The language of the room is chosen, not that of the laptop which happens to project.
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = screen_page(self.session, now=self.now)
        return super().get_context_data(page=page, now_in_ms=int(self.now.timestamp() * 1000), **kwargs)


class Screen(ScreenNow):
    """The page around it."""

    template_name = "live/screen/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        etag = self.etag()
        dark, address = self.session.screen_is_dark, addresses.screen_page()
        return super().get_context_data(etag=etag, dark=dark, screen_address=address, **kwargs)
