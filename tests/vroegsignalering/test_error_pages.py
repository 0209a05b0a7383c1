"""What is refused or fails says so: a page in its own frame for people, a few words for scripts."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import open_doors
from tests.live.phones import Phone
from vroegsignalering.error_pages import failed

DESK, PHONE, SCREEN = 'class="app-header', 'class="app-phone', 'class="app-screen'


def asks(path: str, **headers: str) -> tuple[int, str, str]:
    """Return the status, the kind and the words of an answer; an exception becomes a 500."""
    answer = Client(raise_request_exception=False).get(path, headers=headers)
    return answer.status_code, answer.headers["Content-Type"].split(";")[0], answer.content.decode()


def test_a_failure_is_told_without_the_database() -> None:
    """This test may not touch the database, so the page of the municipality fails."""
    status, kind, html = asks("/waterveen/groepssessies/")
    assert (status, kind) == (500, "text/html")
    assert "U deed niets fout" in html
    assert "/static/vendor/desk.css" in html
    status, kind, words = asks("/waterveen/groepssessies/", accept="application/json")
    assert (status, kind) == (500, "application/json")
    assert '"reload": false' in words, "what was typed on the phone would be lost"
    status, _kind, fragment = asks("/waterveen/groepssessies/", hx_request="true")
    assert status == 500
    assert "<html" not in fragment


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "frame"),
    [
        ("/bestaat/niet/", 404, DESK),
        ("/meedoen/?q=%00", 400, DESK),
        ("/geen-gemeente/groepssessies/", 404, DESK),
    ],
)
def test_what_is_not_there_is_told_in_a_page(path: str, status: int, frame: str) -> None:
    answer, kind, html = asks(path)
    assert (answer, kind) == (status, "text/html")
    assert frame in html
    assert html.count("<h1") == 1


def test_the_screen_and_the_phone_keep_their_frame(session: GroupSession) -> None:
    here = {"gemeente": session.municipality.slug, "pk": session.pk}
    status, _kind, html = asks(reverse("live:screen", kwargs={**here, "token": "vals"}))
    assert status == 404
    assert SCREEN in html
    open_doors(session)
    phone = Phone(session).sit(session.parties.select_related("organisation")[0])
    answer = phone.client.get(reverse("live:statement", kwargs={**here, "number": 99}))
    assert answer.status_code == 404
    assert PHONE in answer.content.decode()


def test_the_page_of_a_failure_wears_the_house_style(municipality: Municipality) -> None:
    request = RequestFactory().get("/")
    request.municipality = Municipality.objects.dressed().get(pk=municipality.pk)
    page = failed(request)
    assert page.status_code == 500
    assert municipality.name in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"accept": "application/json"}, {"sec-fetch-dest": "empty"}])
def test_a_script_gets_words_and_no_page(headers: dict[str, str]) -> None:
    answer = Client().get("/bestaat/niet/", headers=headers)
    assert answer.status_code == 404
    assert "Laad de pagina opnieuw" in answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/html") or answer.json()["reload"] is True
    assert "<html" not in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_keeps_what_was_typed() -> None:
    answer = Client(enforce_csrf_checks=True).post("/inloggen/", {"login": "a@example.nl"})
    assert answer.status_code == 403
    assert "wat u typte" in answer.content.decode()
    assert "cookie" in answer.content.decode()


def test_a_form_in_another_encoding_is_refused_also_where_its_page_wears_a_style(db: None) -> None:
    """The page of the refusal looks where the form leads, and can't read it either."""
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    client = Client(raise_request_exception=False)
    answer = client.generic("POST", reverse("passkey_sign_in"), b"next=/waterveen/", content_type=kind)
    assert answer.status_code == 400
