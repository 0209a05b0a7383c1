"""A step on the board: at once where nothing is asked, else after one page that asks it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ..enums import ActionStatus
from ..points.forms import ActionForm
from ..points.views import ChangeStatus
from .board import asks_words, steps_from
from .filter_views import shown_query

ASKED = "asked"


class MovePoint(ChangeStatus):
    """Take the step that was chosen on a card, and go back to the board."""

    template_name = "agenda/move.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        to = self.to
        if to is not None and ASKED not in request.POST and asks_words(self.status, to):
            return self.page()
        response = super().post(request, **kwargs)
        if response.status_code == 303:
            response["Location"] = self.back
        return response

    @property
    def status(self) -> ActionStatus:
        return ActionStatus(self.object.status)

    @property
    def to(self) -> ActionStatus | None:
        """Return the step that was chosen, when it can be taken from here."""
        chosen = self.request.POST.get(f"{self.form_class.name}-to", "")
        return next((to for to in steps_from(self.status) if to.value == chosen), None)

    @property
    def back(self) -> str:
        return f"{reverse('agenda:list', args=[self.request.municipality.slug])}?{shown_query(self.request)}"

    def page(self, *, bound: ActionForm | None = None, status: int = 200, **more: Any) -> HttpResponse:
        action = self.object
        form = bound or self.form_class(action=action, initial={"to": self.to})
        context = {
            "action": action,
            "form": form,
            "back": self.back,
            "query": self.request.POST.get("keuze", ""),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)
