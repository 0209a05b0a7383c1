"""English: chosen with one press, and complete; a statement stays the Dutch text with a reading beside it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.languages import dutch_on
from tests.browser.room import PHONE, Room

SWITCH = "English"


def test_english_is_one_press_away_and_stays(room: Room) -> None:
    phone = room.phone()
    room.answering()
    phone.reload()
    phone.get_by_role("button", name=SWITCH).click()
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    expect(phone.locator("#answer-form")).to_be_visible()
    assert phone.locator("main [lang=nl]").first.inner_text()
    assert dutch_on(phone) == []
    phone.goto(room.path("live:notice"))
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    assert dutch_on(phone) == []


def test_dutch_on_an_english_page_is_noticed(open_page: Callable[..., Page]) -> None:
    page = open_page("/", viewport=PHONE)
    assert dutch_on(page) != []
    page.get_by_role("button", name=SWITCH).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert dutch_on(page) == []
