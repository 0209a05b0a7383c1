"""How the meeting was, on a participant's phone: each tap is kept at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from sessions.feedback import FeedbackRefused, give_feedback

from .seat_views import PhoneView
from .see_other import SeeOther


class GiveFeedback(PhoneView, View):
    """One figure for one question."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        question, _found, figure = request.POST.get("answer", "").partition(" ")
        try:
            give_feedback(
                self.representative,
                question=question,
                figure=int(figure) if figure in {"1", "2", "3", "4", "5"} else 0,
                now=timezone.now(),
                other_seats=self.other_hats,
            )
        except FeedbackRefused:
            messages.warning(request, _("This can't be answered now. What you answered before stays."))
        return SeeOther(f"{self.sheet}#feedback")
