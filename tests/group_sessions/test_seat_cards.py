"""The name cards: each leads to its own party, and prints under a strict CSP."""

from collections.abc import Callable
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.test import Client
from django.urls import reverse

from common.tenancy import tenant
from sessions.addresses import join_address
from sessions.links import row_of, token_for
from sessions.models import GroupSession, Party
from sessions.views.seat_cards import INK, card_of


def test_each_party_has_a_card_with_its_own_link(
    planner: Client, planned: GroupSession, page: Callable[..., str]
) -> None:
    response = planner.get(page("seat_cards"))
    content = response.content.decode()
    assert response.status_code == 200
    assert planned.spoken_join_code in content
    links = [card["link"] for card in response.context["cards"]]
    assert len(set(links)) == 3
    with tenant(planned.municipality):
        for party, link in zip(Party.objects.all(), links, strict=True):
            token = urlsplit(link).path.rstrip("/").rpartition("/")[2]
            assert row_of(token, Party) == party
            assert party.name in content
    assert content.count('src="data:image/svg+xml') == 3
    assert "style=" not in content and "<style" not in content


def test_the_qr_holds_the_link_of_the_installation(planned: GroupSession) -> None:
    with tenant(planned.municipality):
        party = planned.parties.first()
        kwargs = {"gemeente": planned.municipality.slug, "token": token_for(party)}
        link = settings.BASE_URL + reverse("live:join_link", kwargs=kwargs)
        assert join_address(party) == link
        assert card_of(party)["qr"] == segno.make(link, error="m").svg_data_uri(
            border=2, dark=INK, light="#fff"
        )


def test_a_table_without_parties_says_so(
    planner: Client, planned: GroupSession, page: Callable[..., str]
) -> None:
    with tenant(planned.municipality):
        Party.objects.all().delete()
    assert page("parties") in planner.get(page("seat_cards")).content.decode()
