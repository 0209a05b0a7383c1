"""What the plan pages share: a form that keeps what was typed, a question before an act, one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.permissions import Permission

from ..access import SessionView
from ..forms import VerbForm
from ..locks import Busy
from ..models import GroupSession
from ..stepping import StaleStep, StepRefused
from .acting import Asked, Press, Question


def to_page(session: GroupSession, name: str = "detail") -> HttpResponseRedirect:
    """Return the way to a page of this session."""
    return redirect(
        reverse(f"group_sessions:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk})
    )


def say_refused(request: HttpRequest, error: Exception) -> None:
    """Tell kindly that somebody was first, or that the session is past this step."""
    if isinstance(error, StaleStep):
        text = _("Somebody else changed this session just now. Below you see how it stands.")
    elif isinstance(error, Busy):
        text = _("Many people are busy in this session. Nothing was changed. Please try again.")
    else:
        text = _("This is not possible (any more): the session has moved on. Below you see how it stands.")
    messages.warning(request, text)


class PlanPage(SessionView):
    """A page of one session for who plans sessions."""

    permission = Permission.PLAN_SESSIONS
    back_to = "detail"

    def back(self) -> HttpResponseRedirect:
        return to_page(self.session, self.back_to)

    @property
    def now(self) -> Any:
        return timezone.now()


class AskedPage(PlanPage, Asked):
    """A page with a form about a session, which may have moved on meanwhile."""

    permission = Permission.PLAN_SESSIONS

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (StepRefused, Busy) as error:
            say_refused(self.request, error)
            return self.back()


class ConfirmPage(AskedPage, Question):
    """A question before an act that can't be undone."""

    permission = Permission.PLAN_SESSIONS


class PressPage(PlanPage, Press):
    """One press on a button about a session, which may have moved on meanwhile."""

    permission = Permission.PLAN_SESSIONS
    http_method_names = Press.http_method_names

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except (StepRefused, Busy) as error:
            say_refused(request, error)
            return self.back()
