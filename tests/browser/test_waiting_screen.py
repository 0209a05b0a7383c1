"""A projector opens one easy address; the facilitator types the code it shows, and it goes on by itself."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sessions.screen_look import darken_screen
from tests.browser.room import POLLED, PROJECTOR, Room
from tests.browser.test_screen_fits import faults

CODE = re.compile(r"^[A-Z]{3}-[A-Z]{3}$")


def type_code(room: Room, code: str, **options: object) -> Page:
    console = room.console(**options)
    console.locator("#console-more-button").click()
    console.locator("#console-pairing > summary").click()
    console.locator("#screen-code").fill(code)
    console.locator("#pairing-button").click()
    return console


def test_the_screen_goes_on_by_itself(room: Room, open_page: Callable[..., Page]) -> None:
    room.open_doors()
    screen = open_page("/scherm/", viewport=PROJECTOR)
    code = screen.locator(".screen-waiting-code")
    expect(code).to_have_text(CODE)
    assert faults(screen, "waiting") == []
    console = type_code(room, "BBB-BBB")
    expect(console.locator("#screen-code-error")).to_contain_text("Geen groot scherm")
    expect(console.locator("#screen-code")).to_have_value("BBB-BBB")
    # It stays while the console follows the session.
    room.take(darken_screen, dark=True)
    expect(console.locator("#dark-button")).to_contain_text("Licht scherm")
    expect(console.locator("#screen-code-error")).to_be_visible()
    console.locator("#screen-code").fill((code.text_content() or "").lower())
    console.locator("#pairing-button").click()
    expect(console.get_by_text("Het grote scherm gaat binnen een paar tellen verder")).to_be_visible()
    expect(screen.get_by_text(room.session.spoken_join_code)).to_be_visible(timeout=POLLED)


@pytest.mark.long
def test_without_a_script_it_goes_on_as_well(room: Room, open_page: Callable[..., Page]) -> None:
    room.open_doors()
    screen = open_page("/scherm/", viewport=PROJECTOR, java_script_enabled=False)
    screen.get_by_role("button", name="Toon de code").click()
    code = screen.locator(".screen-waiting-code").text_content() or ""
    type_code(room, code, java_script_enabled=False)
    expect(screen.get_by_text(room.session.spoken_join_code)).to_be_visible(timeout=POLLED)


@pytest.mark.long
def test_a_waiting_screen_says_when_it_has_no_connection_and_goes_on_after(
    room: Room, open_page: Callable[..., Page]
) -> None:
    room.open_doors()
    screen = open_page("/scherm/", viewport=PROJECTOR)
    code = screen.locator(".screen-waiting-code").text_content() or ""
    screen.context.set_offline(True)
    expect(screen.locator("#waiting-lost")).to_be_visible(timeout=POLLED)
    type_code(room, code)
    screen.context.set_offline(False)
    expect(screen.get_by_text(room.session.spoken_join_code)).to_be_visible(timeout=POLLED)
