"""The words of a statement stay in sight beside its picture, and never slide over it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import dressed
from tests.browser.room import Room

TALK = "details[open] .console-talk"
OVERLAP = """(talk) => {
  const [words, plot] = [".console-talk__words", ".console-plot:not([hidden])"].map((one) =>
    [...talk.querySelectorAll(one)].map((box) => box.getBoundingClientRect()).find((box) => box.height));
  const rows = Math.min(words.bottom, plot.bottom) - Math.max(words.top, plot.top);
  const columns = Math.min(words.right, plot.right) - Math.max(words.left, plot.left);
  return rows > 1 && columns > 1;
}"""
TO_THE_END = "(talk) => scrollTo(0, scrollY + talk.getBoundingClientRect().bottom - innerHeight / 3)"


def slides_over(console: Page) -> bool:
    """Return whether words lie over the picture once somebody scrolled on to the end of it."""
    dressed(console)
    talk = console.locator(TALK).first
    expect(talk.locator("svg.dot-plot:visible")).to_be_visible()
    talk.evaluate(TO_THE_END)
    return bool(talk.evaluate(OVERLAP))


@pytest.mark.parametrize("width", [1280, 1366])
def test_the_words_stay_off_the_picture(room: Room, width: int) -> None:
    room.revealed()
    console = room.console(viewport={"width": width, "height": 800})
    assert not slides_over(console)


def test_the_control_words_that_always_stay_slide_over_it(room: Room) -> None:
    room.revealed()
    console = room.console(viewport={"width": 1280, "height": 800})
    console.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(".console-talk__words { position: sticky; inset-block-start: 0.5rem }");
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }"""
    )
    assert slides_over(console)
