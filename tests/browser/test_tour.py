"""The tour of a page by keyboard alone: it takes no focus by itself, points, closes, and stays away."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from municipalities.enums import Role
from tests.browser import accessibility
from tests.browser.room import NARROW, PHONE, Room
from tests.browser.waiting import until
from tests.builders import build_member

# A browser tells of another size when it draws.
ROOM_IS_MADE = """
  document.documentElement.style.getPropertyValue("--app-tour-size")
    === `${document.querySelector("#rondleiding").offsetHeight}px`
"""


def agenda_of(room: Room) -> tuple[Page, str]:
    path = reverse("agenda:list", kwargs={"gemeente": room.municipality.slug})
    return room.as_user(build_member(room.municipality, Role.MANAGER), path), path


def test_a_tour_by_keyboard_points_goes_on_and_is_remembered(room: Room) -> None:
    page, path = agenda_of(room)
    tour, heading = page.locator("#rondleiding"), page.locator("#rondleiding h2:visible")
    expect(tour.locator("summary")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body"), "it took the focus"

    tour.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(heading).to_have_count(1)
    expect(page.locator("#rondleiding-1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(tour.locator("summary")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#rondleiding-1")).to_be_focused()
    for number in (2, 3):
        tour.locator("[data-tour-on]").press("Enter")
        expect(page.locator(f"#rondleiding-{number}")).to_be_focused()
    with page.expect_response(re.compile("/rondleiding/$")):
        tour.locator("[data-tour-on]").press("Enter")
    expect(tour).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator(".app-tour-target")).to_have_count(0)

    page.goto(path)
    expect(tour).to_have_count(0)
    page.get_by_role("contentinfo").get_by_role("link", name="Rondleiding").press("Enter")
    expect(heading).to_have_count(1)


def open_over_the_board(room: Room) -> Page:
    """Return the board on a narrow phone, its tour walking; its card is as high as the words need."""
    room.revealed()
    for number in range(8):
        room.propose(f"Loket geldzorgen {number}")
    page, path = agenda_of(room)
    page.set_viewport_size(NARROW)
    page.goto(f"{path}?weergave=bord&rondleiding#rondleiding")
    expect(page.locator(".app-tour--walking")).to_be_visible()
    page.evaluate("document.querySelector('#rondleiding-1').append('En dit wijst u aan. '.repeat(12))")
    until(page, ROOM_IS_MADE)
    return page


def test_what_gets_the_focus_comes_out_from_under_it(room: Room) -> None:
    page = open_over_the_board(room)
    assert page.locator("#rondleiding").bounding_box()["height"] > 300
    assert accessibility.hidden_with_focus(page) == []


def test_with_a_room_of_a_fixed_size_the_focus_gets_lost(room: Room) -> None:
    """The control: the room above what scrolls into view is not that of the tour."""
    page = open_over_the_board(room)
    page.evaluate("document.documentElement.style.scrollPaddingBlockStart = '15rem'")
    assert accessibility.hidden_with_focus(page)


def test_without_a_script_it_is_a_list_and_a_button(room: Room) -> None:
    path = reverse("group_sessions:list", kwargs={"gemeente": room.municipality.slug})
    coordinator = build_member(room.municipality, Role.COORDINATOR)
    page = room.as_user(coordinator, path, java_script_enabled=False)
    tour = page.locator("#rondleiding")
    tour.locator("summary").click()
    expect(tour.locator("h2:visible")).to_have_count(3)
    tour.get_by_role("button", name="Niet meer tonen").click()
    expect(tour).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))


def test_on_a_phone_it_stays_away_from_the_first_answer(room: Room) -> None:
    room.open_doors()
    phone = room.open_page(room.path("live:seat"), viewport=PHONE, holding=room.seat())
    tour = phone.locator("#rondleiding")
    expect(tour).to_be_visible()
    room.answering(0)
    expect(phone.locator("#answer-form")).to_be_visible()
    expect(tour).to_be_hidden()


def test_the_glossary_filters_while_one_types(open_page: Callable[..., Page]) -> None:
    page = open_page("/begrippen/")
    page.get_by_role("searchbox").fill("TREKKER")
    expect(page.locator("#begrip-trekker")).to_be_visible()
    expect(page.locator("#begrip-schaarste")).to_be_hidden()
    expect(page.locator("#glossary-count")).to_have_text(re.compile(r"^\d+ woord"))
    page.get_by_role("searchbox").fill("zzz")
    expect(page.locator("[data-glossary-entry]:visible")).to_have_count(0)
    expect(page.locator("#glossary-count")).to_contain_text("Geen woord gevonden")
