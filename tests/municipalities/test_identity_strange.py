"""Whatever a provider answers, nobody gets a page of an error: it is refused in words."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from tests.municipalities.own_account import at_provider, is_about, is_in, member, set_up, start
from tests.provider import Provider

HALF_A_LETTER = "\ud800"
"""JSON can hold it, and it can't be written in any text."""


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": float("inf")},
        {"iat": float("inf")},
        {"iat": [1]},
        {"nonce": HALF_A_LETTER},
        {"sub": HALF_A_LETTER},
        {"sub": 5},
        {"email": HALF_A_LETTER},
        {"email": f"sanne{HALF_A_LETTER}@waterveen.example"},
        {"azp": {"a": 1}},
        {"amr": [["mfa"]], "sub": ""},
    ],
    ids=str,
)
def test_a_token_of_nonsense_is_refused(
    municipality: Municipality, provider: Provider, client: Client, claims: dict[str, Any]
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, "sanne@waterveen.example")
    provider.wrong = claims
    assert client.get(at_provider(start(client, municipality))).status_code in {403, 422, 502}
    assert not is_in(client, municipality)


@pytest.mark.parametrize(
    "keys",
    [{"keys": [1]}, {"keys": [{"kty": "RSA", "n": 5, "e": "AQAB", "kid": "1"}]}, {"keys": 5}, {}],
    ids=str,
)
def test_keys_of_nonsense_are_refused(
    municipality: Municipality, provider: Provider, client: Client, keys: dict[str, Any]
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, "sanne@waterveen.example")
    provider.answers["/keys"] = (200, "application/json", json.dumps(keys))
    assert client.get(at_provider(start(client, municipality))).status_code in {403, 422, 502}


@pytest.mark.parametrize(
    "said",
    [
        {"authorization_endpoint": f"https://waterveen.example/{HALF_A_LETTER}"},
        {"authorization_endpoint": 5},
        {"issuer": ["https://waterveen.example"]},
        {"token_endpoint_auth_methods_supported": 5},
        {"userinfo_endpoint": {"a": 1}},
    ],
    ids=str,
)
def test_a_description_of_nonsense_is_refused_or_read_as_usual(
    municipality: Municipality, provider: Provider, client: Client, said: dict[str, Any]
) -> None:
    set_up(municipality, provider)
    provider.discovered = said
    response = client.post(reverse("own_sign_in", args=[municipality.slug]))
    assert response.status_code in {200, 403, 422, 502}
