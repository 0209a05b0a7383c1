"""The private notes of a facilitator: saved while one types, shown to that person alone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.revisions import typed_revision
from sessions.handing_over import facilitator_of
from sessions.models import Facilitator, FacilitatorNote, SessionTheme
from sessions.notes import StaleNote, keep_note, notes_of

from .console_frame import ConsoleView
from .console_note_fields import NoteShown, shown
from .console_steps import console_url
from .see_other import SeeOther

FRAGMENT = "live/console/note.html"
PAGE = "live/console/notes.html"


class NoteView(ConsoleView):
    """Keep one note: of a theme, or of the whole session."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        note = notes_of(self.facilitator).get(self.about.pk if self.about else None)
        return self.answer(shown(self.about, note, self.session), status=200)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = request.POST.get("text", "").replace("\0", "")
        version = typed_revision(request, "expected_version")
        try:
            note = keep_note(
                self.facilitator,
                session=self.session,
                theme=self.about,
                text=typed,
                expected_version=version,
                now=self.now,
            )
        except ValidationError as refusal:
            note = FacilitatorNote(text=typed, version=version)
            return self.answer(
                shown(self.about, note, self.session, error=" ".join(refusal.messages)), status=422
            )
        except StaleNote as refusal:
            mine = FacilitatorNote(text=typed, version=refusal.theirs.version)
            return self.answer(shown(self.about, mine, self.session, theirs=refusal.theirs.text), status=409)
        if self.wants_fragment:
            return self.answer(shown(self.about, note, self.session), status=200)
        messages.success(request, _("Your note has been saved."))
        return SeeOther(console_url(self.session, "console"))

    def answer(self, note: NoteShown, *, status: int) -> HttpResponse:
        template = FRAGMENT if self.wants_fragment else PAGE
        return render(self.request, template, {"session": self.session, "note": note}, status=status)

    @property
    def wants_fragment(self) -> bool:
        return self.request.headers.get("X-Fragment") == "note"

    @cached_property
    def facilitator(self) -> Facilitator:
        found = facilitator_of(self.session, user=self.request.user)
        assert found is not None
        return found

    @cached_property
    def about(self) -> SessionTheme | None:
        if "theme" not in self.kwargs:
            return None
        rows = SessionTheme.objects.filter(session=self.session).select_related("theme")
        return get_object_or_404(rows, pk=self.kwargs["theme"])
