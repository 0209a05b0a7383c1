"""What the plan pages share: a form that keeps what was typed, a question before an act, one press."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView

from municipalities.permissions import Permission

from ..access import SessionView
from ..forms import VerbForm
from ..locks import Busy
from ..models import GroupSession
from ..stage import StaleStep, StepRefused


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


class AskedPage(PlanPage, FormView):
    """A page with a form whose verb may refuse; what was typed is not lost."""

    permission = Permission.PLAN_SESSIONS
    form_class = VerbForm

    def act(self, form: forms.Form) -> None:
        """Call the verb and say what happened; may raise what verbs raise."""
        raise NotImplementedError

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        except (StepRefused, Busy) as error:
            say_refused(self.request, error)
        return self.back()

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ConfirmPage(AskedPage):
    """A question before an act that can't be undone: it names the consequence."""

    permission = Permission.PLAN_SESSIONS
    template_name = "components/confirm_page.html"

    def question(self) -> dict[str, Any]:
        """Return title, text and label of the page."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.form_class is VerbForm:
            kwargs["form"] = None
        return super().get_context_data(cancel_url=self.back().url, **self.question(), **kwargs)


class PressPage(PlanPage):
    """One press on a button: a POST that acts, says what happened and goes back."""

    permission = Permission.PLAN_SESSIONS
    http_method_names = ["post"]

    def act(self) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        except (StepRefused, Busy) as error:
            say_refused(request, error)
        return self.back()
