"""The story of a session in the browser, from plan to report, with everybody around the table."""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from municipalities.enums import Role
from municipalities.models import Municipality
from tests.browser.mailbox import Mailbox
from tests.browser.room import (
    LAPTOP,
    PHONE,
    PROJECTOR,
    SOON,
    answer_theme,
    choose,
    go_on,
    press_next,
    write_note,
)
from tests.builders import build_member, build_municipality

pytestmark = pytest.mark.usefixtures("worker")

TABLE = {
    "Woonstede": "woningcorporatie",
    "Voedselbank": "voedselbank",
    "Werk en Inkomen": "",
    "ROC Waterland": "",
}
FACILITATOR = "r.smit@gesprekken.example"
GUEST = "yusuf@woonstede.example"
# A mark that stands on nobody's page but the own party's, until the answers are shown.
SECRETS = {name: f"kanarie-{number}-van-{name[:4]}" for number, name in enumerate(TABLE)}
WATCH = """() => {
  window.stayed = true;
  window.shownAt = 0;
  const look = () => {
    if (!window.shownAt && document.querySelector("svg.dot-plot")) window.shownAt = Date.now();
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
}"""


def sign_in(page: Page, mailbox: Mailbox, address: str) -> None:
    page.get_by_role("link", name="Inloggen").first.click()
    page.get_by_label("Uw e-mailadres").fill(address)
    page.get_by_role("button", name="Mail mij een code").click()
    page.get_by_label("Code uit de mail").fill(mailbox.code(address))
    page.get_by_role("main").get_by_role("button", name="Inloggen").click()


def plan(page: Page) -> str:
    """Plan a session through the pages of the coördinator; return its address."""
    page.get_by_role("link", name="Sessie plannen").first.click()
    page.get_by_label("Titel").fill("Samen schulden voorkomen")
    further = page.get_by_role("button", name="Volgende")
    further.click()
    page.get_by_label("Datum", exact=True).fill((timezone.localdate() + timedelta(days=7)).isoformat())
    page.get_by_label("Begint om").fill("13:30")
    further.click()
    further.click()
    page.get_by_role("main").get_by_role("button", name="Sessie plannen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Samen schulden voorkomen")
    return page.url


def fill_the_table(page: Page, session: str) -> None:
    """Add a party from each category, led by the selection aid until it says that nobody is missing."""
    page.goto(f"{session}partijen/")
    for name in TABLE:
        missing = page.locator(".desk-gap").first
        missing.get_by_role("link").first.click()
        page.get_by_label("Naam van de organisatie").fill(name)
        page.get_by_role("button", name="Aan tafel zetten").click()
        expect(page.get_by_role("article", name=name)).to_be_visible()
    expect(page.get_by_text("Elke categorie zit aan tafel.")).to_be_visible()


def invite(page: Page, session: str) -> None:
    """Name a participant, appoint a facilitator from elsewhere, and send both their mail."""
    page.get_by_role("article", name="Woonstede").get_by_role("link", name="Persoon toevoegen").click()
    page.get_by_label("Naam").fill("Yusuf Aydin")
    page.get_by_label("E-mailadres").fill(GUEST)
    page.get_by_role("button", name="Op de lijst zetten").click()
    page.goto(f"{session}gespreksleiders/")
    page.get_by_label("Naam").fill("R. Smit")
    page.get_by_label("E-mailadres").fill(FACILITATOR)
    page.get_by_role("button", name="Aanwijzen").click()
    page.goto(f"{session}uitnodigingen/")
    page.get_by_role("button", name="Uitnodigingen versturen").click()


def accept(open_page: Callable[..., Page], mailbox: Mailbox) -> Page:
    """Open the console as the facilitator, by the link from the mail."""
    page = open_page(mailbox.link(FACILITATOR, "/gespreksleider/"), viewport=LAPTOP)
    page.get_by_role("button", name="Ja, ik leid deze sessie").click()
    expect(page.locator("#next-button")).to_be_visible()
    return page


def open_screen(console: Page, open_page: Callable[..., Page]) -> Page:
    href = console.locator("#open-screen").get_attribute("href")
    assert href
    return open_page(href, viewport=PROJECTOR)


def join(
    open_page: Callable[..., Page], mailbox: Mailbox, coordinator: Page, session: str, screen: Page
) -> dict[str, Page]:
    """Let three parties take their seats, each in another way; the fourth chair stays empty."""
    coordinator.goto(f"{session}naamkaarten/")
    card = coordinator.locator(".app-seat-card", has_text="Voedselbank").get_by_role("link")
    phones = {
        "Woonstede": open_page(mailbox.link(GUEST, "/uitnodiging-sessie/"), viewport=PHONE),
        "Voedselbank": open_page(card.get_attribute("href") or "", viewport=PHONE),
        "Werk en Inkomen": open_page("/meedoen/", viewport=PHONE),
    }
    phones["Woonstede"].get_by_role("link", name="Neem plaats").click()
    expect(phones["Woonstede"].get_by_label("Uw naam")).to_have_value("Yusuf Aydin")
    phones["Voedselbank"].get_by_label("Uw naam").fill("Fatima")
    by_code = phones["Werk en Inkomen"]
    by_code.get_by_label("Deelnamecode").fill(screen.locator(".screen-code").inner_text().lower())
    by_code.get_by_role("button", name="Meedoen").click()
    by_code.get_by_role("link", name="Werk en Inkomen").click()
    by_code.get_by_label("Uw naam").fill("Els")
    for page in phones.values():
        page.get_by_role("button", name="Begrepen, meedoen").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Welkom")
    return phones


