"""Closing a session: a page that says what it means, and the step itself with the follow-up meeting."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.reminding.working_days import working_day
from catalogue.wording import OFFICIAL_LANGUAGE
from sessions.ending import may_command
from sessions.follow_up import close_and_plan
from sessions.locks import Busy
from sessions.stepping import StaleStep, StepRefused

from .closing_form import CloseForm
from .console_frame import Step
from .console_page import console_page
from .console_steps import console_url
from .see_other import SeeOther

FOLLOW_UP_AFTER = timedelta(weeks=6)


class CloseSession(Step):
    """Ask, naming the consequence; then close for good, and plan the next meeting in the same breath."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        day = self.session.follow_up_on or working_day(self.today + FOLLOW_UP_AFTER)
        time = timezone.localtime(self.session.starts_at).time()
        return self.ask(self.form(initial={"follow_up_on": day, "follow_up_time": time}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        day = form.cleaned_data.get("follow_up_on")
        try:
            close_and_plan(self.session, follow_up_at=form.moment, follow_up_on=day, **self.by)
        except (StaleStep, Busy) as refusal:
            self.session.refresh_from_db()
            if not may_command(self.session):
                return self.refused(refusal)
            messages.warning(
                request, _("The session was not closed yet: something changed. Press once more.")
            )
            return self.ask(form, status=409)
        except StepRefused as refusal:
            return self.refused(refusal)
        except ValidationError as refused:
            form.add_error("follow_up_on" if "follow_up_on" in form.fields else None, refused.messages)
            return self.ask(form, status=422)
        return SeeOther(console_url(self.session, "console"))

    def form(self, *args: Any, **kwargs: Any) -> CloseForm:
        return CloseForm(*args, now=self.now, is_rehearsal=self.session.is_rehearsal, **kwargs)

    def ask(self, form: CloseForm, *, status: int = 200) -> HttpResponse:
        self.session.refresh_from_db()
        page = console_page(self.session, now=self.now)
        context = {"session": self.session, "form": form, "page": page, "not_shown": self.not_shown()}
        return render(self.request, "live/console/close.html", context, status=status)

    def not_shown(self) -> str:
        """Return the themes whose answers the table never saw, so that it may go on another day instead."""
        language = get_language() or OFFICIAL_LANGUAGE
        rows = self.session.themes.select_related("theme").order_by("position")
        return ", ".join(
            row.theme.title_in(language) for row in rows if not row.is_revealed and not row.theme.is_overall
        )
