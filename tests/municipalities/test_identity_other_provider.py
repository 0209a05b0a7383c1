"""Signing in at a provider that others wrote: we ask and believe what the standard says."""

import logging
import re
from collections.abc import Iterator

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from common.tenancy import tenant
from municipalities.models import IdentityProvider, Municipality
from municipalities.own_account.signing_in import unbind_everybody
from tests.municipalities.own_account import at_provider, come_in, is_about, is_in, member, set_up, start
from tests.provider import Provider

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def theirs(provider: Provider) -> Iterator[str]:
    """Their provider, which signs with RSA and knows one person."""
    import oidc_provider_mock  # brings a web framework along, which other tests need not wait for

    claims = {"email": "sanne@waterveen.example", "email_verified": True}
    person = oidc_provider_mock.User(sub="s-9", claims=claims)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with oidc_provider_mock.run_server_in_thread(user_claims=[person]) as server:
        yield f"http://localhost:{server.server_port}"


def signed_in_at_theirs(address: str) -> str:
    """Choose the person on the page of their provider; return the path to come back on."""
    with httpx.Client() as browser:
        page = browser.get(address)
        assert page.status_code == 200, page.text
        back = browser.post(address, data={"sub": "s-9"}).headers["Location"]
    return re.sub(r"^https?://[^/]+", "", back)


def test_a_member_comes_in(
    municipality: Municipality, provider: Provider, theirs: str, client: Client
) -> None:
    set_up(municipality, provider, issuer=theirs)
    member(municipality)
    response = client.get(signed_in_at_theirs(start(client, municipality)))
    assert response["Location"] == reverse("municipalities:start", kwargs={"gemeente": municipality.slug})
    assert is_in(client, municipality)


def test_the_code_of_one_provider_is_worth_nothing_at_another(
    municipality: Municipality, provider: Provider, theirs: str, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, "sanne@waterveen.example")
    back = at_provider(start(client, municipality))
    with tenant(municipality):
        IdentityProvider.objects.update(issuer=theirs)
    assert client.get(back).status_code == 422


def test_the_bonds_of_a_municipality_that_is_removed_go_with_it(
    municipality: Municipality, provider: Provider, client: Client
) -> None:
    set_up(municipality, provider)
    member(municipality)
    is_about(provider, "sanne@waterveen.example")
    come_in(client, municipality)
    unbind_everybody(municipality)
    assert not SocialAccount.objects.exists()
