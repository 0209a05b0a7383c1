"""Setting up the sign-in with the account of the municipality."""

import json

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from audit.models import AuditEvent
from common.sealed import SecretLost, sealed, unsealed
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import IdentityProvider, Municipality
from municipalities.own_account.domains import no_domains, read_domains
from municipalities.own_account.settings import PURPOSE, client_of
from municipalities.own_account.words import FOR_ADMINISTRATOR
from tests.builders import sign_in
from tests.municipalities.own_account import come_in, is_about, member, set_up
from tests.provider import CLIENT_ID, Provider
from tests.provider import SECRET as CLIENT_SECRET
from users.models import User

ENTRA = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"
FILLED_IN = {
    "label": "mijn Waterveenaccount",
    "issuer": ENTRA,
    "client_id": "toepassing-1",
    "secret": "heel geheim",
    "domains": "@Waterveen.example",
    "tenant_id": "",
}


@pytest.fixture
def administrator(municipality: Municipality) -> User:
    return member(municipality, Role.ADMINISTRATOR, "beheer")


@pytest.fixture
def browser(administrator: User, client: Client) -> Client:
    return sign_in(client, administrator)


def page(municipality: Municipality, name: str = "identity") -> str:
    return reverse(f"municipalities:{name}", kwargs={"gemeente": municipality.slug})


def kept(municipality: Municipality) -> IdentityProvider:
    with tenant(municipality):
        return IdentityProvider.objects.get()


def test_what_is_filled_in_is_kept_and_the_secret_never_shown(
    municipality: Municipality, browser: Client
) -> None:
    response = browser.post(page(municipality), FILLED_IN, follow=True)
    assert "heel geheim" not in response.content.decode()
    row = kept(municipality)
    assert (row.domains, row.in_use) == (["waterveen.example"], False)
    assert row.tenant_id == "11111111-2222-3333-4444-555555555555"
    assert client_of(row).secret == "heel geheim"
    with tenant(municipality), connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM municipalities_identityprovider")
        assert "geheim" not in cursor.fetchone()[0]
    with tenant(municipality):
        assert list(AuditEvent.objects.values_list("action", flat=True)) == ["change own sign-in"]


def test_an_empty_secret_keeps_the_one_that_is_there(municipality: Municipality, browser: Client) -> None:
    browser.post(page(municipality), FILLED_IN)
    browser.post(page(municipality), {**FILLED_IN, "secret": "", "label": "Anders"})
    row = kept(municipality)
    assert (row.label, client_of(row).secret) == ("Anders", "heel geheim")


