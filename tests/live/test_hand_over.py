"""Handing over on the console: a code for another person, typed after signing in; wrong ones are counted."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from live.guessing import GUESSES
from municipalities.models import Municipality
from sessions import stage
from sessions.models import Facilitator, GroupSession, HandOver
from tests.builders import answering, appoint, build_session, build_user, take
from users.models import User

pytestmark = pytest.mark.slow


@pytest.fixture
def leader(db: None) -> User:
    return build_user("R. Smit")


@pytest.fixture
def room(inside: Municipality, leader: User) -> GroupSession:
    return build_session(inside, facilitator=leader)


@pytest.fixture
def desk(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client


@pytest.fixture
def other(db: None) -> Client:
    browser = Client()
    browser.force_login(build_user("A. Bos"))
    return browser


def page(session: GroupSession, name: str = "console_hand_over") -> str:
    return reverse(f"live:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk})


def place(session: GroupSession) -> str:
    return reverse("live:take_over", kwargs={"gemeente": session.municipality.slug})


def take_it(browser: Client, session: GroupSession, code: str) -> HttpResponse:
    return browser.post(place(session), {"code": code})


def make(desk: Client, session: GroupSession) -> str:
    assert desk.post(page(session)).status_code == 303
    return HandOver.objects.latest("pk").code


def test_another_person_goes_on_from_where_the_table_is(
    desk: Client, other: Client, room: GroupSession
) -> None:
    theme = answering(room)
    assert other.get(page(room, "console")).status_code == 404
    code = make(desk, room)
    assert f"{code[:4]}-{code[4:]}" in desk.get(page(room)).content.decode()
    answer = take_it(other, room, f"{code[:4]}-{code[4:]}")
    assert (answer.status_code, answer["Location"]) == (303, page(room, "console"))
    room.refresh_from_db()
    pressed = other.post(
        reverse(
            "live:console_reveal",
            kwargs={"gemeente": room.municipality.slug, "pk": room.pk, "theme": theme.pk},
        ),
        {"expected_revision": room.revision},
    )
    assert pressed.status_code == 303
    room.refresh_from_db()
    assert room.current.is_revealed
    assert desk.get(page(room, "console")).status_code == 200
    assert "A. Bos" in desk.get(page(room)).content.decode()


def test_looking_makes_no_code(desk: Client, room: GroupSession) -> None:
    desk.get(page(room))
    assert not HandOver.objects.exists()


def test_the_code_is_shown_to_who_made_it_alone(desk: Client, other: Client, room: GroupSession) -> None:
    code = make(desk, room)
    second = build_user("C. Vos")
    appoint(room, second)
    browser = Client()
    browser.force_login(second)
    seen = browser.get(page(room)).content.decode()
    assert code[:4] not in seen
    assert "no-store" in desk.get(page(room))["Cache-Control"]
    assert other.get(page(room)).status_code == 404
    assert code not in desk.get(page(room, "console")).content.decode()


def test_withdrawing(desk: Client, other: Client, room: GroupSession) -> None:
    code = make(desk, room)
    assert desk.post(page(room), {"withdraw": "1"}).status_code == 303
    assert take_it(other, room, code).status_code == 422
    assert Facilitator.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "x", "ABCD-2345", "A" * 41, "\0", "0O1IL0O1"])
def test_a_wrong_code_is_told_in_words(desk: Client, other: Client, room: GroupSession, typed: str) -> None:
    make(desk, room)
    answer = take_it(other, room, typed)
    assert answer.status_code == 422
    assert Facilitator.objects.count() == 1


def test_who_guesses_waits_while_others_can_take_over(
    desk: Client, other: Client, room: GroupSession
) -> None:
    code = make(desk, room)
    for _guess in range(GUESSES):
        assert take_it(other, room, "ABCD-2345").status_code == 422
    assert take_it(other, room, code).status_code == 429
    calm = Client()
    calm.force_login(build_user("C. Vos"))
    assert take_it(calm, room, code).status_code == 303


def test_who_did_not_sign_in_signs_in_first(desk: Client, room: GroupSession) -> None:
    code = make(desk, room)
    answer = take_it(Client(), room, code)
    assert answer.status_code == 302
    assert "inloggen" in answer["Location"]
    assert code not in answer["Location"]


def test_after_the_close_there_is_nothing_to_hand_over(
    desk: Client, other: Client, room: GroupSession
) -> None:
    answering(room)
    code = make(desk, room)
    take(stage.close_session, room, follow_up_on=None)
    assert take_it(other, room, code).status_code == 422
    assert desk.post(page(room)).status_code in {303, 404}
    assert HandOver.objects.count() == 1
