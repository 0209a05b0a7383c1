"""A month of an owner by keyboard: a yes, it is stuck, it goes on, and it is finished; without an account."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.owners.reply_link import Purpose, reply_token
from tests.browser import accessibility
from tests.browser.room import PHONE, Room


def by_mail(room: Room, point: ActionPoint, purpose: Purpose) -> str:
    with room.inside() as session:
        token = reply_token(point, sent_on=timezone.localdate(), purpose=purpose)
        return reverse("agenda:reply", kwargs={"gemeente": session.municipality.slug, "token": token})


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
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
    point = room.propose(
        "Eén loket",
        owner_organisation=room.parties[0].organisation,
        owner_name="Ilse",
        owner_email="ilse@example.org",
    )
    page = open_page(by_mail(room, point, Purpose.ANSWER), viewport=PHONE)
    reach(page, "main button[type=submit] >> nth=0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uw organisatie")
    progress = by_mail(room, point, Purpose.PROGRESS)
    tell(page, progress, "stuck", "Geen uren in het rooster")
    expect(page.locator("main")).to_contain_text("Geen uren in het rooster")
    tell(page, progress, "on_track", "De directie helpt")
    expect(page.locator("main")).to_contain_text("De directie helpt")
    assert accessibility.violations(page) == []
    tell(page, progress, "finished", "Open sinds maandag", "Eén plek voor alle vragen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit actiepunt is afgerond")
    with room.inside():
        point.refresh_from_db()
        assert (point.status, point.resident_effect) == (ActionStatus.DONE, "Eén plek voor alle vragen")
        told = list(point.events.exclude(text="").values_list("text", flat=True))
    assert told == ["Geen uren in het rooster", "De directie helpt", "Open sinds maandag"]
