"""A lost code or link, on the console: withdraw the join code or the link of the big screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sessions.locks import Busy
from sessions.stepping import StepRefused
from sessions.withdrawal import renew_join_code, renew_screen_link

from .console_frame import Step
from .console_steps import console_url
from .see_other import SeeOther


class Renew(Step):
    """Ask, naming the consequence; then make a new one."""

    abstract = True
    http_method_names = ["get", "head", "post", "options"]

    def question(self) -> dict[str, Any]:
        """Return the title, text and label of the page, and what it showed as `seen`."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return render(request, "live/console/renew.html", {"session": self.session, **self.question()})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.take()
        except (StepRefused, Busy) as refusal:
            return self.refused(refusal)
        messages.success(request, self.done)
        return SeeOther(console_url(self.session, "console"))

    @property
    def said(self) -> dict[str, Any]:
        return {"seen": self.request.POST.get("seen", ""), "actor": self.actor, "now": self.now}


class RenewCode(Renew):
    """Withdraw the join code."""

    def question(self) -> dict[str, Any]:
        text = _(
            "Nobody can join with the code %(code)s any more. The new code appears on the big screen by "
            "itself. On printed name cards the old code remains: print those again. Who sits at the table "
            "stays seated."
        )
        return {
            "title": _("Make a new join code?"),
            "text": text % {"code": self.session.spoken_join_code},
            "label": _("Make a new join code"),
            "seen": self.session.join_code,
        }

    def take(self) -> None:
        renew_join_code(self.session, **self.said)
        self.done = _("There is a new join code. The old one no longer works.")


class RenewScreen(Renew):
    """Withdraw the link of the big screen."""

    def question(self) -> dict[str, Any]:
        return {
            "title": _("Make a new link for the big screen?"),
            "text": _(
                "A big screen that is open now goes dark within five seconds. Open it again with the button "
                "“Open the big screen”."
            ),
            "label": _("Make a new link"),
            "seen": self.session.screen_link_version,
        }

    def take(self) -> None:
        renew_screen_link(self.session, **self.said)
        self.done = _("The old link no longer works. Open the big screen again.")
