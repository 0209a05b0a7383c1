"""The console on a laptop and on a tablet: what the facilitator needs now is in sight without scrolling."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sessions import stage
from tests import builders
from tests.browser.accessibility import dressed
from tests.browser.room import SOON, Room
from tests.builders import build_municipality

LAPTOP, LANDSCAPE, PORTRAIT = (1366, 768), (1024, 768), (820, 1180)
LONG = "Stichting Maatschappelijke Dienstverlening Waterveen en Omstreken"

IN_SIGHT = """
(one) => { const r = one.getBoundingClientRect();
  const top = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  return r.top >= 0 && r.bottom <= innerHeight && r.left >= 0 && r.right <= innerWidth && one.contains(top) }
"""


def is_in_sight(page: Page, selector: str) -> bool:
    """Return whether an element is whole in the window, with nothing over it."""
    return page.locator(selector).first.evaluate(IN_SIGHT)


def see(page: Page, windows: list[tuple[int, int]], name: str, *needed: str) -> list[str]:
    """Return what is not in sight at these sizes; with PICTURES set, keep what they look like."""
    dressed(page)
    missing = []
    for width, height in windows:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"console-{name}-{width}.png")
        for selector in ("#next-button", *needed):
            if not is_in_sight(page, selector):
                missing.append(f"{selector} at {width} × {height}, {name}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        if not is_in_sight(page, "#next-button"):
            missing.append(f"#next-button at the end, {width} × {height}, {name}")
        if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
            missing.append(f"wider than {width}, {name}")
    return missing


def walk(room: Room, windows: list[tuple[int, int]], name: str) -> list[str]:
    """Lead a session to its end and return what was out of sight."""
    page = room.console()
    missing = see(page, windows, f"planned-{name}")
    room.open_doors()
    for party in room.parties[1:]:
        with room.inside():
            builders.seat(party)
    expect(page.locator("#console-code")).to_be_visible(timeout=SOON)
    missing += see(page, windows, f"welcome-{name}", "#console-say")
    room.answering(1)
    room.answer_for(room.parties[2:])
    expect(page.locator("#console-missing")).to_be_visible(timeout=SOON)
    missing += see(
        page,
        windows,
        f"answering-{name}",
        "#console-say",
        "#console-missing",
        "#console-parties > li:first-child",
    )
    room.answer_for(room.parties[:2])
    room.reveal()
    first = "#console-revealed > details:first-child"
    expect(page.locator(first)).to_be_visible(timeout=SOON)
    needed = [f"{first} [id^=show-button]", f"{first} .console-openers"]
    missing += see(page, windows, f"revealed-{name}", "#console-say", *needed)
    for number in range(3):
        room.propose(
            f"Eén nummer voor hulp op elke aanmaningsbrief {number}",
            owner_organisation=room.parties[0].organisation,
        )
    room.take(stage.begin_wrap_up)
    expect(page.locator("#console-all")).to_be_visible(timeout=SOON)
    return missing + see(page, windows, f"wrap-up-{name}", "#console-say")


def test_the_next_step_is_in_sight(open_page: Callable[..., Page]) -> None:
    names = ["Gemeente Waterveen", "Woonstede", "Voedselbank", "ROC Waterland", "Energie & Co"]
    room = Room(open_page, build_municipality(), parties=names)
    assert walk(room, [LAPTOP, LANDSCAPE, PORTRAIT], "5") == []


@pytest.mark.long
def test_also_with_twenty_five_parties_of_long_names(open_page: Callable[..., Page]) -> None:
    names = [f"{LONG[:57]} {number:02}" for number in range(25)]
    room = Room(open_page, build_municipality(), parties=names)
    assert walk(room, [LAPTOP, LANDSCAPE, PORTRAIT], "25") == []
