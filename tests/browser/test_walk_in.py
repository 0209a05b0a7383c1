"""A party that nobody invited walks in: how little the facilitator and the party do until it has a seat.

No seconds are asserted: those of a busy test machine say nothing of people. What is counted are presses and
keys, from which the keystroke-level model (Card, Moran & Newell, Communications of the ACM 23(7), 1980,
pp. 396-410) estimates how long a practised person takes. With its operators for somebody who types 40 words
a minute, the facilitator's way with a name of twelve letters is

    M 1.35 + P 1.10 + K 0.20   think, point at “Een partij komt erbij”, press
    H 0.40 + M 1.35            hand to the keyboard (the field has the focus already), think of the name
    12 x K 0.28 + K 0.28       type it, Enter

= 8.0 s, besides what the server and the network take; twenty are promised. The model covers no scanning and
no keyboard of a phone, so of the way of the party only the count is told.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.room import PHONE, SOON, Room
from tests.live.phones import Phone

COUNT = """
  const more = (what) => { sessionStorage[what] = Number(sessionStorage[what] || 0) + 1; };
  // Enter in a form makes a click of its own, with no press behind it.
  addEventListener("click", (event) => { if (event.isTrusted && event.detail) more("presses"); }, true);
  addEventListener("keydown", (event) => { if (event.isTrusted) more("keys"); }, true);
"""
PARTY = "Waterbedrijf"
NAME = "Els"


def count(page: Page) -> Page:
    page.add_init_script(COUNT)
    page.reload()
    return page


def counted(page: Page) -> tuple[int, int]:
    """Return how often was pressed, and how many keys were typed."""
    presses, keys = (
        page.evaluate("(what) => Number(sessionStorage[what] || 0)", what) for what in ("presses", "keys")
    )
    return presses, keys


def test_a_party_that_walks_in_sits_after_one_press_and_its_name(
    room: Room, open_page: Callable[..., Page]
) -> None:
    room.answering()
    console = count(room.console())
    console.locator("#add-party").click()
    expect(console.get_by_label("Naam van de organisatie")).to_be_focused()
    console.keyboard.type(PARTY)
    console.keyboard.press("Enter")
    expect(console.get_by_role("heading", level=1)).to_have_text(PARTY)
    expect(console.get_by_alt_text(f"QR-code waarmee {PARTY} meedoet")).to_be_visible()
    assert counted(console) == (1, len(PARTY) + 1)

    with room.inside() as session:
        party = session.parties.get(name=PARTY)
        link = Phone(session).link(party)
    phone = count(open_page(link, viewport=PHONE))
    phone.get_by_label("Uw naam").click()
    phone.keyboard.type(NAME)
    phone.get_by_role("button", name="Begrepen, meedoen").click()
    expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
    assert counted(phone) == (2, len(NAME))

    console.get_by_role("link", name="Terug naar de sessie").click()
    expect(console.locator("#console-parties")).to_contain_text(PARTY)


def test_the_control_a_question_more_is_counted(room: Room) -> None:
    room.answering()
    console = count(room.console())
    console.locator("#add-party").click()
    console.get_by_label("Naam van de organisatie").click()
    console.keyboard.type(PARTY)
    console.get_by_role("button", name="Toevoegen").click()
    expect(console.get_by_role("heading", level=1)).to_have_text(PARTY)
    assert counted(console) == (3, len(PARTY))
