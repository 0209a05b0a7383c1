"""Passkeys: what is no passkey is told in words, and one turns no sign-in by mail into two steps.

A real one, in a real browser: `tests/browser/test_passkey.py`.
"""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

import users.mfa_rules
from municipalities.models import Municipality
from municipalities.second_step.factors import MOST_PASSKEYS, TooMany, add_passkey
from tests.builders import NOW, build_user, sign_in
from tests.users.signing_in import is_in, sign_in_by_mail
from users.models import User
from users.second_step import factors_of

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
JSON = {"Accept": "application/json"}
NONSENSE = [
    "",
    "x",
    "null",
    "[]",
    "{}",
    "7",
    '"x"',
    "[" * 2000,
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": None}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {"clientDataJSON": "e30", "attestationObject": "oA"},
        }
    ),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AA",
                "signature": "AA",
                "userHandle": "MQ",
            },
        }
    ),
    json.dumps({"response": {"userHandle": 7}}),
]


def give_passkey(user: User, name: str = "Laptop") -> Authenticator:
    """Give somebody a passkey of which only the row matters."""
    return add_passkey(user=user, credential={}, name=name, now=NOW)


@pytest.mark.parametrize("credential", NONSENSE)
def test_whatever_a_browser_sends_is_answered_in_words(client: Client, credential: str) -> None:
    client.defaults["HTTP_HOST"] = "localhost"
    client.get("/inloggen/passkey/", headers=JSON)
    answer = client.post("/inloggen/passkey/", {"credential": credential}, headers=ENGLISH, follow=True)
    assert answer.status_code == 200 and "do not know this passkey" in answer.content.decode()
    user = build_user()
    sign_in(client, user)
    client.get("/mijn/passkeys/nieuw/vraag/", headers=JSON)
    answer = client.post("/mijn/passkeys/nieuw/", {"name": "x", "credential": credential}, headers=ENGLISH)
    assert answer.status_code == 200 and "did not work" in answer.content.decode()
    assert not factors_of(user).any
    answer = client.post("/inloggen/opnieuw/", {"credential": credential}, headers=ENGLISH)
    assert answer.status_code < 500


def test_the_question_asks_for_a_person_and_not_only_for_a_device(client: Client) -> None:
    question = client.get("/inloggen/passkey/", headers=JSON).json()["publicKey"]
    assert question["userVerification"] == "required" and question["rpId"] == "testserver"
    sign_in(client, build_user())
    asked = client.get("/mijn/passkeys/nieuw/vraag/", headers=JSON).json()["publicKey"]
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"


def test_a_passkey_leaves_signing_in_by_mail_as_it_was(client: Client) -> None:
    user = build_user()
    give_passkey(user)
    sign_in_by_mail(client, user)
    assert is_in(client)


def test_without_our_rule_a_passkey_would_lock_people_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: allauth by itself asks for the passkey after each code."""
    monkeypatch.delattr(users.mfa_rules.SecondStepRules, "is_mfa_enabled")
    user = build_user()
    give_passkey(user)
    sign_in_by_mail(client, user)
    assert not is_in(client)


def test_a_passkey_guards_the_other_ways_in(client: Client) -> None:
    """Who reads the mails of somebody with a passkey makes no second one."""
    user = build_user()
    give_passkey(user)
    sign_in(client, user, second_factor=False)
    assert client.get("/mijn/passkeys/nieuw/")["Location"].startswith("/inloggen/opnieuw/")
    page = client.get("/mijn/tweede-stap/", headers=ENGLISH).content.decode()
    assert "Recovery code" in page and "Choose your second step" not in page


def test_renaming_and_taking_away(municipality: Municipality, client: Client) -> None:
    user = build_user()
    first, second = give_passkey(user, "Laptop"), give_passkey(user, "Telefoon")
    sign_in(client, user)
    client.post(f"/mijn/passkeys/{first.pk}/", {"name": "Laptop op het werk"})
    assert "Laptop op het werk" in client.get("/mijn/").content.decode()
    assert "Laptop op het werk" in client.get(f"/mijn/passkeys/{first.pk}/weg/").content.decode()
    assert len(factors_of(user).passkeys) == 2
    client.post(f"/mijn/passkeys/{first.pk}/weg/")
    assert factors_of(user).passkeys == [second] and factors_of(user).recovery is not None
    client.post(f"/mijn/passkeys/{second.pk}/weg/")
    assert factors_of(user).recovery is None


@pytest.mark.parametrize("way", ["", "weg/"])
def test_a_passkey_of_somebody_else_is_unknown(client: Client, way: str) -> None:
    passkey = give_passkey(build_user())
    sign_in(client, build_user())
    assert client.get(f"/mijn/passkeys/{passkey.pk}/{way}").status_code == 404
    assert client.post(f"/mijn/passkeys/{passkey.pk}/{way}", {"name": "x"}).status_code == 404
    assert factors_of(passkey.user).passkeys == [passkey]


def test_nobody_has_more_than_one_person_needs() -> None:
    user = build_user()
    for _ in range(MOST_PASSKEYS):
        give_passkey(user)
    with pytest.raises(TooMany):
        give_passkey(user)
