"""The facilitator types the code of a waiting big screen on the console."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sessions.locks import Busy
from sessions.stepping import StepRefused
from sessions.waiting_screens import UnknownCode, give_screen

from .console_frame import Step
from .console_steps import console_url
from .guessing import count_wrong_guess, forget_wrong_guesses, must_wait
from .see_other import SeeOther

UNKNOWN_CODE = 422
TOO_OFTEN = 429
FOR_A_SCRIPT = 409


class GiveScreen(Step):
    """Send the screen that shows this code to this session; a wrong one is told, counted and kept."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = request.POST.get("screen_code", "")[:40]
        if must_wait(request, now=self.now):
            words = _("You typed many wrong codes. Wait one minute and type the code again.")
            return self._told(words, typed, status=TOO_OFTEN)
        try:
            give_screen(typed, session=self.session, actor=self.actor, now=self.now)
        except UnknownCode:
            words = _(
                "No big screen shows this code now. A code is good for half an hour. Look at the screen and "
                "type the code again."
            )
            return count_wrong_guess(request, self._told(words, typed, status=UNKNOWN_CODE), now=self.now)
        except (StepRefused, Busy) as refusal:
            return self.refused(refusal)
        messages.success(request, _("The big screen goes on within a few seconds."))
        return forget_wrong_guesses(request, SeeOther(console_url(self.session, "console")))

    def _told(self, words: str, typed: str, *, status: int) -> HttpResponse:
        status = FOR_A_SCRIPT if self.asks_fragment else status
        return self.show(status=status, screen_code=typed, screen_code_error=words)
