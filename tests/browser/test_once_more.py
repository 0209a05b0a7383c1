"""From the list to a planned session with everybody in it: counted in clicks and keys, by a real browser."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.models import Facilitator, GroupSession, Representative
from tests.builders import build_member, build_municipality, build_session, sign_in

MOST_CLICKS = 12
COUNT = """
  sessionStorage.clicks = sessionStorage.clicks || 0;
  addEventListener("click", (event) => { if (event.isTrusted) sessionStorage.clicks++; }, true);
"""


def earlier(municipality: Municipality) -> GroupSession:
    with tenant(municipality):
        session = build_session(
            municipality, title="Vorig jaar", state="closed", closed_at=timezone.now(), goal="Eerder bellen"
        )
        for party in session.parties.all():
            Representative.objects.create(
                municipality=municipality, party=party, name=f"Iemand {party}", email=f"p{party.pk}@x.example"
            )
    return session


def test_a_session_is_planned_from_an_earlier_one_in_few_clicks(open_page: Callable[..., Page]) -> None:
    municipality = build_municipality("Waterveen")
    before = earlier(municipality)
    coordinator = sign_in(Client(), build_member(municipality))
    page = open_page(reverse("group_sessions:list", args=[municipality.slug]), holding=coordinator)
    page.add_init_script(COUNT)
    page.reload()
    page.get_by_role("link", name="Nog een keer").click()
    plan = page.get_by_role("main").get_by_role("button", name="Sessie plannen")
    expect(plan).to_be_visible()
    page.wait_for_load_state()  # a script lets the second press of the two count for nothing
    plan.dblclick()
    expect(page.locator(".desk-next")).to_be_visible()
    assert 2 <= int(page.evaluate("sessionStorage.clicks")) <= MOST_CLICKS
    with tenant(municipality):
        session = GroupSession.objects.get(previous=before)
        assert session.starts_at > timezone.now()
        names = [set(one.parties.values_list("name", flat=True)) for one in (session, before)]
        assert names[0] == names[1]
        assert Representative.objects.filter(party__session=session).count() == 3
        assert Facilitator.objects.filter(session=session).count() == 1
