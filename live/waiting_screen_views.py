"""The address one types on the laptop of the projector: it shows a code and waits for the session."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic.base import TemplateView

from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.models import WaitingScreen
from sessions.waiting_screens import TooManyWaiting, spoken, wait_for_session, waiting_screen

from .see_other import SeeOther

KEPT_AS = "waiting_screen"
BUSY = 429


class WaitingScreenView(GuardedView):
    """For everybody: which browser it is says the secret in its session, and nothing else."""

    abstract = True
    permission = Permission.ANYONE

    @property
    def secret(self) -> str:
        return str(self.request.session.get(KEPT_AS, ""))

    @cached_property
    def screen(self) -> WaitingScreen | None:
        return waiting_screen(self.secret, now=timezone.now())


class AskCode(WaitingScreenView, TemplateView):
    """The page at the easy address; looking at it makes nothing, so its script presses the button."""

    template_name = "live/screen/ask_code.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            screen = wait_for_session(self.secret, now=timezone.now())
        except TooManyWaiting:
            return self.render_to_response(self.get_context_data(is_busy=True), status=BUSY)
        request.session[KEPT_AS] = screen.secret
        return SeeOther(reverse("live_platform:waiting_screen"))


class ShowCode(WaitingScreenView, TemplateView):
    """The page with the code; once it was typed it goes to the session, with a script or without."""

    template_name = "live/screen/show_code.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.screen is not None and self.screen.address:
            return HttpResponseRedirect(self.screen.address)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = spoken(self.screen.code) if self.screen else ""
        return super().get_context_data(code=code, **kwargs)


class CodeStand(WaitingScreenView):
    """What became of the code, for the script on the page."""

    def get(self, request: HttpRequest) -> JsonResponse:
        screen = self.screen
        return JsonResponse({"waits": screen is not None, "address": screen.address if screen else ""})
