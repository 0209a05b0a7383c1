"""A municipality that can be read only: nothing is changed in it, and everybody reads why."""

import pytest
from django.test import Client
from django.urls import reverse

import municipalities.access
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import NOW, build_member, open_doors, sign_in

CHOSEN = {"brand_colour": "#7a1fa2", "corners": "large", "font": "nunito-sans"}


@pytest.fixture
def suspended(municipality: Municipality) -> Municipality:
    Municipality.objects.filter(pk=municipality.pk).update(suspended_at=NOW)
    return municipality


def test_reading_goes_on_and_writing_is_refused_in_words(suspended: Municipality, client: Client) -> None:
    sign_in(client, build_member(suspended, Role.ADMINISTRATOR))
    page = reverse("municipalities:house_style", kwargs={"gemeente": suspended.slug})
    answer = client.get(page, headers={"Accept-Language": "en"})
    assert answer.status_code == 200 and "can be read, and not changed" in answer.content.decode()
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(client, method)(page, CHOSEN, headers={"Accept-Language": "en"})
        assert answer.status_code == 403 and "What you sent is not saved" in answer.content.decode()
    suspended.refresh_from_db()
    assert not hasattr(suspended, "house_style")


def test_who_may_not_come_in_learns_nothing_of_it(suspended: Municipality, client: Client) -> None:
    page = reverse("municipalities:house_style", kwargs={"gemeente": suspended.slug})
    assert client.post(page, CHOSEN).status_code == 302
    sign_in(client, build_member(suspended, Role.READER))
    assert "What you sent is not saved" not in client.post(page).content.decode()


def test_a_phone_at_the_table_is_told_too(session: GroupSession, client: Client) -> None:
    open_doors(session)
    Municipality.objects.filter(pk=session.municipality_id).update(suspended_at=NOW)
    slug = session.municipality.slug
    page = reverse("live:join_by_code", kwargs={"gemeente": slug, "code": session.join_code})
    answer = client.post(page, {"name": "Yusuf"}, headers={"Accept": "application/json"})
    assert answer.status_code == 403 and answer.json()["reload"]


def test_signing_out_and_the_language_go_on(suspended: Municipality, client: Client) -> None:
    sign_in(client, build_member(suspended))
    assert client.post("/taal/", {"language": "en"}).status_code == 302
    assert client.post("/uitloggen/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_gate_taken_away_changes_are_made(
    suspended: Municipality, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is this gate that refuses."""
    monkeypatch.setattr(municipalities.access, "is_suspended", lambda request: False)
    sign_in(client, build_member(suspended, Role.ADMINISTRATOR))
    page = reverse("municipalities:house_style", kwargs={"gemeente": suspended.slug})
    assert client.post(page, CHOSEN).status_code == 302
