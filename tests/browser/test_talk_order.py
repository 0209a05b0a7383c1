"""The order of talk on the console: by a button with the keyboard, and by dragging; the new place is told."""

from playwright.sync_api import expect

from tests.browser.keyboard import tab_to
from tests.browser.room import RESTS_FOR, SOON, Room


def test_a_statement_moves_by_keyboard_and_by_dragging(room: Room) -> None:
    room.revealed()
    console = room.console()
    console.locator("#console-order summary").click()
    lines = console.locator("#console-order-list > li")
    first, second, third = (line.get_attribute("data-number") for line in lines.all())
    tab_to(console, f"#lower-{first}")
    console.wait_for_timeout(RESTS_FOR)
    console.keyboard.press("Enter")
    expect(lines.nth(1)).to_have_attribute("data-number", str(first), timeout=SOON)
    expect(console.locator("#console-order-said")).to_contain_text("plaats 2 van 3")
    expect(console.locator(f"#lower-{first}")).to_be_focused()
    grip = lines.nth(2).locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), lines.nth(0).bounding_box()
    assert start and end
    console.mouse.move(start["x"] + 9, start["y"] + 9)
    console.mouse.down()
    console.mouse.move(start["x"] + 9, end["y"] + 9, steps=8)
    console.mouse.up()
    expect(console.locator("#console-order-said")).to_contain_text("plaats 1 van 3", timeout=SOON)
    console.reload()
    assert [line.get_attribute("data-number") for line in lines.all()] == [third, second, first]
