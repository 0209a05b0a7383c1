"""A whole session with the keyboard alone: no mouse, no touch, from the plan to the close."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.tenancy import tenant
from municipalities.enums import Role
from sessions.enums import SessionState
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession
from tests.browser.keyboard import (
    choose_owner,
    follow,
    is_somewhere,
    press_step,
    tab_to,
    tab_to_name,
    write,
)
from tests.browser.room import PHONE, RESTS_FOR, SOON
from tests.builders import build_member, build_municipality, build_user, sign_in
from users.models import User

TABLE = ("Woonstede", "Voedselbank")
TYPED_DAY, TYPED_TIME = "%m%d%Y", "0130PM"
"""What one types into the fields of this browser, which wants its own order."""
FIGURES = ("7", "3", "9")


def signed_in(open_page: Callable[..., Page], user: User, path: str) -> Page:
    return open_page(path, holding=sign_in(Client(), user))


def plan(page: Page) -> None:
    day = timezone.localdate() + timedelta(days=7)
    follow(page, "Sessie plannen")
    write(page, "Titel", "Samen schulden voorkomen")
    follow(page, "Volgende")
    write(page, "Datum", day.strftime(TYPED_DAY))
    write(page, "Begint om", TYPED_TIME)
    follow(page, "Volgende")
    follow(page, "Volgende")
    follow(page, "Sessie plannen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Samen schulden voorkomen")


def add_parties(page: Page) -> None:
    """Add two parties, each of the kind that the arrow keys find in the list."""
    follow(page, "Partijen")
    for turn, name in enumerate(TABLE, start=1):
        write(page, "Naam van de organisatie", name)
        tab_to_name(page, "Soort")
        for _ in range(turn):
            page.keyboard.press("ArrowDown")
        follow(page, "Aan tafel zetten")
        expect(page.get_by_role("article", name=name)).to_be_visible()


def invite(page: Page, address: str) -> None:
    """Name somebody of the first party, appoint who leads, and send both their invitation."""
    follow(page, "Persoon toevoegen")
    write(page, "Naam", "Yusuf Aydin")
    write(page, "E-mailadres", "yusuf@woonstede.example")
    follow(page, "Op de lijst zetten")
    follow(page, "Samen schulden voorkomen")
    follow(page, "Gespreksleider")
    write(page, "Naam", "R. Smit")
    write(page, "E-mailadres", address)
    follow(page, "Aanwijzen")
    follow(page, "Naar de uitnodigingen")
    follow(page, "Uitnodigingen versturen")


def open_doors(page: Page) -> None:
    follow(page, "Samen schulden voorkomen")
    follow(page, "Deuren openen")
    expect(page.get_by_text("Deelnemers kunnen meedoen.")).to_be_visible()


def accept(open_page: Callable[..., Page], user: User, path: str) -> Page:
    """Open the console by the link of the invitation."""
    page = signed_in(open_page, user, path)
    follow(page, "Ja, ik leid deze sessie")
    expect(page.locator("#next-button")).to_be_visible()
    return page


def join(open_page: Callable[..., Page], code: str) -> Page:
    """Join with the code that is on the big screen, for the second party."""
    phone = open_page("/meedoen/", viewport=PHONE)
    write(phone, "Deelnamecode", code.lower())
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    tab_to(phone, "#id_party li:nth-child(2) a")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    write(phone, "Uw naam", "Els")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Welkom")
    return phone


def answer(phone: Page, figures: Sequence[str]) -> None:
    """Answer one statement after the other; the digits choose, Enter goes on."""
    for number, figure in enumerate(figures):
        expect(phone.locator("#answer-form")).to_be_visible(timeout=SOON)
        if number:
            expect(phone.get_by_role("heading", level=1)).to_be_focused(timeout=SOON)
        before = phone.locator("#now").get_attribute("data-view") or ""
        tab_to(phone, "input[name=answer]")
        phone.keyboard.press(figure)
        expect(phone.locator("#saved")).to_contain_text("Opgeslagen om", timeout=SOON)
        tab_to(phone, "#bar .is-main")
        phone.keyboard.press("Enter")
        expect(phone.locator("#now")).not_to_have_attribute("data-view", before, timeout=SOON)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Klaar", timeout=SOON)
    assert is_somewhere(phone)


def agree(console: Page) -> None:
    """Write an action point while people speak, with its owner and its date."""
    tab_to(console, "#action-form input[name=action-what]")
    console.keyboard.type("Eén loket")
    choose_owner(console, "vo")
    tab_to(console, "#action-form input[name=action-when]")
    console.keyboard.press("Space")
    tab_to(console, "#action-add")
    console.keyboard.press("Enter")
    expect(console.locator("#console-points")).to_contain_text("Eén loket", timeout=SOON)
    assert is_somewhere(console)


def say_yes(phone: Page) -> None:
    expect(phone.get_by_role("button", name="Ja, wij trekken dit")).to_be_visible(timeout=SOON)
    tab_to_name(phone, "Ja, wij trekken dit")
    phone.keyboard.press("Enter")


def close(console: Page) -> None:
    tab_to_name(console, "Wat we afspreken")
    console.wait_for_timeout(RESTS_FOR)
    console.keyboard.press("Enter")
    expect(console.locator("#console-all")).to_contain_text("Eén loket", timeout=SOON)
    follow(console, "Sluit de sessie")
    follow(console, "Sluit de sessie")


def test_a_whole_session_without_a_mouse(open_page: Callable[..., Page]) -> None:
    municipality, facilitator = build_municipality(), build_user("R. Smit")
    coordinator = build_member(municipality, Role.COORDINATOR)
    page = signed_in(open_page, coordinator, f"/{municipality.slug}/groepssessies/")
    plan(page)
    add_parties(page)
    invite(page, facilitator.email)
    with tenant(municipality):
        session = GroupSession.objects.get()
        token = token_for(Facilitator.objects.get())
    console = accept(open_page, facilitator, f"/{municipality.slug}/gespreksleider/{token}/")
    open_doors(page)
    phone = join(open_page, session.join_code)

    console.reload()
    press_step(console, "Begin met invullen")
    press_step(console, "Toon de antwoorden")
    answer(phone, FIGURES[:1])
    press_step(console, "Volgend thema")
    press_step(console, "Begin met invullen")
    press_step(console, "Toon de antwoorden")
    answer(phone, FIGURES)
    press_step(console, "Volgend thema")
    expect(phone.get_by_role("heading", level=1)).to_be_focused(timeout=SOON)
    agree(console)
    say_yes(phone)
    expect(console.locator("#console-points")).to_contain_text("ja gezegd", timeout=SOON)
    close(console)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Dank u wel", timeout=SOON)
    with tenant(municipality):
        session.refresh_from_db()
        assert session.state == SessionState.CLOSED
