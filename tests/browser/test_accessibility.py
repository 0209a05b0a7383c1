"""Every page in every state: nothing for axe to find, and nothing beside the page on a narrow phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import sticking_out, violations
from tests.browser.languages import dutch_on
from tests.browser.room import LAPTOP, NARROW, PHONE, PROJECTOR, Room
from tests.browser.states import Look, Tour

# One of each kind of page; all of them, in both languages and at both widths, take minutes.
SHORT = {
    "sign in: error",
    "join by code: errors",
    "404",
    "empty list of sessions",
    "plan: new, errors",
    "plan: parties",
    "plan: invitations",
    "phone: notice",
    "phone: note",
    "phone: revealed",
    "console: answering",
    "console: everything unfolded",
    "screen: lobby",
    "screen: revealed",
    "agenda",
}


def inspecting(found: list[str], viewports: list[dict[str, int]]) -> Look:
    """Return what looks at one page at these sizes, and writes down what is wrong with it."""

    def look(name: str, page: Page) -> None:
        is_screen = name.startswith("screen")
        for viewport in [PROJECTOR] if is_screen else viewports:
            page.set_viewport_size(viewport)
            wrong = violations(page) + sticking_out(page).splitlines() + dutch_in_english(page)
            found.extend(f"{name} at {viewport['width']}: {line}" for line in wrong)
        if not is_screen:
            page.set_viewport_size(NARROW)
            wrong = sticking_out(page).splitlines()
            found.extend(f"{name} at {NARROW['width']}: {line}" for line in wrong)

    return look


def dutch_in_english(page: Page) -> list[str]:
    """Return the Dutch on a page, when it says it is English."""
    is_english = page.evaluate("document.documentElement.lang") == "en"
    return [f"Dutch: {text}" for text in dutch_on(page)] if is_english else []


def test_one_of_each_kind_of_page_has_nothing_wrong(room: Room) -> None:
    found: list[str] = []
    Tour(room, inspecting(found, [PHONE]), wanted=SHORT).walk()
    assert "\n".join(found) == ""


@pytest.mark.long
@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_every_page_in_every_state_has_nothing_wrong(room: Room, locale: str) -> None:
    found: list[str] = []
    tour = Tour(room, inspecting(found, [PHONE, LAPTOP]), locale=locale)
    tour.walk()
    assert "\n".join(found) == ""
    assert len(tour.seen) > 80


def test_axe_finds_a_field_that_lost_its_label(open_page: Callable[..., Page]) -> None:
    page = open_page("/inloggen/", viewport=PHONE)
    page.evaluate("document.querySelector('main label').remove()")
    assert any(line.startswith("label:") for line in violations(page))


def test_a_page_that_is_too_wide_is_noticed(open_page: Callable[..., Page]) -> None:
    page = open_page("/inloggen/", viewport=NARROW)
    assert sticking_out(page) == ""
    page.evaluate("document.querySelector('h1').textContent = 'lang'.repeat(50)")
    page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
    page.evaluate("document.querySelector('h1').style.hyphens = 'none'")
    assert sticking_out(page) != ""
