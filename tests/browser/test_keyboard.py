"""With the keyboard alone: a facilitator and a participant never lose their place."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from sessions.links import token_for
from tests.browser.keyboard import choose_owner, is_somewhere, press_step, tab_to
from tests.browser.room import PHONE, RESTS_FOR, SOON, Room


def test_a_theme_from_the_doors_to_an_action_point(room: Room) -> None:
    console = room.console()
    press_step(console, "Begin")
    press_step(console, "Begin met invullen")
    press_step(console, "Toon de antwoorden")
    room.answer_all(0)  # the counts change under the focus
    expect(console.locator("#console-missing")).to_contain_text("3 van 3", timeout=SOON)
    expect(console.locator("#next-button")).to_be_focused(timeout=SOON)
    press_step(console, "Volgend thema")
    tab_to(console, "#action-form input[name=action-what]")
    console.keyboard.type("Eén loket")
    choose_owner(console)
    tab_to(console, "#action-add")
    console.keyboard.press("Enter")
    expect(console.locator("#console-points")).to_contain_text("Eén loket", timeout=SOON)
    assert is_somewhere(console)
    tab_to(console, "#console-points .app-pill[aria-pressed]")
    console.keyboard.press("Enter")
    expect(console.locator("#console-points [aria-pressed=true]")).to_be_focused(timeout=SOON)


def test_every_control_of_the_console_keeps_the_focus(room: Room) -> None:
    room.revealed()
    console = room.console()
    for button, then in {"#blank-button": "Scherm tonen", "#pause-button": None}.items():
        tab_to(console, button)
        console.wait_for_timeout(RESTS_FOR)
        console.keyboard.press("Enter")
        if then:
            expect(console.locator(button)).to_contain_text(then, timeout=SOON)
            expect(console.locator(button)).to_be_focused()
    expect(console.locator("#next-button")).to_have_text("Ga verder", timeout=SOON)
    # The button to interrupt is gone: the focus goes to what is new.
    assert is_somewhere(console)


def test_a_participant_joins_answers_and_sees_the_answers(room: Room) -> None:
    room.open_doors()
    with room.inside():
        token = token_for(room.parties[0])
    phone = room.open_page(f"/{room.municipality.slug}/meedoen/{token}/", viewport=PHONE)
    tab_to(phone, "input[name=name]")
    phone.keyboard.type("Els")
    expect(phone.get_by_role("heading", name="Wie ziet uw antwoorden")).to_be_visible()
    tab_to(phone, "#bar button")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Welkom")
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    for number, key in enumerate(("7", "3", "9"), start=1):
        expect(phone.locator("#now")).to_have_attribute("data-view", str(number), timeout=SOON)
        expect(phone.get_by_role("heading", level=1)).to_be_focused()
        tab_to(phone, "input[name=answer]")
        with phone.expect_response("**/stelling/*/"):
            phone.keyboard.press(key)
        expect(phone.locator(f"#answer-{key}")).to_be_focused()
        tab_to(phone, "#bar .is-main")
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Klaar", timeout=SOON)
    assert is_somewhere(phone)
    room.reveal()
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("De antwoorden van de tafel", timeout=SOON)
    expect(heading).to_be_focused()


def test_arrow_keys_choose_too(room: Room) -> None:
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    phone.keyboard.press("5")
    expect(phone.locator("#answer-5")).to_be_focused()
    phone.keyboard.press("ArrowRight")
    expect(phone.locator("#answer-6")).to_be_checked()


@pytest.mark.parametrize(("after", "chosen"), [(999, 10), (1000, 0)])
def test_one_and_then_nought_within_a_second_is_ten(room: Room, after: int, chosen: int) -> None:
    room.answering()
    phone = room.phone()
    phone.clock.install()
    phone.clock.pause_at(timezone.now() + timedelta(hours=1))  # a second of the page, not of a busy machine
    phone.keyboard.press("1")
    expect(phone.locator("#answer-1")).to_be_checked()
    phone.clock.run_for(after)
    phone.keyboard.press("0")
    expect(phone.locator(f"#answer-{chosen}")).to_be_checked()
    phone.clock.resume()
    expect(phone.locator("#saved")).to_contain_text("Opgeslagen om")


def test_the_skip_link_comes_first_and_leads_to_the_content(room: Room) -> None:
    page = room.coordinator(room.path("group_sessions:detail"))
    page.keyboard.press("Tab")
    skip = page.locator(".nl-skip-link")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0, "the link is outside the window"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_after_an_error_the_summary_has_the_focus_and_leads_to_the_field(room: Room) -> None:
    page = room.coordinator(room.path("group_sessions:parties"))
    tab_to(page, "#toevoegen button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def test_what_unfolds_gets_the_focus_and_keeps_it(room: Room) -> None:
    """Somebody else of the party answers meanwhile, and the page is fetched again under the focus."""
    phone = room.phone()
    room.answering()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    tab_to(phone, "#note-details summary")
    phone.keyboard.press("Enter")
    note = phone.locator("#note-details textarea")
    expect(note).to_be_focused()
    with phone.expect_response("**/nu/**"):
        room.propose("Loket geldzorgen", owner_organisation=room.parties[0].organisation)
    expect(phone.locator("#proposals")).to_contain_text("Loket geldzorgen", timeout=SOON)
    expect(note).to_be_focused()
