"""Begin a rehearsal, of a session or of a table that does not exist, and remove one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.access import GuardedView
from municipalities.permissions import Permission

from ..access import SessionView
from ..forms import VerbForm
from ..models import GroupSession
from ..rehearsing import NoStatements, begin_rehearsal, rehearsal_at_hand
from ..removing_rehearsals import NoRehearsal, OthersPointAtIt, remove_rehearsal, what_goes
from .asking import ConfirmPage, to_page


class Rehearse(GuardedView):
    """What a rehearsal is, and the button that begins one with a table that does not exist."""

    permission = Permission.PLAN_SESSIONS
    request: Any

    def rehearsed(self) -> GroupSession | None:
        """Return the session that is rehearsed."""
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        session = self.rehearsed()
        at_hand = rehearsal_at_hand(municipality=self.request.municipality, of=session, actor=self.actor)
        return render(request, "group_sessions/rehearse.html", {"session": session, "at_hand": at_hand})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        session = self.rehearsed()
        try:
            rehearsal = begin_rehearsal(
                municipality=self.request.municipality, of=session, actor=self.actor, now=timezone.now()
            )
        except NoStatements:
            messages.warning(
                request,
                _("There is no list of statements yet. Ask the person who runs this website to load it."),
            )
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            return to_page(rehearsal)
        return to_page(session) if session else to_list(request)


class RehearseSession(SessionView, Rehearse):
    """The same, with the kinds of parties of one session; a rehearsal itself is not rehearsed."""

    permission = Permission.PLAN_SESSIONS

    def rehearsed(self) -> GroupSession:
        return self.session

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return to_page(self.session) if self.session.is_rehearsal else super().get(request, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return to_page(self.session) if self.session.is_rehearsal else super().post(request, **kwargs)


class RemoveRehearsal(ConfirmPage):
    """Ask whether a rehearsal may go, with what goes, and remove it."""

    permission = Permission.PLAN_SESSIONS

    removed = False

    # A real session has no such question, and no such act.

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_real = not self.session.is_rehearsal
        return to_page(self.session) if is_real else super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_real = not self.session.is_rehearsal
        return to_page(self.session) if is_real else super().post(request, *args, **kwargs)

    def question(self) -> dict[str, Any]:
        gone = what_goes(self.session)
        parties, answers, points = (
            gone.get(table, 0)
            for table in ("group_sessions.party", "questionnaire.answer", "agenda.actionpoint")
        )
        counted = [
            ngettext("%(number)d party", "%(number)d parties", parties) % {"number": parties},
            ngettext("%(number)d answer", "%(number)d answers", answers) % {"number": answers},
            ngettext("%(number)d action point", "%(number)d action points", points) % {"number": points},
        ]
        return {
            "title": _("Remove this rehearsal?"),
            "text": _(
                "This goes: %(counted)s, and its report and its print kit. It can't be undone. "
                "Real sessions, the address book and the agenda stay as they are."
            )
            % {"counted": ", ".join(counted)},
            "label": _("Remove the rehearsal"),
        }

    def act(self, form: VerbForm) -> None:
        try:
            remove_rehearsal(self.session, actor=self.actor, now=self.now)
        except NoRehearsal as error:
            raise Http404 from error
        except OthersPointAtIt as error:
            raise ValidationError(_("Another rehearsal follows this one. Remove that one first.")) from error
        self.removed = True
        messages.success(self.request, _("The rehearsal has been removed."))

    def back(self) -> HttpResponseRedirect:
        if not self.removed:
            return super().back()
        return to_page(self.session.rehearsal_of) if self.session.rehearsal_of else to_list(self.request)


def to_list(request: Any) -> HttpResponseRedirect:
    return redirect("group_sessions:list", gemeente=request.municipality.slug)
