"""Signing in with the account of a municipality, as a browser does it: there, at the provider, and back."""

import html
import re
from urllib.parse import urlsplit

import httpx
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from common.sealed import sealed
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import IdentityProvider, Membership, Municipality
from municipalities.own_account.settings import PURPOSE
from tests.builders import NOW
from tests.provider import CLIENT_ID, Provider
from tests.provider import SECRET as CLIENT_SECRET
from users.models import User


def set_up(municipality: Municipality, provider: Provider, **fields: object) -> IdentityProvider:
    """Let people of a municipality sign in at this provider; the domain is that of `member`."""
    with tenant(municipality):
        return IdentityProvider.objects.create(
            municipality=municipality,
            **{
                "label": "mijn Waterveenaccount",
                "issuer": provider.issuer,
                "client_id": CLIENT_ID,
                "secret": sealed(CLIENT_SECRET, purpose=PURPOSE),
                "domains": ["waterveen.example"],
                "in_use": True,
                "changed_at": NOW,
                **fields,
            },
        )


def member(municipality: Municipality, role: Role = Role.COORDINATOR, name: str = "sanne") -> User:
    """Make somebody who works here, with an address in the domain, or give who is there a role here too."""
    email = f"{name}@waterveen.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name)
    with tenant(municipality):
        Membership.objects.create(municipality=municipality, user=user, role=role, from_date="2020-01-01")
    return user


def is_about(provider: Provider, address: str, **claims: object) -> None:
    """Let the provider sign in the person with this address, whom it vouches for."""
    provider.claims = {"email": address, "email_verified": True, **claims}


def start(client: Client, municipality: Municipality, next_page: str = "") -> str:
    """Press the button; return the address of the provider on the page that comes then."""
    response = client.post(reverse("own_sign_in", args=[municipality.slug]), {"next": next_page})
    assert response.status_code == 200, response.content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', response.content.decode())
    assert found is not None
    return html.unescape(found[1])


def at_provider(address: str) -> str:
    """Sign in at the provider; return the path on which it sends the browser back."""
    back = httpx.get(address, follow_redirects=False).headers["Location"]
    parts = urlsplit(back)
    return f"{parts.path}?{parts.query}"


def come_in(client: Client, municipality: Municipality, next_page: str = "") -> HttpResponse:
    """Go all the way; return the last answer."""
    return client.get(at_provider(start(client, municipality, next_page)))


def sessions_of(municipality: Municipality) -> str:
    return reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})


def is_in(client: Client, municipality: Municipality) -> bool:
    return client.get(sessions_of(municipality)).status_code == 200
