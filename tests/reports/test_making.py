"""The report is made once, by the worker, and everybody hears of it."""

from io import BytesIO

import pytest
from django.core import mail
from pypdf import PdfReader
from pytest_django import Settings

from municipalities.enums import Role
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from reports.enums import ReportState
from reports.making import MAKE, progress_of
from reports.models import Report
from sessions.models import GroupSession
from tests.builders import NOW, build_member
from tests.reports.conftest import NOTE

pytestmark = pytest.mark.slow


def make(session: GroupSession) -> Report:
    fulfil(promise_id=Promise.objects.get(kind=MAKE).pk, now=NOW)
    return Report.objects.get(session=session)


def text_of(report: Report) -> str:
    pages = PdfReader(BytesIO(report.file.read())).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_pdf_holds_what_was_shown_and_agreed(closed: GroupSession) -> None:
    report = make(closed)
    text = text_of(report)
    assert report.state == ReportState.READY
    for party in closed.parties.all():
        assert party.name in text
    assert closed.title in text and NOTE in text
    assert "wegnemen van gevoelens van schaamte" in text
    assert "Communicatiestrategieën" in text, "the theme the table did not get to is named"
    assert progress_of(closed) == 100


def test_the_pdf_is_tagged_titled_and_in_dutch(closed: GroupSession) -> None:
    catalog = PdfReader(BytesIO(make(closed).file.read())).trailer["/Root"]
    assert catalog["/Lang"].startswith("nl")
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in catalog["/Metadata"].get_object().get_data()


def test_without_names_no_answer_can_be_traced_to_a_party(closed: GroupSession) -> None:
    closed.names_in_report = False
    closed.save()
    text = text_of(make(closed))
    assert NOTE not in text
    for party in closed.parties.all():
        assert text.count(party.name) == 1, "only in the list of who sat at the table"


def test_making_it_again_changes_nothing(closed: GroupSession) -> None:
    report = make(closed)
    first = (report.sha256, report.file.name, Promise.objects.count())
    Promise.objects.filter(kind=MAKE).update(done_at=None)
    report = make(closed)
    assert (report.sha256, report.file.name, Promise.objects.count()) == first


def test_everybody_hears_of_it_once(closed: GroupSession) -> None:
    coordinator = build_member(closed.municipality, Role.COORDINATOR)
    build_member(closed.municipality, Role.READER)
    person = closed.parties.first().representatives.first()
    person.email = coordinator.email
    person.save()
    make(closed)
    for _ in range(2):
        for promise_id in due_promises(now=NOW):
            fulfil(promise_id=promise_id, now=NOW)
    facilitator = closed.facilitators.get().email
    expected = [coordinator.email, facilitator, "persoon1@example.org", "persoon2@example.org"]
    assert sorted(message.to[0] for message in mail.outbox) == sorted(expected)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 4


def test_who_was_removed_gets_no_mail(closed: GroupSession) -> None:
    make(closed)
    person = closed.parties.first().representatives.first()
    person.removed_at = NOW
    person.save()
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    assert person.email not in [message.to[0] for message in mail.outbox]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_session_without_answers_still_gets_a_report(session: GroupSession, rows: int) -> None:
    from sessions import stage
    from tests.builders import answering, reveal, take

    theme = answering(session)
    if rows:
        reveal(session, theme)
    take(stage.close_session, session, follow_up_on=None)
    assert session.title in text_of(make(session))


def test_a_report_does_not_need_the_cache_that_holds_its_progress(
    closed: GroupSession, settings: Settings
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    assert progress_of(closed) == 0
    assert make(closed).state == ReportState.READY
