"""A timer and the names of a theme, chosen on the console; strange wishes, double clicks change nothing."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from sessions.models import GroupSession
from sessions.names import names_on_screen
from tests.builders import answering, build_session, build_user, reveal, theme_at
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


def at(session: GroupSession, name: str, **kwargs: int) -> str:
    return reverse(f"live:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **kwargs})


def choose(desk: Client, room: GroupSession, name: str, **data: object) -> HttpResponse:
    """Press a button of theme 1, on a page that shows the present state unless it says otherwise."""
    room.refresh_from_db()
    sent = {"expected_revision": room.revision, **data}
    url = at(room, name, theme=theme_at(room, 1).pk)
    return desk.post(url, sent, headers={"X-Fragment": "console"})


def test_a_timer_runs_and_is_stopped(desk: Client, room: GroupSession) -> None:
    answering(room)
    page = desk.get(at(room, "console"))
    assert page.context["page"].clock.timer is None
    assert choose(desk, room, "console_timer", minutes=5).status_code == 204
    assert "nog 5 minuten" in desk.get(at(room, "console")).content.decode()
    assert choose(desk, room, "console_timer", minutes=0).status_code == 204
    assert theme_at(room, 1).timer_ends_at is None


@pytest.mark.parametrize("minutes", ["3", "-5", "x", "", "9" * 30, "2.5"])
def test_another_timer_than_is_offered_is_none(desk: Client, room: GroupSession, minutes: str) -> None:
    answering(room)
    choose(desk, room, "console_timer", minutes=minutes)
    assert theme_at(room, 1).timer_ends_at is None


def test_names_wait_until_after_the_talk(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    assert choose(desk, room, "console_names", names="0").status_code == 204
    reveal(room, theme)
    page = desk.get(at(room, "console"))
    assert not page.context["page"].shows_names
    assert choose(desk, room, "console_names", names="1").status_code == 204
    room.refresh_from_db()
    assert names_on_screen(room, theme_at(room, 1))
    assert choose(desk, room, "console_names", names="0").status_code == 409
    assert names_on_screen(room, theme_at(room, 1))


def test_names_that_were_planned_for_later_have_no_button_before_the_reveal(
    desk: Client, room: GroupSession
) -> None:
    theme = answering(room)
    button = 'id="names-button"'
    assert button in desk.get(at(room, "console")).content.decode()
    GroupSession.objects.filter(pk=room.pk).update(names_after_talk=True)
    assert button not in desk.get(at(room, "console")).content.decode()
    told = choose(desk, room, "console_names", names="1")
    assert told.status_code == 409
    assert "Elke partij las dat de namen na het gesprek komen" in told.content.decode()
    reveal(room, theme)
    assert button in desk.get(at(room, "console")).content.decode()


@pytest.mark.parametrize("wish", ["", "2", "x", "\0"])
def test_a_strange_wish_changes_nothing(desk: Client, room: GroupSession, wish: str) -> None:
    answering(room)
    assert choose(desk, room, "console_names", names=wish).status_code == 409
    room.refresh_from_db()
    assert not room.names_after_talk


@pytest.mark.parametrize(
    ("name", "data"), [("console_timer", {"minutes": 2}), ("console_names", {"names": 0})]
)
def test_a_double_click_is_one_step(
    desk: Client, room: GroupSession, name: str, data: dict[str, object]
) -> None:
    answering(room)
    room.refresh_from_db()
    seen = room.revision
    answers = [choose(desk, room, name, expected_revision=seen, **data).status_code for _ in range(2)]
    assert answers == [204, 409]


def test_the_clock_alone_makes_a_fresh_fragment(desk: Client, room: GroupSession) -> None:
    answering(room)
    GroupSession.objects.filter(pk=room.pk).update(time_is_up_at=None)
    first = desk.get(at(room, "console_now"))
    again = desk.get(at(room, "console_now"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    GroupSession.objects.filter(pk=room.pk).update(time_is_up_at=room.starts_at)
    later = desk.get(at(room, "console_now"), headers={"if-none-match": first["ETag"]})
    assert later.status_code == 200
