"""A passkey in a real browser, with an authenticator of software that says who it is by itself."""

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import CDPSession, Page, expect

from municipalities.enums import Role
from tests.builders import build_member, build_municipality, sign_in


def authenticator(page: Page) -> CDPSession:
    """Give the browser what a phone or a laptop has: a place for passkeys, unlocked by its owner."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    chromium.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return chromium


def test_a_passkey_is_made_and_signs_in(site: str, open_page: Callable[..., Page]) -> None:
    """An administrator is led to it, and needs no code and no other step from then on."""
    municipality = build_municipality()
    client = sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR), second_factor=False)
    # A passkey belongs to a name, not to an address of digits.
    home = site.replace("127.0.0.1", "localhost")
    page = open_page("/gezond/", also=home)
    page.context.add_cookies(
        [{"name": one.key, "value": one.value, "url": home} for one in client.cookies.values()]
    )
    authenticator(page)
    start = f"{home}/{municipality.slug}/huisstijl/"
    page.goto(start)
    page.get_by_role("link", name="Een passkey").click()
    page.get_by_role("button", name="Maak de passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw herstelcodes")
    page.get_by_role("link", name="Ik heb ze bewaard. Verder").click()
    expect(page).to_have_url(start)

    page.get_by_role("button", name="Uitloggen").click()
    page.goto(start)
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page).to_have_url(start)


def test_without_a_passkey_the_page_says_what_else_there_is(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page("/gezond/", also=site.replace("127.0.0.1", "localhost"))
    authenticator(page)
    page.goto(f"{site.replace('127.0.0.1', 'localhost')}/inloggen/")
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("log in met een code")
    page.goto("/inloggen/")
    expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_hidden()
