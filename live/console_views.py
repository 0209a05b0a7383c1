"""The facilitator's console: one page, its fragment, and a view per step on the stage."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from catalogue.models import Statement
from questionnaire.reveal import reveal_theme
from sessions import screen_look, stage
from sessions.stepping import StepRefused

from .console_frame import FRAGMENT, ConsoleView, Step, in_words
from .console_words import Phase, phase_of


class Console(ConsoleView):
    """The page of the console; never from a cache, because it shows messages."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(status=200)


class ConsoleNow(ConsoleView):
    """What the console shows now."""

    template_name = FRAGMENT


class OpenDoors(Step):
    def take(self) -> None:
        stage.open_session(self.session, **self.by)


class Start(Step):
    def take(self) -> None:
        stage.start_session(self.session, **self.by)


class ShowTheme(Step):
    def take(self) -> None:
        stage.show_theme(self.session, theme=self.theme, **self.by)


class StartAnswering(Step):
    def take(self) -> None:
        stage.start_answering(self.session, theme=self.theme, **self.by)


class RevealTheme(Step):
    def take(self) -> None:
        reveal_theme(self.session, theme=self.theme, **self.by)


class ReopenTheme(Step):
    """Let the table answer again; a reason that was typed stays while its field is there."""

    @property
    def reason(self) -> str:
        return self.request.POST.get("reason", "").replace("\0", "")

    def take(self) -> None:
        stage.reopen_theme(self.session, theme=self.theme, reason=self.reason, **self.by)

    def refused(self, refusal: Exception) -> HttpResponse:
        self.session.refresh_from_db()
        if phase_of(self.session) is not Phase.REVEALED:
            return super().refused(refusal)
        messages.warning(self.request, in_words(refusal))
        return self.show(status=409, reopen_reason=self.reason)


class ShowStatement(Step):
    def take(self) -> None:
        statements = Statement.objects.of(self.session.catalogue)
        statement = get_object_or_404(statements, pk=self.kwargs["statement"])
        stage.show_statement(self.session, statement=statement, **self.by)


class BlankScreen(Step):
    def take(self) -> None:
        wish = self.request.POST.get("blank")
        if wish not in {"0", "1"}:
            raise StepRefused("neither on nor off")
        stage.blank_screen(self.session, blank=wish == "1", **self.by)


class DarkenScreen(Step):
    """Make the big screen dark or light."""

    def take(self) -> None:
        wish = self.request.POST.get("dark")
        if wish not in {"0", "1"}:
            raise StepRefused("neither dark nor light")
        screen_look.darken_screen(self.session, dark=wish == "1", **self.by)


class Pause(Step):
    def take(self) -> None:
        stage.pause_session(self.session, **self.by)


class Resume(Step):
    def take(self) -> None:
        stage.resume_session(self.session, **self.by)


class WrapUp(Step):
    def take(self) -> None:
        stage.begin_wrap_up(self.session, **self.by)