def test_the_secret_outlives_a_change_of_key_with_the_earlier_one(settings: Settings) -> None:
    before = sealed("heel geheim", purpose=PURPOSE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een nieuwe sleutel"
    assert unsealed(before, purpose=PURPOSE) == "heel geheim"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(SecretLost):
        unsealed(before, purpose=PURPOSE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "http://login.example"),
        ("issuer", "https://login.example/?x=1"),
        ("issuer", "https://login.microsoftonline.com/common/v2.0"),
        ("issuer", "https://login.microsoftonline.com/organizations/v2.0"),
        ("issuer", "https://login.microsoftonline.com/"),
        ("issuer", "geen adres"),
        ("tenant_id", "een ander tenant"),
        ("domains", "elders.example"),
        ("domains", "waterveen.example, elders.example"),
        ("domains", "gmail.com"),
        ("domains", "localhost"),
        ("domains", "*.example"),
        ("domains", " , "),
        ("secret", ""),
        ("label", ""),
        ("client_id", "x" * 201),
    ],
)
def test_what_can_not_be_is_told_at_its_field_and_nothing_is_kept(
    municipality: Municipality, browser: Client, field: str, value: str
) -> None:
    response = browser.post(page(municipality), {**FILLED_IN, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    if field != "secret" and value.strip():
        assert value in str(response.context["form"][field])
    with tenant(municipality):
        assert not IdentityProvider.objects.exists()


def test_the_address_of_the_description_becomes_the_issuer(
    municipality: Municipality, browser: Client
) -> None:
    browser.post(page(municipality), {**FILLED_IN, "issuer": f" {ENTRA}/.well-known/openid-configuration "})
    assert kept(municipality).issuer == ENTRA


def test_another_client_loosens_every_bond(
    municipality: Municipality, browser: Client, provider: Provider
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, "sanne@waterveen.example")
    come_in(Client(), municipality)
    wanted = {**FILLED_IN, "issuer": provider.issuer, "client_id": CLIENT_ID, "secret": ""}
    browser.post(page(municipality), {**wanted, "label": "Anders"})
    assert SocialAccount.objects.exists()
    browser.post(page(municipality), {**wanted, "client_id": "een ander"})
    assert not SocialAccount.objects.exists()


def said(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])  # type: ignore[attr-defined]


def test_trying_tells_that_it_works(municipality: Municipality, browser: Client, provider: Provider) -> None:
    set_up(municipality, provider, in_use=False)
    assert "De inlogdienst werkt" in said(browser.post(page(municipality, "try_identity"), follow=True))


@pytest.mark.parametrize(
    ("path", "answer", "why"),
    [
        ("/.well-known/openid-configuration", (404, "text/html", "weg"), "status"),
        ("/.well-known/openid-configuration", (200, "text/html", "<html>"), "no json"),
        ("/.well-known/openid-configuration", (200, "application/json", '{"issuer": "x"}'), "other issuer"),
        ("/.well-known/openid-configuration", (302, "text/plain", "https://elders.example"), "redirect"),
        ("/.well-known/openid-configuration", (200, "application/json", "x" * 600_000), "large"),
        ("/keys", (200, "application/json", "{}"), "no provider"),
        ("/keys", (200, "application/json", '{"keys": [7]}'), "no provider"),
    ],
)
def test_trying_tells_what_is_wrong(
    municipality: Municipality,
    browser: Client,
    provider: Provider,
    path: str,
    answer: tuple[int, str, str],
    why: str,
) -> None:
    set_up(municipality, provider)
    provider.answers = {path: answer}
    response = browser.post(page(municipality, "try_identity"), follow=True)
    assert said(response) == str(FOR_ADMINISTRATOR[why])


def test_trying_tells_of_a_provider_that_names_no_addresses(
    municipality: Municipality, browser: Client, provider: Provider
) -> None:
    set_up(municipality, provider)
    bare = json.dumps({"issuer": provider.issuer, "token_endpoint": "http://10.0.0.1/"})
    provider.answers = {"/.well-known/openid-configuration": (200, "application/json", bare)}
    response = browser.post(page(municipality, "try_identity"), follow=True)
    assert said(response) == str(FOR_ADMINISTRATOR["no provider"])


def test_trying_tells_of_a_wrong_secret(
    municipality: Municipality, browser: Client, provider: Provider
) -> None:
    set_up(municipality, provider, secret=sealed(f"{CLIENT_SECRET}x", purpose=PURPOSE))
    response = browser.post(page(municipality, "try_identity"), follow=True)
    assert said(response) == str(FOR_ADMINISTRATOR["wrong secret"])


def test_trying_tells_of_a_secret_that_is_lost(
    municipality: Municipality, browser: Client, provider: Provider
) -> None:
    set_up(municipality, provider, secret="onleesbaar")
    response = browser.post(page(municipality, "try_identity"), follow=True)
    assert said(response) == str(FOR_ADMINISTRATOR["secret lost"])


@pytest.mark.parametrize("on", [True, False])
def test_switching_asks_first_and_is_logged_once(
    municipality: Municipality, browser: Client, provider: Provider, on: bool
) -> None:
    set_up(municipality, provider, in_use=not on)
    switch = page(municipality, "identity_on" if on else "identity_off")
    assert browser.get(switch).status_code == 200
    assert kept(municipality).in_use is not on
    for _again in range(2):
        assert browser.post(switch).status_code == 302
    assert kept(municipality).in_use is on
    with tenant(municipality):
        assert AuditEvent.objects.filter(action=f"switch own sign-in {'on' if on else 'off'}").count() == 1


def test_without_a_provider_there_is_nothing_to_try_or_switch(
    municipality: Municipality, browser: Client
) -> None:
    assert browser.post(page(municipality, "try_identity")).status_code == 404
    assert browser.get(page(municipality, "identity_on")).status_code == 404
    assert browser.post(page(municipality, "identity_off")).status_code == 404


def test_the_page_shows_where_the_provider_sends_people_back_to(
    municipality: Municipality, browser: Client, settings: Settings
) -> None:
    shown = browser.get(page(municipality)).content.decode()
    assert f"{settings.BASE_URL}/inloggen/gemeente/{municipality.slug}/terug/" in shown


def test_who_only_coordinates_does_not_see_it(municipality: Municipality, client: Client) -> None:
    sign_in(client, member(municipality, Role.COORDINATOR))
    assert client.get(page(municipality)).status_code == 403


def test_domains_are_read_as_people_type_them() -> None:
    typed = "@Waterveen.nl, sociaal.waterveen.nl;\n waterveen.nl. "
    assert read_domains(typed) == ["waterveen.nl", "sociaal.waterveen.nl"]
    assert no_domains(["waterveen.nl", "hotmail.com", "nl", "-x.nl", "x..nl"]) == [
        "hotmail.com",
        "nl",
        "-x.nl",
        "x..nl",
    ]
