"""The agenda in a calendar program: the calendar itself, and withdrawing its link."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from audit.record import record
from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission

from .calendar import calendar_of_agenda
from .calendar_link import link_version, opens_calendar, renew_agenda_calendar


class AgendaCalendar(GuardedView):
    """The calendar of an agenda, for who has its link: a program that follows it can't sign in.

    What was sent stands in the log; a program that asks again and gets nothing new does not.
    """

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        municipality, now = request.municipality, timezone.now()
        if not opens_calendar(self.kwargs["token"], municipality):
            raise Http404
        # A calendar program has no language of its own: that of the municipality is on all its papers.
        with translation.override(settings.LANGUAGE_CODE):
            calendar = calendar_of_agenda(municipality, today=timezone.localdate(now))
        etag = '"' + hashlib.sha256(calendar).hexdigest()[:20] + '"'
        response = get_conditional_response(request, etag=etag)
        if response is None:
            record(
                municipality=municipality,
                actor=self.actor,
                action="read agenda calendar",
                target=municipality,
                now=now,
            )
            response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


class RenewAgendaCalendar(GuardedView):
    """Ask, then withdraw the link to the calendar of the agenda."""

    permission = Permission.EDIT_AGENDA

    @property
    def back(self) -> str:
        return reverse("agenda:take_along", kwargs={"gemeente": self.request.municipality.slug})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        seen = link_version(request.municipality)
        return render(request, "agenda/renew_calendar.html", {"seen": seen, "back": self.back})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        seen = typed_revision(request, "seen")
        if renew_agenda_calendar(request.municipality, seen=seen, actor=self.actor, now=timezone.now()):
            messages.success(request, _("The old calendar link no longer works. Use the new one."))
        else:
            messages.info(request, _("There is a newer calendar link already. You see it below."))
        return redirect(self.back)
