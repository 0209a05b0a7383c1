"""What the views of the console share: showing it, and taking one step from where its page stood."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.points.refusals import ActionRefused
from common.revisions import typed_revision
from sessions.access import FacilitatorView
from sessions.addresses import join_page, screen_page
from sessions.ending import may_command
from sessions.handing_over import facilitator_of
from sessions.links import token_for
from sessions.locks import Busy
from sessions.models import SessionTheme
from sessions.stepping import StaleStep, StepRefused

from .action_forms import ActionForm, with_forms
from .console_clock import clock_marks
from .console_note_fields import NoteShown, notes_on_console
from .console_page import console_page
from .console_steps import console_url
from .following import FollowedView
from .see_other import SeeOther

FRAGMENT = "live/console/now.html"
PAGE = "live/console/console.html"


class ConsoleView(FacilitatorView, FollowedView):
    """Shows the console, whole or as the fragment that a page refreshes itself with."""

    abstract = True
    template_name = PAGE
    counts_answers = True

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def author(self) -> str:
        return str(self.request.user)

    @property
    def asks_fragment(self) -> bool:
        return self.request.headers.get("X-Fragment") == "console"

    def etag_parts(self) -> list[Any]:
        """Count the minutes too: a page asks again several times a minute, mostly for nothing."""
        return [*super().etag_parts(), *clock_marks(self.session, now=self.now)]

    def notes(self) -> list[NoteShown]:
        """Return the private notes of who looks, and of nobody else."""
        facilitator = facilitator_of(self.session, user=self.request.user)
        return notes_on_console(facilitator, self.session) if facilitator else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the templates need; the mark is taken first, so that nothing newer is ever missed."""
        session, etag = self.session, self.etag()
        page = console_page(session, now=self.now)
        return {
            "etag": etag,
            "session": session,
            "page": page,
            "gaps": with_forms(
                page.gaps, bound=kwargs.pop("gap_form", None), session=session, today=self.today
            ),
            "notes": self.notes(),
            "today": self.today,
            "screen_token": token_for(session),
            "join_page": join_page(),
            "screen_page": screen_page(),
            "action_form": kwargs.pop("action_form", None) or ActionForm(session=session, today=self.today),
            **kwargs,
        }

    def show(self, *, status: int, **extra: Any) -> HttpResponse:
        """Return the present state: the fragment for a script that asked for it, else the whole page."""
        template = FRAGMENT if self.asks_fragment else PAGE
        said = messages.get_messages(self.request) if self.asks_fragment else []
        return render(self.request, template, self.get_context_data(said=said, **extra), status=status)


class Step(ConsoleView):
    """One step, posted with the revision of the page it was on; a step that is refused is told kindly.

    After a step that took the lock no page is rendered here: a script fetches it, a browser is sent to it.
    """

    abstract = True
    http_method_names: ClassVar[list[str]] = ["post", "options"]
    done = ""

    def refuse(self) -> HttpResponse | None:
        """Let who led read on after the close, and change nothing any more."""
        refusal = super().refuse()
        if refusal is None and self.request.method == "POST" and not may_command(self.session):
            return self.refused(StepRefused(self.session.state))
        return refusal

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.take()
        except (StepRefused, ActionRefused, ValidationError, Busy) as refusal:
            return self.refused(refusal)
        if self.asks_fragment:
            return HttpResponse(status=204)
        if self.done:
            messages.success(request, self.done)
        return SeeOther(console_url(self.session, "console"))

    def take(self) -> None:
        raise NotImplementedError

    def refused(self, refusal: Exception) -> HttpResponse:
        messages.warning(self.request, in_words(refusal))
        self.session.refresh_from_db()
        if self.asks_fragment:
            return self.show(status=409)
        return SeeOther(console_url(self.session, "console"))

    @property
    def expected_revision(self) -> int:
        """Return the revision the page showed; a page that says none is an old one."""
        return typed_revision(self.request)

    @property
    def by(self) -> dict[str, Any]:
        return {"actor": self.actor, "expected_revision": self.expected_revision, "now": self.now}

    @property
    def theme(self) -> SessionTheme:
        rows = SessionTheme.objects.filter(session=self.session)
        return get_object_or_404(rows, pk=self.kwargs["theme"])


class PageStep(Step):
    """A step with a page of its own, which is looked at first."""

    abstract = True
    http_method_names: ClassVar[list[str]] = ["get", "head", "post", "options"]


def in_words(refusal: Exception) -> str:
    """Return why something was refused, in a sentence for the facilitator."""
    if isinstance(refusal, ActionRefused):
        return str(refusal.words)
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, Busy):
        return _("It was very busy for a moment. Please press the button again.")
    if isinstance(refusal, StaleStep):
        return _("The session was already one step further. This is where it is now.")
    return str(
        _REFUSALS.get(str(refusal)) or _("This step is not possible now. This is where the session is.")
    )


_REFUSALS = {
    "no parties": gettext_lazy("Add a party first. Then you can open the doors."),
    "no reason": gettext_lazy("Write down why the table answers again."),
    "resident data": gettext_lazy(
        "Your reason holds data about one person. This tool never holds data about residents. Leave it out."
    ),
    "names come later": gettext_lazy(
        "Each party read that the names come after the talk. So first show the answers."
    ),
    "long reason": gettext_lazy("Your reason is too long. Write it down in at most 300 characters."),
}
