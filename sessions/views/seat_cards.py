from typing import Any

import segno
from django.views.generic import TemplateView

from municipalities.permissions import Permission

from ..access import SessionView
from ..addresses import join_address, join_page
from ..models import Party

INK = "#15202b"
LONG_NAME = 34


class SeatCards(SessionView, TemplateView):
    """A sheet to print and cut: one name card with QR for each party."""

    permission = Permission.PLAN_SESSIONS
    template_name = "group_sessions/seat_cards.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parties = self.session.parties.select_related("municipality")
        return super().get_context_data(
            cards=[card_of(party) for party in parties], join_page=join_page(), **kwargs
        )


def card_of(party: Party) -> dict[str, Any]:
    """Return what stands on a card; the QR is a picture, so that a strict CSP lets it through."""
    link = join_address(party)
    return {
        "party": party,
        "is_long": len(party.name) > LONG_NAME,
        "link": link,
        "qr": segno.make(link, error="m").svg_data_uri(border=2, dark=INK, light="#fff"),
    }
