from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import build_member, build_session
from users.models import User


@pytest.fixture
def coordinator(municipality: Municipality) -> User:
    return build_member(municipality)


@pytest.fixture
def planner(coordinator: User) -> Client:
    """The browser of a coordinator."""
    browser = Client()
    browser.force_login(coordinator)
    return browser


@pytest.fixture
def planned(municipality: Municipality) -> GroupSession:
    """A planned session with three parties; the test itself runs outside every municipality."""
    with tenant(municipality):
        return build_session(municipality)


@pytest.fixture
def page(planned: GroupSession) -> Callable[..., str]:
    """Gives the address of a page of the planned session."""

    def address(name: str, **kwargs: object) -> str:
        return reverse(
            f"group_sessions:{name}",
            kwargs={"gemeente": planned.municipality.slug, "pk": planned.pk, **kwargs},
        )

    return address
