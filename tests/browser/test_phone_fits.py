"""A participant's phone, small, turned and with larger letters: everything is there and can be tapped."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sessions import stage
from tests.browser.accessibility import dressed
from tests.browser.room import SOON, Room, choose
from tests.builders import build_municipality

LONG = "Stichting Maatschappelijke Dienstverlening Waterveen en Omstreken"[:60]
PORTRAITS = [(390, 844), (360, 740), (320, 640)]
LANDSCAPE = (740, 360)
TAPPED = 44
"""Pixels: the least height and width of what a finger has to hit."""

# WCAG 1.4.12: a reader may set these, and nothing may get lost.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
)
WIDER = "document.scrollingElement.scrollWidth > innerWidth"
CUT = """
() => [...document.querySelectorAll("main *, header *")].filter((one) => {
  const style = getComputedStyle(one);
  const isMeant = style.overflowX === "visible" || one.closest(".app-hidden, svg, thead, caption");
  return one.clientWidth && !isMeant && one.scrollWidth > one.clientWidth + 1
}).map((one) => one.className || one.tagName)
"""
TOUCHED = "button, .app-scale__option, .app-pill, summary, .app-own-answer, .nl-button"
SMALL = f"""
() => [...document.querySelectorAll("main :is({TOUCHED})")]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && (box.height < {TAPPED} - 0.5 || box.width < {TAPPED} - 0.5))
  .map(([one, box]) => `${{one.textContent.trim()}}: ${{box.width}} × ${{box.height}}`)
"""


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong on this page of a phone; with PICTURES set, keep what it looks like."""
    dressed(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"phone-{name}.png", full_page=True)
    wrong = ["wider than the phone"] if page.evaluate(WIDER) else []
    wrong += [f"cut: {one}" for one in page.evaluate(CUT)]
    wrong += [f"small: {one}" for one in page.evaluate(SMALL)]
    return [f"{name}: {one}" for one in wrong]


def walk(room: Room, windows: list[tuple[int, int]], *, css: str = "", **options: object) -> list[str]:
    """Sit through a session with a phone and return what was wrong on it."""
    phone = room.phone(
        room.parties[0], viewport=dict(zip(("width", "height"), windows[0], strict=True)), **options
    )
    found: list[str] = []

    def look(name: str, wait_for: str) -> None:
        expect(phone.locator(wait_for).first).to_be_visible(timeout=SOON)
        if css:
            phone.evaluate("(rule) => document.styleSheets[0].insertRule(rule, 0)", css)
        for width, height in windows:
            phone.set_viewport_size({"width": width, "height": height})
            found.extend(faults(phone, f"{name}-{width}{'-spaced' if css else ''}"))

    look("lobby", "#what-happens")
    room.take(stage.start_session)
    look("introduction", "h1")
    room.answering(1)
    look("statement", "#answer-form")
    phone.locator(".app-term").first.click()
    look("definition", ".app-definition:target")
    choose(phone, 7)
    phone.locator("#note-details summary").click()
    look("saved", "#note")
    phone.goto(room.path("live:overview"))
    look("overview", ".app-own-answers")
    room.answer_for(room.parties[1:])
    room.reveal()
    look("revealed", ".app-revealed")
    deadline = timezone.localdate() + timedelta(weeks=6)
    room.propose(
        f"{LONG} belt binnen een week", owner_organisation=room.parties[0].organisation, deadline=deadline
    )
    look("proposal", "#proposals section")
    room.take(stage.begin_wrap_up)
    look("wrap-up", "#agreed")
    room.take(stage.close_session, follow_up_on=deadline)
    look("closed", "h1")
    return found


def test_everything_fits_the_smallest_phone(open_page: Callable[..., Page]) -> None:
    room = Room(open_page, build_municipality(), parties=[LONG, "Woonstede", "Voedselbank"])
    found = walk(room, [(320, 640)], css=SPACING)
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("css", ["", SPACING])
def test_everything_fits_every_phone(open_page: Callable[..., Page], css: str) -> None:
    room = Room(open_page, build_municipality(), parties=[LONG, "Woonstede", "Voedselbank"])
    # 195 wide is 390 at 200 %: only what is wider than a word may need more.
    found = walk(room, [*PORTRAITS, LANDSCAPE], css=css)
    assert not found, "\n".join(found)


def test_the_scale_is_two_rows_of_equal_buttons_and_shows_the_choice_in_forced_colours(
    open_page: Callable[..., Page],
) -> None:
    room = Room(open_page, build_municipality())
    room.answering(1)
    phone = room.phone(forced_colors="active")
    boxes = [one.bounding_box() for one in phone.locator(".app-scale__numbers .app-scale__option").all()]
    assert len({round(box["width"]) for box in boxes}) == len({round(box["height"]) for box in boxes}) == 1
    assert len({round(box["y"]) for box in boxes}) == 2
    assert min(min(box["width"], box["height"]) for box in boxes) >= TAPPED
    look = "(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).outlineStyle]"
    before = phone.locator("label[for=answer-7]").evaluate(look)
    choose(phone, 7)
    faults(phone, "forced-colours")
    phone.locator("#note-details summary").focus()
    assert phone.locator("label[for=answer-7]").evaluate(look) != before
    assert phone.locator("label[for=answer-6]").evaluate(look) == before


def test_what_is_said_aloud_is_said_once_and_politely(open_page: Callable[..., Page]) -> None:
    room = Room(open_page, build_municipality())
    room.answering(1)
    phone, console = room.phone(), room.console()
    for page, regions in (
        (phone, ["saved", "messages", "connection"]),
        (console, ["console-where", "console-progress", "messages"]),
    ):
        for region in regions:
            here = page.locator(f"#{region}")
            expect(here).to_have_count(1)
            assert here.get_attribute("role") == "status"
    choose(phone, 7)
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om")
    room.answer_for(room.parties[1:2])
    expect(console.locator("#console-progress")).to_contain_text("1 van 3 partijen", timeout=SOON)
    room.reveal()
    expect(console.locator("#console-where")).to_contain_text("antwoorden getoond", timeout=SOON)
    expect(phone.locator("h1:focus")).to_have_text("De antwoorden van de tafel", timeout=SOON)
