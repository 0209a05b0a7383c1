"""A month of an owner by keyboard, from mail to mail: a yes, it is stuck, it goes on, and it is finished."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.enums import ActionStatus
from agenda.reminding.working_days import mail_day
from sessions import stage
from tests.agenda.reminding import deliver, tick
from tests.browser import accessibility
from tests.browser.room import PHONE, Room

OWNER = "ilse@example.org"


def link_in(mails: list[EmailMultiAlternatives]) -> str:
    """Return the path behind the link in the one mail to the owner."""
    (mail,) = (one for one in mails if one.to == [OWNER])
    address = re.search(r"https?://[^/\s]+(/\S+/verbeteragenda/antwoord/\S+)", mail.body)
    assert address, mail.body
    return address[1]


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    page.wait_for_load_state()
    wanted = page.locator(selector)
    for _press in range(40):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by keyboard")


def tell(page: Page, address: str, word: str, text: str = "", effect: str = "") -> None:
    page.goto(address)
    # A group of choices is one stop; the arrows choose in it.
    chosen = page.locator("input[name=word]:checked")
    reach(page, "input[name=word]:checked" if chosen.count() else "input[name=word] >> nth=0")
    for _press in range(4):
        if page.locator(f"input[name=word][value={word}]").is_checked():
            break
        page.keyboard.press("ArrowDown" if chosen.count() else "Space")
    for name, typed in (("text", text), ("resident_effect", effect)):
        if typed:
            reach(page, f"input[name={name}]")
            page.keyboard.type(typed)
    reach(page, "main button[type=submit]")
    page.keyboard.press("Enter")


def test_a_month_of_an_owner_by_keyboard(room: Room, open_page: Callable[..., Page]) -> None:
    room.revealed()
    deadline = mail_day(timezone.localdate() + timedelta(days=31))
    point = room.propose(
        "Eén loket",
        owner_organisation=room.parties[0].organisation,
        owner_name="Ilse",
        owner_email=OWNER,
        deadline=deadline,
    )
    room.take(stage.close_session, follow_up_on=None)
    with room.inside():
        asked = link_in(deliver(timezone.now()))
    page = open_page(asked, viewport=PHONE)
    reach(page, "main button[type=submit] >> nth=0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw organisatie")

    def mails_on(day: date) -> list[EmailMultiAlternatives]:
        with room.inside() as session:
            return tick(session, timezone.make_aware(datetime.combine(mail_day(day), time(10))))

    before = link_in(mails_on(deadline - timedelta(days=14)))
    tell(page, before, "stuck", "Geen uren in het rooster")
    expect(page.locator("main")).to_contain_text("Geen uren in het rooster")
    tell(page, before, "on_track", "De directie helpt")
    expect(page.locator("main")).to_contain_text("De directie helpt")
    assert accessibility.violations(page) == []
    after = link_in(mails_on(deadline + timedelta(days=1)))
    tell(page, after, "finished", "Open sinds maandag", "Eén plek voor alle vragen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit actiepunt is afgerond")
    with room.inside():
        point.refresh_from_db()
        assert (point.status, point.resident_effect) == (ActionStatus.DONE, "Eén plek voor alle vragen")
        told = list(point.events.exclude(text="").values_list("text", flat=True))
    assert not [one for one in mails_on(deadline + timedelta(days=21)) if one.to == [OWNER]]
    assert told == ["Geen uren in het rooster", "De directie helpt", "Open sinds maandag"]
