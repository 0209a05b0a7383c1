"""The agenda in a report is marked as a concept until it is adopted, and again when that is taken back."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from agenda.agreeing.adopting import adopt_agenda, put_forward, withdraw_agenda
from agenda.agreeing.consent import answer_agenda
from agenda.agreeing.versions import Asked
from agenda.enums import ConsentAnswer
from agenda.points.proposing import propose_action
from outbox.models import Promise
from outbox.promises import fulfil
from reports.making import MAKE
from reports.models import Report
from sessions.models import GroupSession
from tests.builders import FACILITATOR, NOW, TODAY

pytestmark = pytest.mark.slow
SAID = "Dit is een concept."
BY: dict[str, Any] = {"actor": FACILITATOR, "now": NOW}


def pages(session: GroupSession, *, now: datetime = NOW) -> list[str]:
    """Make what is promised of the report, and return the text of its pages."""
    for row in Promise.objects.filter(kind=MAKE, done_at=None):
        fulfil(promise_id=row.pk, now=now)
    made = PdfReader(BytesIO(Report.objects.get(session=session).file.read())).pages
    return [" ".join(page.extract_text().split()) for page in made]


def agree(session: GroupSession) -> None:
    organisation = session.parties.first().organisation
    propose_action(session, what="Eén nummer", author="R. Smit", today=TODAY, **BY)
    version = put_forward(session, asked=[Asked(organisation)], expected_number=0, **BY)
    said = {"answer": ConsentAnswer.AGREED, "condition": "", "expected_on": None, "answered_by": "Sanne"}
    answer_agenda(version.consents.get(), **said, seen="", today=TODAY, **BY)
    adopt_agenda(version, reason="", **BY)


def test_the_mark_goes_when_the_agenda_is_adopted_and_comes_back(closed: GroupSession) -> None:
    assert SAID not in " ".join(pages(closed)), "no agenda, so nothing to adopt"
    propose_action(closed, what="Samen bellen", author="R. Smit", today=TODAY, **BY)
    Promise.objects.filter(kind=MAKE).update(done_at=None)
    Report.objects.all().delete()
    marked = [page for page in pages(closed) if SAID in page]
    assert len(marked) == 1 and "Samen bellen" in marked[0]
    assert "CONCEPT" in marked[0]
    agree(closed)
    text = " ".join(pages(closed))
    assert SAID not in text and "CONCEPT" not in text and "Samen bellen" in text
    later = NOW + timedelta(hours=1)
    withdraw_agenda(closed.agenda_versions.get(), reason="Vergissing", actor=FACILITATOR, now=later)
    assert SAID in " ".join(pages(closed, now=later))
