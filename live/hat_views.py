"""One person for several parties: which one this phone answers for now, and how to sit for one more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from sessions.seats import is_joinable, put_in_front, seats_of

from .join_forms import CodeForm
from .seat_views import PhoneView
from .see_other import SeeOther


class Hats(PhoneView, TemplateView):
    """The parties somebody sits for. A POST names the seat that this phone shows from now on."""

    template_name = "live/phone/hats.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seats = seats_of(self.request, self.session.pk)
        return super().get_context_data(
            party=self.party,
            seats=seats,
            seat=self.representative,
            form=CodeForm(),
            can_join=is_joinable(self.session),
            place=self.place,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        put_in_front(request, self.representative)
        return SeeOther(self.sheet)
