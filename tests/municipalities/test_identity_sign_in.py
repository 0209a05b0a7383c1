"""Signing in with the account of the municipality, end to end with a real provider on this machine."""

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from allauth.socialaccount.internal.statekit import STATE_TTL, STATES_SESSION_KEY
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from audit.models import AuditEvent
from common import outward
from common.sealed import sealed
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.invitations.inviting import invite_member
from municipalities.models import IdentityProvider, Membership, Municipality
from municipalities.own_account import signing_in as own_sign_in
from municipalities.own_account import turns
from municipalities.own_account.turns import AT_ONCE, in_turn
from outbox.models import Promise
from tests.builders import ADMINISTRATOR, NOW, build_municipality, sign_in
from tests.municipalities.own_account import (
    at_provider,
    come_in,
    is_about,
    is_in,
    member,
    sessions_of,
    set_up,
    start,
)
from tests.provider import CLIENT_ID, SECRET, Provider
from users.models import User

EMAIL = "sanne@waterveen.example"
# Far enough, and the same in each process that collects these tests.
LONG_AGO, FAR_AHEAD = 1_000_000_000, 4_000_000_000


def log_of(municipality: Municipality) -> list[tuple[str, str]]:
    with tenant(municipality):
        return list(AuditEvent.objects.values_list("action", "reason"))


def nobody_came_in(client: Client, municipality: Municipality) -> bool:
    return "_auth_user_id" not in client.session and not SocialAccount.objects.exists()


def test_a_member_comes_in_and_is_bound(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    user = member(municipality)
    is_about(provider, EMAIL)
    response = come_in(client, municipality)
    assert response["Location"] == f"/{municipality.slug}/"
    assert is_in(client, municipality)
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.extra_data) == (user, municipality.slug, {})
    assert not SocialToken.objects.exists()
    assert [action for action, _reason in log_of(municipality)][:2] == [
        "bind own sign-in",
        "sign in with own account",
    ]
    with tenant(municipality):
        assert Promise.objects.get(kind="own sign-in bound").payload == {"user": user.pk}


