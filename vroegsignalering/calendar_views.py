"""One's sessions in one's own calendar program: the calendar itself, and withdrawing its link."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from common.revisions import typed_revision
from municipalities.access import GuardedView
from municipalities.permissions import Permission
from sessions.calendar import calendar_of
from users.calendar_link import renew_calendar_link, user_of_calendar
from users.language import mail_language


class OwnCalendar(GuardedView):
    """The calendar of whom the link is for: a program that follows it can't sign in."""

    permission = Permission.ANYONE

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = user_of_calendar(self.kwargs["token"])
        if user is None:
            raise Http404
        now = timezone.now()
        with translation.override(mail_language(user.email)):
            calendar = calendar_of(user, today=timezone.localdate(now), now=now)
        etag = '"' + hashlib.sha256(calendar).hexdigest()[:20] + '"'
        response = get_conditional_response(request, etag=etag) or HttpResponse(
            calendar, content_type="text/calendar; charset=utf-8"
        )
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


class RenewCalendar(GuardedView):
    """Ask, then withdraw the link to one's calendar."""

    permission = Permission.SIGNED_IN

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        seen = request.user.calendar_link_version
        return render(request, "users/renew_calendar.html", {"seen": seen, "back": reverse("account")})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if renew_calendar_link(request.user, seen=typed_revision(request, "seen")):
            messages.success(request, _("The old calendar link no longer works. Use the new one."))
        else:
            messages.info(request, _("There is a newer calendar link already. You see it below."))
        return redirect("account")
