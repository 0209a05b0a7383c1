"""The page of one's own account: name and language, and what bad input gets."""

import pytest
from django.test import Client

from tests.builders import build_user, sign_in
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return build_user("Sanne Bakker")


@pytest.fixture
def browser(client: Client, user: User) -> Client:
    return sign_in(client, user)


def test_name_and_language_are_changed_everywhere(browser: Client, user: User) -> None:
    browser.post("/mijn/", {"name": "  Sanne   de Bakker ", "language": "en"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Sanne de Bakker", "en")
    page = browser.get("/mijn/", headers={"Accept-Language": "nl"}).content.decode()
    assert "Where you are signed in" in page and "Sanne de Bakker" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "", "language": "nl"},
        {"name": "x" * 121, "language": "nl"},
        {"name": "Y", "language": "xx"},
        {},
    ],
)
def test_what_can_not_be_is_told_and_changes_nothing(
    browser: Client, user: User, typed: dict[str, str]
) -> None:
    page = browser.post("/mijn/", typed)
    assert page.status_code == 200 and "data-error-summary" in page.content.decode()
    user.refresh_from_db()
    assert (user.name, user.language) == ("Sanne Bakker", "")


def test_the_address_is_not_to_be_changed_here(browser: Client, user: User) -> None:
    browser.post("/mijn/", {"name": "Y", "language": "nl", "email": "ander@example.org", "is_active": ""})
    before = user.email
    user.refresh_from_db()
    assert user.email == before and user.is_active


def test_every_page_leads_to_it(browser: Client) -> None:
    assert 'href="/mijn/"' in browser.get("/").content.decode()


def test_a_visitor_signs_in_first(client: Client) -> None:
    assert client.get("/mijn/")["Location"] == "/inloggen/?next=/mijn/"
