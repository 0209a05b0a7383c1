"""Closing a session: a page that says what it means, and the step itself."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agenda.deadlines import working_day
from sessions import stage
from sessions.locks import Busy
from sessions.stepping import StepRefused

from .console_forms import CloseForm
from .console_page import console_page
from .console_steps import console_url
from .console_views import Step
from .see_other import SeeOther

FOLLOW_UP_AFTER = timedelta(weeks=6)


class CloseSession(Step):
    """Ask, naming the consequence; then close for good."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        day = self.session.follow_up_on or working_day(self.today + FOLLOW_UP_AFTER)
        return self.ask(CloseForm(initial={"follow_up_on": day}, today=self.today))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CloseForm(request.POST, today=self.today)
        if not form.is_valid():
            return self.ask(form, status=422)
        day = form.cleaned_data["follow_up_on"]
        try:
            stage.close_session(self.session, follow_up_on=day, **self.by)
        except (StepRefused, Busy) as refusal:
            return self.refused(refusal)
        return SeeOther(console_url(self.session, "console"))

    def ask(self, form: CloseForm, *, status: int = 200) -> HttpResponse:
        page = console_page(self.session, today=self.today)
        context = {"session": self.session, "form": form, "page": page}
        return render(self.request, "live/console/close.html", context, status=status)