def test_the_second_time_nobody_is_bound_anew(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    # Her address changes with her name; who she is does not.
    is_about(provider, "s.bakker@waterveen.example")
    come_in(Client(), municipality)
    assert SocialAccount.objects.count() == 1
    with tenant(municipality):
        assert Promise.objects.filter(kind="own sign-in bound").count() == 1


def test_entra_sends_no_email_verified(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider, tenant_id="t-1")
    member(municipality)
    provider.claims = {"preferred_username": "Sanne@Waterveen.example", "tid": "t-1"}
    come_in(client, municipality)
    assert is_in(client, municipality)


def test_an_address_that_only_the_userinfo_tells(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    provider.userinfo = {"sub": "s-1", "email": EMAIL, "email_verified": True}
    come_in(client, municipality)
    assert is_in(client, municipality)


def test_userinfo_about_somebody_else_is_not_mixed_in(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    provider.userinfo = {"sub": "s-2", "email": EMAIL, "email_verified": True}
    assert come_in(client, municipality).status_code == 403
    assert nobody_came_in(client, municipality)


def test_a_provider_that_takes_the_secret_in_a_form(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    provider.discovered = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    come_in(client, municipality)
    assert is_in(client, municipality)


def test_who_is_invited_gets_an_account_and_the_invitation(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    with tenant(municipality):
        invite_member(
            municipality=municipality,
            email="Nieuw@waterveen.example",
            name="N. Nieuw",
            role=Role.READER,
            until_date=None,
            invited_by=None,
            actor=ADMINISTRATOR,
            now=timezone.now(),
        )
    is_about(provider, "nieuw@waterveen.example")
    page = come_in(client, municipality)["Location"]
    assert page.startswith(f"/{municipality.slug}/uitnodiging/")
    client.post(page, {"step": "accept"})
    assert is_in(client, municipality)


@pytest.mark.parametrize(
    "next_page",
    [
        "https://kwaad.example/",
        "//kwaad.example/",
        "/\\kwaad.example/",
        "/{slug}-ander/",
        "/mijn/",
        "/{slug}/..//kwaad.example/",
        "javascript:alert(1)",
        "/{slug}/\nLocation: https://kwaad.example",
    ],
)
def test_it_goes_on_within_the_municipality_only(
    municipality: Municipality, provider: Provider, client: Client, next_page: str
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    response = come_in(client, municipality, next_page.format(slug=municipality.slug))
    assert response["Location"] == f"/{municipality.slug}/"


def test_it_goes_on_to_the_page_that_was_asked(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    asked = f"{sessions_of(municipality)}?toon=oud"
    assert come_in(client, municipality, asked)["Location"] == asked


def test_the_button_stands_on_the_way_to_its_municipality_only(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    other = build_municipality("Ander")
    door = reverse("municipalities:front_door", kwargs={"gemeente": municipality.slug})
    page = client.get(door, follow=True).content.decode()
    assert "mijn Waterveenaccount" in page
    for elsewhere in ("/inloggen/", f"/inloggen/?next=/{other.slug}/"):
        assert "mijn Waterveenaccount" not in client.get(elsewhere).content.decode()
    with tenant(municipality):
        IdentityProvider.objects.update(in_use=False)
    assert "mijn Waterveenaccount" not in client.get(door, follow=True).content.decode()
    assert client.get(reverse("own_sign_in", args=[municipality.slug])).status_code == 404


def test_the_front_door_leads_on_within_the_municipality(municipality: Municipality, client: Client) -> None:
    door = reverse("municipalities:front_door", kwargs={"gemeente": municipality.slug})
    start_page = f"/{municipality.slug}/"
    assert client.get(door)["Location"] == f"/inloggen/?next={start_page}"
    asked = client.get(door, {"next": sessions_of(municipality)})["Location"]
    assert asked == f"/inloggen/?next={sessions_of(municipality)}"
    sign_in(client, member(municipality))
    for foreign in ("", "https://kwaad.example/", "//kwaad.example", "/mijn/", f"{start_page}/kwaad.example"):
        assert client.get(door, {"next": foreign})["Location"] == start_page
    assert client.get(door, {"next": sessions_of(municipality)})["Location"] == sessions_of(municipality)
    stranger = sign_in(Client(), User.objects.create_user(email="vreemd@elders.example"))
    assert stranger.get(door)["Location"] == "/"


REFUSED: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("nobody knows this person", {"email": "vreemd@waterveen.example"}, {}, "unknown"),
    ("another domain", {"email": "sanne@elders.example"}, {}, "other domain"),
    ("a domain below ours", {"email": "sanne@kwaad.waterveen.example"}, {}, "other domain"),
    ("a domain that ends like ours", {"email": "sanne@xwaterveen.example"}, {}, "other domain"),
    ("two domains", {"email": "sanne@waterveen.example@elders.example"}, {}, "no address"),
    ("no address", {"email": None}, {}, "no address"),
    ("an address that is no text", {"email": [EMAIL]}, {}, "no address"),
    ("not verified", {"email_verified": False}, {}, "not verified"),
    ("nothing said about it", {"email_verified": None}, {}, "not verified"),
    ("a name instead of an address", {"email": None, "preferred_username": EMAIL}, {}, "no address"),
    ("another tenant", {"tid": "t-2"}, {"tenant_id": "t-1"}, "other tenant"),
    ("no tenant", {}, {"tenant_id": "t-1"}, "other tenant"),
    ("not verified at Entra", {"tid": "t-1", "email_verified": False}, {"tenant_id": "t-1"}, "not verified"),
]


@pytest.mark.parametrize(
    ("claims", "fields", "why"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_who_may_not_come_in_is_told_and_logged(
    municipality: Municipality,
    provider: Provider,
    client: Client,
    claims: dict[str, Any],
    fields: dict[str, Any],
    why: str,
) -> None:
    set_up(municipality, provider, **fields)
    member(municipality)
    is_about(provider, EMAIL, **claims)
    before = User.objects.count()
    response = come_in(client, municipality)
    assert response.status_code == 403
    assert "Inloggen met een code" in response.content.decode()
    assert nobody_came_in(client, municipality)
    assert User.objects.count() == before
    assert log_of(municipality) == [("refuse own sign-in", why)]


WALLS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("the domain", {"email": "sanne@elders.example"}, {}, "is_of_domain"),
    ("the tenant", {"tid": "t-2"}, {"tenant_id": "t-1"}, "is_of_tenant"),
    ("who vouches", {"email_verified": None}, {}, "is_vouched_for"),
]


@pytest.mark.parametrize(
    ("claims", "fields", "wall"), [case[1:] for case in WALLS], ids=[c[0] for c in WALLS]
)
def test_without_one_check_a_forged_claim_comes_in(
    municipality: Municipality,
    provider: Provider,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    claims: dict[str, Any],
    fields: dict[str, Any],
    wall: str,
) -> None:
    """The control: each check alone is what keeps this claim out."""
    set_up(municipality, provider, **fields)
    user = member(municipality)
    User.objects.filter(pk=user.pk).update(email=claims.get("email", EMAIL))
    is_about(provider, EMAIL, **claims)
    assert come_in(client, municipality).status_code == 403
    monkeypatch.setattr(own_sign_in, wall, lambda *args: True)
    come_in(client, municipality)
    assert is_in(client, municipality)


def unsigned(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none")


def signed_with_our_secret(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, SECRET.ljust(32), algorithm="HS256", headers={"kid": "1"})


def signed_with_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, Provider().key, algorithm="ES256", headers={"kid": "1"})


def named_by_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, Provider().key, algorithm="ES256", headers={"kid": "2"})


def no_token(claims: dict[str, Any]) -> str:
    return json.dumps(claims)


@pytest.mark.parametrize(
    "sign", [unsigned, signed_with_our_secret, signed_with_another_key, named_by_another_key, no_token]
)
def test_a_token_that_the_provider_did_not_sign_is_not_believed(
    municipality: Municipality, provider: Provider, client: Client, sign: Callable[[dict[str, Any]], str]
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    provider.sign = sign  # type: ignore[method-assign, assignment]
    assert come_in(client, municipality).status_code == 403
    assert nobody_came_in(client, municipality)
    assert log_of(municipality) == [("refuse own sign-in", "token")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elders.example"},
        {"aud": "een-ander"},
        {"aud": [CLIENT_ID, "een-ander"]},
        {"azp": "een-ander"},
        {"nonce": "van een andere keer"},
        {"nonce": None},
        {"nonce": 7},
        {"exp": LONG_AGO},
        {"exp": None},
        {"exp": "later"},
        {"iat": FAR_AHEAD},
        {"iat": None},
        {"sub": None},
        {"sub": 7},
    ],
    ids=str,
)
def test_a_token_for_something_else_is_not_believed(
    municipality: Municipality, provider: Provider, client: Client, wrong: dict[str, Any]
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    provider.wrong = wrong
    assert come_in(client, municipality).status_code == 403
    assert nobody_came_in(client, municipality)


def test_permission_that_was_not_given_is_told(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    provider.denies = "access_denied"
    response = come_in(client, municipality)
    assert response.status_code == 403
    assert "U bent niet ingelogd" in response.content.decode()


def test_what_came_back_once_does_not_come_back_again(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    back = at_provider(start(client, municipality))
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 422
    assert Client().get(back).status_code == 422


def test_a_sign_in_of_another_browser_is_not_taken_over(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    somebody_elses = at_provider(start(client, municipality))
    victim = Client()
    start(victim, municipality)
    assert victim.get(somebody_elses).status_code == 422
    assert not is_in(victim, municipality)


def test_a_sign_in_that_took_too_long_is_over(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    back = at_provider(start(client, municipality))
    browser = client.session
    for kept in browser[STATES_SESSION_KEY].values():
        kept[1] -= STATE_TTL + 1
    browser.save()
    response = client.get(back)
    assert response.status_code == 422
    assert "Begin opnieuw" in response.content.decode()
    assert nobody_came_in(client, municipality)


def test_a_sign_in_at_one_municipality_is_none_at_another(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    other = build_municipality("Ander")
    for one in (municipality, other):
        set_up(one, provider)
        member(one)
    is_about(provider, EMAIL)
    back = at_provider(start(client, municipality))
    assert client.get(back.replace(municipality.slug, other.slug)).status_code == 422
    assert nobody_came_in(client, other)


def test_a_code_without_its_proof_is_worth_nothing(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    """Who catches the code on its way back does not have what the browser's session keeps (PKCE)."""
    set_up(municipality, provider)
    is_about(provider, EMAIL)
    code = httpx.QueryParams(at_provider(start(client, municipality)).partition("?")[2])["code"]
    asked = provider.codes[code]
    form = {"code": code, "redirect_uri": asked["redirect_uri"], "code_verifier": "geraden"}
    assert provider.token({**form, "client_id": CLIENT_ID, "client_secret": SECRET}, "")[0] == 400


def test_a_wrong_secret_is_told(municipality: Municipality, provider: Provider, client: Client) -> None:
    set_up(municipality, provider, secret=sealed("fout", purpose="own sign-in"))
    member(municipality)
    is_about(provider, EMAIL)
    response = come_in(client, municipality)
    assert response.status_code == 424
    assert "instellingen van uw gemeente" in response.content.decode()


def test_a_secret_under_a_key_that_is_gone_is_told(
    municipality: Municipality, provider: Provider, client: Client, settings: Settings
) -> None:
    set_up(municipality, provider)
    settings.SECRET_KEY = "een andere sleutel"
    response = client.post(reverse("own_sign_in", args=[municipality.slug]))
    assert response.status_code == 424


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_provider_that_is_away_is_told(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider, issuer=f"http://127.0.0.1:{free_port()}")
    response = client.post(reverse("own_sign_in", args=[municipality.slug]))
    assert response.status_code == 424
    page = response.content.decode()
    assert "antwoordt niet" in page
    assert "Inloggen met een code" in page


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_provider_that_is_slow_is_told(
    municipality: Municipality,
    provider: Provider,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    back = at_provider(start(client, municipality)) if when == "after" else ""
    monkeypatch.setattr(outward, "PATIENCE", 0.2)
    provider.delay = 0.6
    response = client.get(back) if back else client.post(reverse("own_sign_in", args=[municipality.slug]))
    assert response.status_code == 424
    assert nobody_came_in(client, municipality)


def test_a_provider_that_did_not_answer_is_left_alone_for_a_while(
    municipality: Municipality, provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else those who wait for it would keep every process of the website waiting."""
    # So long that no machine is slow enough to be at its end; the end itself is asked below.
    monkeypatch.setattr(turns, "LEFT_ALONE", timedelta(hours=1))
    set_up(municipality, provider)
    provider.hangs_up = True
    button = reverse("own_sign_in", args=[municipality.slug])
    for _visit in range(5):
        assert client.post(button).status_code == 424
    assert len(provider.asked) == 1


def test_after_that_while_it_is_asked_again() -> None:
    issuer = "https://is-er-niet.example"

    def visit(now: datetime, *, answers: bool) -> str:
        try:
            with in_turn(issuer, now=now):
                if not answers:
                    raise outward.OutwardFailed("slow")
        except outward.OutwardFailed as failed:
            return failed.why
        return "asked"

    assert visit(NOW, answers=False) == "slow"
    assert visit(NOW + turns.LEFT_ALONE - timedelta(seconds=1), answers=True) == "away"
    assert visit(NOW + turns.LEFT_ALONE, answers=True) == "asked"


def test_few_wait_for_one_provider_at_once(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    with ExitStack() as waiting:
        for _person in range(AT_ONCE):
            waiting.enter_context(in_turn(provider.issuer, now=NOW))
        assert client.post(reverse("own_sign_in", args=[municipality.slug])).status_code == 424
        assert provider.asked == []
    start(client, municipality)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
@pytest.mark.parametrize(
    "answer",
    [
        (500, "text/html", "stuk"),
        (200, "text/html", "<html>"),
        (200, "application/json", "[]"),
        (200, "application/json", '{"keys": 7, "issuer": 7}'),
        (302, "text/plain", "http://127.0.0.1:1/"),
    ],
    ids=str,
)
def test_an_answer_that_is_no_providers_is_told(
    municipality: Municipality, provider: Provider, client: Client, path: str, answer: tuple[int, str, str]
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    back = at_provider(start(client, municipality))
    provider.answers = {path: answer}
    assert client.get(back).status_code in {403, 424}
    assert nobody_came_in(client, municipality)


def test_an_address_that_another_account_uses_now_is_refused(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    is_about(provider, EMAIL, sub="s-2")
    heir = Client()
    assert come_in(heir, municipality).status_code == 403
    assert "_auth_user_id" not in heir.session
    assert ("refuse own sign-in", "other subject") in log_of(municipality)


def test_without_the_bond_the_heir_of_an_address_comes_in(
    municipality: Municipality, provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: only the bond with the subject keeps out who got somebody's address."""
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    is_about(provider, EMAIL, sub="s-2")
    monkeypatch.setattr(own_sign_in, "may_take_another_subject", lambda *args: True)
    heir = Client()
    come_in(heir, municipality)
    assert is_in(heir, municipality)


def test_who_shows_to_be_the_same_person_may_get_another_account(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    user = member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    is_about(provider, EMAIL, sub="s-2")
    again = sign_in(Client(), user)
    come_in(again, municipality)
    assert SocialAccount.objects.count() == 1
    come_in(fresh := Client(), municipality)
    assert is_in(fresh, municipality)


def test_who_left_does_not_come_in(municipality: Municipality, provider: Provider, client: Client) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, EMAIL)
    come_in(client, municipality)
    with tenant(municipality):
        Membership.objects.update(until_date="2021-01-01")
    assert not is_in(client, municipality)
    assert come_in(Client(), municipality).status_code == 403


@pytest.mark.parametrize("closed", [{"is_active": False}, {"erased_at": "2026-01-01T00:00:00Z"}])
def test_a_closed_account_stays_closed(
    municipality: Municipality, provider: Provider, client: Client, closed: dict[str, Any]
) -> None:
    set_up(municipality, provider)
    user = member(municipality)
    User.objects.filter(pk=user.pk).update(**closed)
    is_about(provider, EMAIL)
    assert come_in(client, municipality).status_code == 403
    assert nobody_came_in(client, municipality)


def test_the_pages_of_the_library_itself_are_closed(db: None, client: Client) -> None:
    names = ["socialaccount_signup", "socialaccount_connections", "socialaccount_login_error"]
    for name in [*names, "socialaccount_login_cancelled", "openid_connect_login", "openid_connect_callback"]:
        with pytest.raises(NoReverseMatch):
            reverse(name, **({"args": ["x"]} if name.startswith("openid") else {}))
