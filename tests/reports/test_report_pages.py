"""Who may read a report, and what the page says while it is made."""

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from municipalities.enums import Role
from outbox.models import TROUBLE_AFTER, Promise
from outbox.promises import fulfil
from reports.making import MAKE
from sessions.links import token_for
from sessions.models import GroupSession
from tests.builders import NOW, build_member, build_municipality, outside

pytestmark = pytest.mark.slow


def url(name: str, session: GroupSession) -> str:
    return reverse(f"reports:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk})


def link(session: GroupSession) -> str:
    person = session.parties.first().representatives.first()
    kwargs = {"gemeente": session.municipality.slug, "token": token_for(person)}
    return reverse("reports:report_link", kwargs=kwargs)


def make(session: GroupSession) -> None:
    fulfil(promise_id=Promise.objects.get(kind=MAKE).pk, now=NOW)


@pytest.fixture
def coordinator(closed: GroupSession, client: Client) -> Client:
    client.force_login(build_member(closed.municipality, Role.COORDINATOR))
    return client


def test_the_page_shows_progress_and_then_the_download(closed: GroupSession, coordinator: Client) -> None:
    waiting = coordinator.get(url("progress", closed)).content.decode()
    assert "<progress" in waiting and "hx-get" in waiting
    assert coordinator.get(url("download", closed)).status_code == 404
    make(closed)
    ready = coordinator.get(url("progress", closed)).content.decode()
    assert url("download", closed) in ready and "hx-get" not in ready
    response = coordinator.get(url("download", closed))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Cache-Control"] == "no-store"
    assert "attachment" in response["Content-Disposition"]


def test_reading_leaves_a_row_in_the_log(closed: GroupSession, coordinator: Client) -> None:
    make(closed)
    before = AuditEvent.objects.count()
    coordinator.get(url("download", closed))
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.last().action == "read report"


def test_a_report_that_cannot_be_made_is_said_so(closed: GroupSession, coordinator: Client) -> None:
    Promise.objects.filter(kind=MAKE).update(attempts=TROUBLE_AFTER)
    text = coordinator.get(url("progress", closed)).content.decode()
    assert "hx-get" not in text and "<progress" not in text


def test_there_is_no_report_before_the_end(session: GroupSession, client: Client) -> None:
    client.force_login(build_member(session.municipality))
    for name in ("session_report", "progress", "download"):
        assert client.get(url(name, session)).status_code == 404


def test_the_link_in_the_mail_reads_by_get_and_downloads_by_post(
    closed: GroupSession, client: Client
) -> None:
    make(closed)
    before = AuditEvent.objects.count()
    assert client.get(link(closed)).status_code == 200
    assert client.head(link(closed)).status_code == 200
    assert AuditEvent.objects.count() == before
    response = client.post(link(closed))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert AuditEvent.objects.count() == before + 1


def test_wrong_links_lead_nowhere(closed: GroupSession, client: Client) -> None:
    make(closed)
    good = link(closed)
    party = closed.parties.first()
    card = reverse(
        "reports:report_link", kwargs={"gemeente": closed.municipality.slug, "token": token_for(party)}
    )
    for address in (good[:-3] + "aa/", card, good.replace("/p", "/p9")):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    person = party.representatives.first()
    person.removed_at = NOW
    person.save()
    assert client.get(good).status_code == 404


def test_a_link_of_another_municipality_is_unknown_here(closed: GroupSession, client: Client) -> None:
    here = link(closed)
    other = build_municipality("Dorpstede")
    with outside():
        assert client.get(here).status_code == 200
        assert client.get(here.replace(closed.municipality.slug, other.slug)).status_code == 404