def answer_with_secret(phones: Mapping[str, Page], figures: list[int]) -> None:
    """Let each party answer a theme, with its own mark in the note of the first statement."""
    for turn, (party, page) in enumerate(phones.items()):
        expect(page.locator("#answer-form")).to_be_visible(timeout=SOON)
        choose(page, (figures[0] + turn * 4) % 11)
        write_note(page, SECRETS[party])
        go_on(page)
        answer_theme(page, [(figure + turn * 3) % 11 for figure in figures[1:]])
        expect(page.get_by_role("heading", level=1)).to_contain_text("Klaar")


def nobody_knows(phones: Mapping[str, Page], others: list[Page]) -> None:
    """Check that the mark of a party stands on no page but its own."""
    for party, secret in SECRETS.items():
        for page in [*others, *(page for name, page in phones.items() if name != party)]:
            assert secret not in page.content()


def reveal(console: Page, pages: Mapping[str, Page]) -> dict[str, int]:
    """Show the answers; return after how many milliseconds each page showed them, without a reload."""
    for page in pages.values():
        page.evaluate(WATCH)
    pressed_at = press_next(console, "Toon de antwoorden")
    for page in pages.values():
        page.locator("svg.dot-plot").first.wait_for(state="attached", timeout=SOON)
        assert page.evaluate("window.stayed"), "the page was loaded again"
    return {name: page.evaluate("window.shownAt") - pressed_at for name, page in pages.items()}


def agree(console: Page, owner: Page) -> None:
    """Write an action point while people speak; the owner says yes on the phone, at once."""
    console.get_by_label("Wat gaan we doen?").fill("Eén telefoonnummer voor inwoners met geldzorgen")
    console.locator("#action-form [name=action-owner]").press_sequentially("wo")
    console.get_by_role("option", name="Woonstede").first.click(timeout=SOON)
    console.locator("#action-form label", has_text="over 6 weken").click()
    console.get_by_role("button", name="Toevoegen").click()
    expect(console.locator("#console-points")).to_contain_text("wacht op ja", timeout=SOON)
    owner.get_by_role("button", name="Ja, wij trekken dit").click(timeout=SOON)
    expect(console.locator("#console-points")).to_contain_text("ja gezegd", timeout=SOON)


def close(console: Page) -> None:
    console.get_by_role("button", name="Wat we afspreken").click()
    expect(console.locator("#console-all")).to_contain_text("Eén telefoonnummer", timeout=SOON)
    console.get_by_role("link", name="Sluit de sessie").click()
    assert console.get_by_label("Datum van het vervolgoverleg").input_value()
    console.get_by_role("button", name="Sluit de sessie").click()


def fetch_report(page: Page) -> bytes:
    """Follow the progress of the report without a reload and download it."""
    page.get_by_role("link", name="Naar het rapport").click()
    page.evaluate("window.stayed = true")
    link = page.get_by_role("link", name="Download het rapport (PDF)")
    page.wait_for_load_state()
    if not link.count():  # a quick worker has it before anybody looks: then nothing changes or is said
        link.wait_for(timeout=60_000)
        expect(page.locator("#report-said")).to_have_text("Het rapport is klaar")
    assert page.evaluate("window.stayed")
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


@pytest.fixture
def waterveen() -> Municipality:
    return build_municipality("Waterveen")


def test_a_session_from_plan_to_report(
    open_page: Callable[..., Page],
    waterveen: Municipality,
    mailbox: Mailbox,
    capsys: pytest.CaptureFixture[str],
) -> None:
    member = build_member(waterveen, Role.COORDINATOR)
    coordinator = open_page("/")
    sign_in(coordinator, mailbox, member.email)
    session = plan(coordinator)
    fill_the_table(coordinator, session)
    invite(coordinator, session)

    console = accept(open_page, mailbox)
    screen = open_screen(console, open_page)
    press_next(console, "Deuren openen")
    expect(screen.locator(".screen-code")).to_be_visible(timeout=SOON)
    phones = join(open_page, mailbox, coordinator, session, screen)
    expect(screen.locator("#there")).to_contain_text("3 van 4", timeout=SOON)
    coordinator.goto(session)

    took = {}
    everybody = {"screen": screen, "console": console, **phones}
    press_next(console, "Begin")
    for theme, figures in {"overall": [7], "theme 1": [2, 6, 9]}.items():
        press_next(console, "Begin met invullen")
        answer_with_secret(phones, figures)
        expect(console.locator("#console-missing")).to_contain_text("ROC Waterland", timeout=SOON)
        expect(screen.locator(".app-screen-count")).to_have_text("3 van 4", timeout=SOON)
        nobody_knows(phones, [screen, console, coordinator])
        took[theme] = reveal(console, everybody)
        for party in TABLE:
            expect(screen.locator("svg.dot-plot:visible")).to_contain_text(party)
        expect(phones["Voedselbank"].locator("#main")).to_contain_text(SECRETS["Woonstede"])
        if theme == "overall":
            press_next(console, "Volgend thema: Drempels")

    agree(console, phones["Woonstede"])
    close(console)
    for page in phones.values():
        expect(page.get_by_role("heading", level=1)).to_contain_text("Dank u wel", timeout=SOON)
    expect(screen.get_by_role("heading", level=1)).to_be_visible()
    assert fetch_report(console).startswith(b"%PDF-")
    mailbox.link(GUEST, "/rapport/")
    with capsys.disabled():
        sys.stdout.write(f"\nfrom the press until it is shown, in ms: {took}\n")
