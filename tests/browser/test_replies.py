"""A real browser answers by the links of mails: it says where a form comes from, and that is believed."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.enums import ActionStatus
from agenda.owners.reply_link import reply_token
from sessions.enums import Reply
from sessions.links import token_for
from sessions.models import Representative
from tests.browser.room import PHONE, Room


def test_who_was_invited_says_yes(room: Room, open_page: Callable[..., Page]) -> None:
    with room.inside() as session:
        person = Representative.objects.create(
            municipality=session.municipality, party=room.parties[0], name="Ilse", email="ilse@example.org"
        )
        place = {"gemeente": session.municipality.slug, "token": token_for(person)}
    page = open_page(reverse("group_sessions:reply", kwargs=place), viewport=PHONE)
    page.get_by_role("button", name="Ik kom").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U komt")
    with room.inside():
        person.refresh_from_db()
        assert person.reply == Reply.COMING


def test_an_owner_says_yes(room: Room, open_page: Callable[..., Page]) -> None:
    room.revealed()
    point = room.propose(
        "Eén loket",
        owner_organisation=room.parties[0].organisation,
        owner_name="Ilse",
        owner_email="ilse@example.org",
    )
    with room.inside() as session:
        place = {
            "gemeente": session.municipality.slug,
            "token": reply_token(point, sent_on=timezone.localdate()),
        }
    page = open_page(reverse("agenda:reply", kwargs=place), viewport=PHONE)
    page.get_by_role("button", name="Ja, wij").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw organisatie")
    with room.inside():
        point.refresh_from_db()
        assert point.status == ActionStatus.ACCEPTED
