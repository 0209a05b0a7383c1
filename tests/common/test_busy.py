"""A database that can't answer now is told kindly, and nothing half-done stays."""

import threading

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client, RequestFactory

from common.busy import Busy
from common.tenancy import tenant
from live.notices import NOTICES_KEY
from municipalities.models import Municipality
from questionnaire.answers import own_answers
from sessions.models import Party
from sessions.seats import COOKIE_KEY
from tests.builders import answering, build_municipality, build_session, seat, statements_of


def test_only_a_busy_database_is_told_as_such() -> None:
    busy, request = Busy(lambda request: None), RequestFactory().get("/")
    response = busy.process_exception(request, OperationalError("locked"))
    assert response.status_code == 503 and response["Retry-After"]
    assert "druk" in response.content.decode()
    script = RequestFactory().get("/", headers={"accept": "application/json"})
    assert busy.process_exception(script, OperationalError("locked")).status_code == 503
    assert busy.process_exception(request, ValueError()) is None


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_database_that_is_away_is_told_at_the_door_too(municipality: Municipality, accept: str) -> None:
    def away(*_query: object) -> None:
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        response = Client().get(f"/{municipality.slug}/groepssessies/", headers={"accept": accept})
    assert response.status_code == 503 and response["Retry-After"]
    assert response["Content-Security-Policy"] and response["Cache-Control"] == "no-store"
    # The phone sends the same answer again instead of loading its page anew.
    assert accept == "text/html" or response.json()["name"] == "busy"


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_stays_locked_is_no_fault() -> None:
    municipality = build_municipality()
    with tenant(municipality):
        session = build_session(municipality)
        theme = answering(session)
        person = seat(session.parties.select_related("session").first())
    held, asked = threading.Event(), threading.Event()

    def hold() -> None:
        with tenant(municipality), transaction.atomic():
            Party.objects.select_for_update().get(pk=person.party_id)
            held.set()
            asked.wait(20)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    client = Client()
    browser = client.session
    browser.update({COOKIE_KEY: {str(session.pk): person.pk}, NOTICES_KEY: [person.pk]})
    browser.save()
    address = f"/{municipality.slug}/deelnemen/{session.pk}/stelling/{statements_of(theme)[0].number}/"
    response = client.post(address, {"answer": "7", "expected_version": "0"})
    asked.set()
    thread.join()
    assert response.status_code == 503
    with tenant(municipality):
        assert own_answers(party=person.party) == {}
