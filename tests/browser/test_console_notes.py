"""What the console saves while one types, what two devices wrote, and the grid for paper without a mouse."""

from playwright.sync_api import Page, expect

from questionnaire.models import Answer
from sessions.models import FacilitatorNote, GroupSession
from tests.browser.keyboard import tab_to
from tests.browser.room import SOON, Room

NOTE = "#console-notes textarea >> nth=0"
SAID = "#console-notes [role=status] >> nth=0"


def note_of(page: Page) -> None:
    page.locator("#console-notes > summary").click()


def test_a_note_is_saved_while_one_types_and_two_devices_are_asked(room: Room) -> None:
    room.answering()
    laptop, tablet = room.console(), room.console()
    for page in (laptop, tablet):
        note_of(page)
    laptop.locator(NOTE).fill("Op de laptop")
    expect(laptop.locator(SAID)).to_contain_text("Opgeslagen om", timeout=SOON)
    tablet.locator(NOTE).fill("Op de tablet")
    expect(tablet.locator("[data-note-clash]")).to_contain_text("Op de laptop", timeout=SOON)
    tablet.locator("[data-note-clash] textarea").fill("Op de tablet, en meer")
    tablet.get_by_role("button", name="Bewaar wat ik hier typte").click()
    expect(tablet.locator(SAID)).to_contain_text("Opgeslagen om", timeout=SOON)
    with room.inside():
        assert FacilitatorNote.objects.get().text == "Op de tablet, en meer"


def test_a_note_outlives_a_step_of_somebody_else_and_a_dead_connection(room: Room) -> None:
    room.answering()
    console = room.console()
    note_of(console)
    console.context.set_offline(True)
    console.locator(NOTE).fill("Nog niet weg")
    expect(console.locator(SAID)).to_contain_text("Nog niet opgeslagen", timeout=SOON)
    room.reveal()
    console.context.set_offline(False)
    expect(console.locator(SAID)).to_contain_text("Opgeslagen om", timeout=2 * SOON)
    expect(console.locator(NOTE)).to_have_value("Nog niet weg")
    with room.inside():
        assert FacilitatorNote.objects.get().text == "Nog niet weg"


def test_paper_is_typed_without_a_mouse(room: Room) -> None:
    room.answering()
    console = room.console()
    tab_to(console, "#to-paper")
    with console.expect_navigation():
        console.keyboard.press("Enter")
    expect(console.locator(".console-paper__field >> nth=0")).to_be_focused()
    for key in ("7", "Enter", "?", "Tab", "1", "0", "ArrowDown", "3"):
        console.keyboard.press(key)
    tab_to(console, "#paper-save")
    with console.expect_navigation():
        console.keyboard.press("Enter")
    expect(console.locator(".console-paper__given")).to_have_count(4)
    with room.inside():
        rows = Answer.objects.order_by("party__position", "statement__number")
        assert [(row.party.name, row.value) for row in rows.select_related("party")] == [
            (room.parties[0].name, 7),
            (room.parties[0].name, None),
            (room.parties[0].name, 10),
            (room.parties[1].name, 3),
        ]


def test_more_folds_away_again(room: Room) -> None:
    room.open_doors()
    console = room.console()
    tab_to(console, "#console-more-button")
    console.keyboard.press("Enter")
    expect(console.locator("#dark-button")).to_be_visible()
    console.keyboard.press("Escape")
    expect(console.locator("#dark-button")).to_be_hidden()
    expect(console.locator("#console-more-button")).to_be_focused()
    console.keyboard.press("Enter")
    console.locator("#dark-button").click()
    expect(console.locator("#dark-button")).to_be_hidden(timeout=SOON)
    expect(console.locator("#dark-button")).to_contain_text("Licht scherm", timeout=SOON)
    with room.inside():
        assert GroupSession.objects.get().screen_is_dark
