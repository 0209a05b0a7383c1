"""Signing in again, before the ways in are changed."""

import pytest
from django.core import mail
from django.test import Client

from tests.builders import build_user, sign_in
from tests.users.signing_in import app_code, give_app, mailed_code
from users.models import User
from users.second_step import factors_of

pytestmark = pytest.mark.django_db
AGAIN = "/inloggen/opnieuw/"
ENGLISH = {"Accept-Language": "en"}
CHANGES = [
    "/mijn/tweede-stap/app/",
    "/mijn/tweede-stap/app/weg/",
    "/mijn/tweede-stap/herstelcodes/",
    "/mijn/passkeys/nieuw/",
    "/mijn/passkeys/nieuw/vraag/",
    "/mijn/gegevens/wissen/",
]


def left_alone(client: Client, user: User, *, second_factor: bool = True) -> Client:
    """Return a browser in which somebody signed in an hour ago."""
    sign_in(client, user, second_factor=second_factor)
    session = client.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 3600
    session.save()
    return client


@pytest.mark.parametrize("address", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_browser_left_alone_changes_nothing(client: Client, address: str, method: str) -> None:
    user = build_user()
    give_app(user)
    before = factors_of(user)
    answer = getattr(left_alone(client, user), method)(address)
    assert answer["Location"] == f"{AGAIN}?next={address}"
    assert factors_of(user) == before and not mail.outbox


def test_the_code_from_a_mail_alone_does_not_replace_a_second_step(client: Client) -> None:
    """Who reads the mails of somebody has no second step of theirs, and can't make one."""
    user = build_user()
    give_app(user)
    sign_in(client, user, second_factor=False)
    answer = client.get("/mijn/tweede-stap/app/")
    assert answer["Location"].startswith(AGAIN)
    page = client.get(answer["Location"], headers=ENGLISH).content.decode()
    assert "second step once more" in page and "E-mail me a code" not in page
    client.post(answer["Location"], {"action": "send"})
    assert not mail.outbox
    assert client.post(answer["Location"], {"code": app_code()})["Location"] == "/mijn/tweede-stap/app/"
    assert client.get("/mijn/tweede-stap/app/").status_code == 200


def test_without_a_second_step_a_mailed_code_will_do(client: Client) -> None:
    user = build_user()
    left_alone(client, user, second_factor=False)
    there = client.get("/mijn/passkeys/nieuw/")["Location"]
    assert "E-mail me a code" in client.get(there, headers=ENGLISH).content.decode()
    assert not mail.outbox, "looking sends nothing"
    client.post(there, {"action": "send"})
    assert mail.outbox[-1].to == [user.email]
    assert "not right" in client.post(there, {"code": "AAAA-AAAA"}, headers=ENGLISH).content.decode()
    code = mailed_code()
    assert client.post(there, {"code": code.lower().replace("-", " ")})["Location"] == "/mijn/passkeys/nieuw/"
    assert client.get("/mijn/passkeys/nieuw/").status_code == 200
    replayed = left_alone(Client(), user, second_factor=False)
    replayed.post(there, {"code": code})
    assert replayed.get("/mijn/passkeys/nieuw/").status_code == 302


def test_three_wrong_codes_end_it(client: Client) -> None:
    user = build_user()
    left_alone(client, user, second_factor=False)
    client.post(AGAIN, {"action": "send"})
    code = mailed_code()
    for _ in range(3):
        page = client.post(AGAIN, {"code": "AAAA-AAAA"}, headers=ENGLISH).content.decode()
    assert "works no more" in page
    client.post(AGAIN, {"code": code})
    assert client.get("/mijn/passkeys/nieuw/").status_code == 302


def test_nobody_is_mailed_more_than_three_codes_a_minute(client: Client) -> None:
    left_alone(client, build_user(), second_factor=False)
    for _ in range(4):
        answer = client.post(AGAIN, {"action": "send"}, headers=ENGLISH)
    assert answer.status_code == 200 and "several codes" in answer.content.decode()
    assert len(mail.outbox) == 3
