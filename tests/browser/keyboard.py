"""Goes through pages with the keys alone, as somebody does who has no mouse and no touch screen."""

import re

from playwright.sync_api import Page, expect

from tests.browser.room import RESTS_FOR, SOON

FARTHEST = 120
"""Presses of Tab; more than any page needs."""
NAME = """() => {
  const one = document.activeElement;
  if (one === document.body) return "";
  const labels = [...(one.labels || [])].map((label) => label.innerText).join(" ");
  return (one.ariaLabel || labels || one.innerText || "").replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something with this selector has the focus."""
    page.wait_for_load_state()  # before it no script hears what is pressed
    for _ in range(FARTHEST):
        if page.evaluate("selector => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector} on {page.url}")


def tab_to_name(page: Page, name: str, *, back: bool = False) -> None:
    """Press Tab, or Shift+Tab, until something with this name has the focus; a number may stand before it."""
    page.wait_for_load_state()
    for _ in range(FARTHEST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if re.match(rf"(\d+ )?{re.escape(name)}", page.evaluate(NAME)):
            return
    raise AssertionError(f"Tab never reaches “{name}” on {page.url}")


def follow(page: Page, name: str) -> None:
    """Press Enter on the link or button with this name, which brings another page."""
    tab_to_name(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Type into the field with this label."""
    tab_to_name(page, name)
    page.keyboard.type(text)


def is_somewhere(page: Page) -> bool:
    """Return whether something has the focus; when the page has it, a keyboard starts again at the top."""
    return bool(page.evaluate("document.activeElement !== document.body"))


def press_step(console: Page, then: str) -> None:
    """Press Enter on the big button; the focus stays on it, with its next label."""
    tab_to(console, "#next-button")
    console.wait_for_timeout(RESTS_FOR)
    console.keyboard.press("Enter")
    expect(console.locator("#next-button")).to_contain_text(then, timeout=SOON)
    expect(console.locator("#next-button")).to_be_focused(timeout=SOON)


def choose_owner(console: Page, letters: str = "wo") -> None:
    """Find the owner of an action point by two letters; the first that is offered."""
    tab_to(console, "#action-form input[name=action-owner]")
    console.keyboard.type(letters)
    first = console.get_by_role("option").first
    expect(first).to_be_visible(timeout=SOON)
    console.keyboard.press("ArrowDown")
    name = first.get_attribute("data-value") or ""
    console.keyboard.press("Enter")
    expect(console.locator("#action-form input[name=action-owner]")).to_have_value(name)
    assert name
