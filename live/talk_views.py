"""The talk on the console: its order, who could open on the big screen, and owners by a few letters."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from agenda.owners.finding import owners_like
from catalogue.models import Statement
from sessions.access import FacilitatorView
from sessions.stepping import StepRefused
from sessions.talk_order import put_openers_on_screen, set_talk_order

from .console_frame import Step

_NUMBERS = re.compile(r"^(?:[0-9]{1,3}(?:,[0-9]{1,3}){0,59})?$", re.ASCII)


class SetTalkOrder(Step):
    """Put the statements in another order, by a press or by dragging; no numbers is the proposed order."""

    done = gettext_lazy("The order of talk was changed.")

    def take(self) -> None:
        typed = self.request.POST.get("numbers", "")
        if not _NUMBERS.match(typed):
            raise StepRefused("another order")
        numbers = [int(number) for number in typed.split(",") if number]
        set_talk_order(self.session, theme=self.theme, numbers=numbers, **self.by)


class PutOpeners(Step):
    """Put who could open the talk about a statement on the big screen, or take it away."""

    def take(self) -> None:
        statements = Statement.objects.of(self.session.catalogue)
        statement = get_object_or_404(statements, pk=self.kwargs["statement"])
        wish = self.request.POST.get("show")
        if wish not in {"0", "1"}:
            raise StepRefused("neither on nor off")
        put_openers_on_screen(self.session, show=wish == "1", statement=statement, **self.by)


class Owners(FacilitatorView, View):
    """Who can own an action point, by the letters that were typed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        typed = request.GET.get("q", "")[:100]
        found = owners_like(self.session, typed, today=timezone.localdate())
        owners = [
            {"value": str(one), "about": _("at the table") if one.is_at_table else _("address book")}
            for one in found
        ]
        response = JsonResponse({"owners": owners})
        response["Cache-Control"] = "no-store"
        return response
