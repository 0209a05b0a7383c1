"""Private notes on the console: saved, refused in words, both texts after a clash, and nobody else's."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Municipality
from sessions import stage
from sessions.models import NOTE_LENGTH, FacilitatorNote, GroupSession
from tests.builders import answering, appoint, build_session, build_user, take, theme_at
from users.models import User

pytestmark = pytest.mark.slow

FRAGMENT = {"X-Fragment": "note"}


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


def at(session: GroupSession, name: str = "console_note", **kwargs: int) -> str:
    return reverse(f"live:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **kwargs})


def write(
    desk: Client, room: GroupSession, text: str, version: object = 0, *, script: bool = True, **kwargs: int
) -> HttpResponse:
    url = at(room, "console_theme_note" if kwargs else "console_note", **kwargs)
    sent = {"text": text, "expected_version": version}
    return desk.post(url, sent, headers=FRAGMENT if script else {})


def test_a_note_is_saved_while_one_types(desk: Client, room: GroupSession) -> None:
    saved = write(desk, room, "Let op de tijd")
    assert saved.status_code == 200
    text = saved.content.decode()
    assert "Opgeslagen om" in text
    assert 'name="expected_version" value="1"' in text
    assert "<html" not in text
    assert "Let op de tijd" in desk.get(at(room, "console")).content.decode()


def test_without_a_script_a_button_saves(desk: Client, room: GroupSession) -> None:
    assert "<textarea" in desk.get(at(room)).content.decode()
    saved = write(desk, room, "Let op de tijd", script=False)
    assert (saved.status_code, saved["Location"]) == (303, at(room, "console"))


def test_each_theme_shows_its_own_note(desk: Client, room: GroupSession) -> None:
    first = answering(room)
    write(desk, room, "Bij thema een", theme=first.pk)
    assert "Bij thema een" in desk.get(at(room, "console")).content.decode()
    take(stage.show_theme, room, theme=theme_at(room, 2))
    assert "Bij thema een" not in desk.get(at(room, "console")).content.decode()
    take(stage.show_theme, room, theme=first)
    assert "Bij thema een" in desk.get(at(room, "console")).content.decode()


@pytest.mark.parametrize("script", [True, False])
def test_a_clash_shows_both_texts_and_asks(desk: Client, room: GroupSession, script: bool) -> None:
    write(desk, room, "Op de laptop")
    clash = write(desk, room, "Op de tablet", script=script)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert "Op de laptop" in text
    assert "Op de tablet" in text
    assert 'name="expected_version" value="1"' in text
    assert FacilitatorNote.objects.get().text == "Op de laptop"
    assert write(desk, room, "Op de tablet", 1, script=script).status_code in {200, 303}
    assert FacilitatorNote.objects.get().text == "Op de tablet"


@pytest.mark.parametrize(
    ("text", "says"),
    [("x" * (NOTE_LENGTH + 1), str(NOTE_LENGTH)), ("Bel 06-12345678", "06-12345678")],
)
def test_what_can_not_be_kept_is_told_and_stays_typed(
    desk: Client, room: GroupSession, text: str, says: str
) -> None:
    refused = write(desk, room, text)
    assert refused.status_code == 422
    assert text in refused.content.decode()
    assert says in refused.content.decode()
    assert "Opgeslagen om" not in refused.content.decode()
    assert not FacilitatorNote.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "1.5"])
def test_a_strange_version_saw_nothing(desk: Client, room: GroupSession, version: str) -> None:
    write(desk, room, "Eerst")
    assert write(desk, room, "Daarna", version).status_code == 409


@pytest.mark.parametrize("text", ["</textarea><script>", "\0", "  ", "🧀" * 500, "a\r\nb"])
def test_strange_texts_are_only_text(desk: Client, room: GroupSession, text: str) -> None:
    assert write(desk, room, text).status_code == 200
    assert "<script>" not in desk.get(at(room)).content.decode()


def test_a_second_facilitator_sees_only_their_own(desk: Client, room: GroupSession) -> None:
    other = build_user("A. Bos")
    appoint(room, other)
    write(desk, room, "Alleen voor mij")
    browser = Client()
    browser.force_login(other)
    for name in ("console", "console_now", "console_note"):
        assert "Alleen voor mij" not in browser.get(at(room, name)).content.decode()
    assert write(browser, room, "Ook voor mij").status_code == 200
    assert {note.text for note in FacilitatorNote.objects.all()} == {"Alleen voor mij", "Ook voor mij"}


def test_a_theme_of_elsewhere_has_no_note_here(desk: Client, room: GroupSession) -> None:
    elsewhere = build_session(room.municipality)
    assert write(desk, room, "x", theme=theme_at(elsewhere, 1).pk).status_code == 404
    assert write(desk, elsewhere, "x").status_code == 404
    assert not FacilitatorNote.objects.exists()


def test_after_the_close_the_notes_can_still_be_read(desk: Client, room: GroupSession) -> None:
    answering(room)
    write(desk, room, "Voor later")
    take(stage.close_session, room, follow_up_on=None)
    GroupSession.objects.filter(pk=room.pk).update(closed_at=timezone.now())
    assert "Voor later" in desk.get(at(room, "console")).content.decode()
