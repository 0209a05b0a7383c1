"""A table of eight, played in four browsers at once: the console, the big screen and two phones.

Whatever one of them does, all others show; the other six parties answer from elsewhere.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from common.tenancy import tenant
from municipalities.models import Municipality
from tests.browser.film import Film
from tests.browser.room import PHONE, SOON, Room, answer_theme, choose, go_on, press_next
from tests.builders import answer, dress, statements_of, theme_at

TABLE = [
    "Woonstede",
    "Energie Waterland",
    "Zorgverzekeraar Duin",
    "Voedselbank",
    "Schuldhulpmaatje",
    "Werk en Inkomen",
    "ROC Waterland",
    "Buurtteam Noord",
]
FIGURES = {0: [7, 2, 6], 1: [8, 5, 5], 2: [3, 3, 6], 3: [6, 9, 7], 4: [7, 8, 7], 5: [2, 6, 8]}
"""What the six parties without a browser answer to the first theme."""
TABLET = {"width": 1280, "height": 800}


@pytest.fixture
def table(open_page: Callable[..., Page], municipality: Municipality) -> Room:
    with tenant(municipality):
        dress(municipality, "#00667a")
    return Room(open_page, municipality, parties=TABLE)


@pytest.fixture
def film(request: pytest.FixtureRequest) -> Film:
    folder = request.config.getoption("--film")
    return Film(Path(folder) if folder else None)


def answer_elsewhere(room: Room) -> None:
    with room.inside() as session:
        statements = statements_of(theme_at(session, 1))
        for place, values in FIGURES.items():
            for statement, value in zip(statements, values, strict=True):
                answer(room.parties[place + 2], statement, value)


def join_by_code(open_page: Callable[..., Page], screen: Page, party: str) -> Page:
    """Join with what is on the big screen: type the code, choose the party, say one's name."""
    phone = open_page("/meedoen/", viewport=PHONE)
    phone.get_by_label("Deelnamecode").fill(screen.locator(".screen-code").inner_text().lower())
    phone.get_by_role("button", name="Meedoen").click()
    phone.get_by_role("link", name=party).click()
    phone.get_by_label("Uw naam").fill("Els Vermeer")
    phone.get_by_role("button", name="Begrepen, meedoen").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Welkom")
    return phone


class Play:
    """One session in four browsers; each act is done in one of them and seen in the others."""

    def __init__(self, open_page: Callable[..., Page], table: Room, film: Film) -> None:
        self.table, self.film = table, film
        table.open_doors()
        self.console, self.screen = table.console(viewport=TABLET), table.screen()
        self.phone = table.phone(table.parties[0], "Yusuf Aydin")
        self.other = join_by_code(open_page, self.screen, TABLE[1])

    @property
    def pages(self) -> dict[str, Page]:
        return {
            "screen": self.screen,
            "console": self.console,
            "phone": self.phone,
            "other phone": self.other,
        }

    def take(self, moment: str) -> None:
        self.film.take(moment, self.pages)

    def begin(self) -> None:
        expect(self.screen.locator("#there")).to_contain_text("2 van 8", timeout=SOON)
        self.take("binnenkomen")
        press_next(self.console, "Begin")
        press_next(self.console, "Begin met invullen")
        for phone in (self.phone, self.other):
            expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
        choose(self.phone, 6)
        press_next(self.console, "Toon de antwoorden")
        press_next(self.console, "Volgend thema: Drempels")

    def answer(self) -> None:
        press_next(self.console, "Begin met invullen")
        for phone in (self.phone, self.other):
            expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
        answer_elsewhere(self.table)
        answer_theme(self.phone, [2, 4])
        choose(self.phone, 6)
        choose(self.other, 9)
        expect(self.console.locator("#console-missing")).to_contain_text(TABLE[1], timeout=SOON)
        self.take("invullen")
        go_on(self.other)
        answer_theme(self.other, [8, 7])
        expect(self.screen.locator(".app-screen-count")).to_have_text("8 van 8", timeout=SOON)

    def reveal(self) -> None:
        press_next(self.console, "Toon de antwoorden")
        for page in self.pages.values():
            page.locator("svg.dot-plot").first.wait_for(state="attached", timeout=SOON)
        for name in TABLE:
            expect(self.screen.locator("svg.dot-plot:visible").first).to_contain_text(name.split()[0])
        self.take("antwoorden")

    def agree(self) -> None:
        self.console.get_by_label("Wat gaan we doen?").fill("Eén telefoonnummer op elke brief")
        self.console.locator("#action-form [name=action-owner]").press_sequentially("wo")
        self.console.get_by_role("option", name="Woonstede").first.click(timeout=SOON)
        self.console.locator("#action-form label", has_text="over 6 weken").click()
        self.console.get_by_role("button", name="Toevoegen").click()
        asked = self.phone.get_by_role("button", name="Ja, wij trekken dit")
        asked.wait_for(timeout=SOON)
        self.take("afspreken")
        asked.click()
        expect(self.console.locator("#console-points")).to_contain_text("ja gezegd", timeout=SOON)

    def close(self) -> None:
        self.console.get_by_role("button", name="Wat we afspreken").click()
        expect(self.screen.locator("body")).to_contain_text("Eén telefoonnummer", timeout=SOON)
        self.take("wat-we-afspreken")
        self.console.get_by_role("link", name="Sluit de sessie").click()
        self.console.get_by_role("button", name="Sluit de sessie").click()
        for phone in (self.phone, self.other):
            expect(phone.get_by_role("heading", level=1)).to_contain_text("Dank u wel", timeout=SOON)
        self.take("afsluiten")


def test_four_browsers_play_one_session(open_page: Callable[..., Page], table: Room, film: Film) -> None:
    play = Play(open_page, table, film)
    play.begin()
    play.answer()
    play.reveal()
    play.agree()
    play.close()
