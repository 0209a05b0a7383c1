"""The agenda on paper says which part of it nobody adopted yet."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from agenda.agreeing.adopting import adopt_agenda, put_forward, withdraw_agenda
from agenda.agreeing.consent import answer_agenda
from agenda.agreeing.versions import Asked
from agenda.enums import ConsentAnswer
from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from sessions.models import GroupSession
from tests.builders import FACILITATOR, NOW, TODAY, answering, build_member, build_session, take

pytestmark = pytest.mark.slow
BY: dict[str, Any] = {"actor": FACILITATOR, "now": NOW}


def held(municipality: Municipality, what: str, points: int = 1) -> GroupSession:
    session = build_session(municipality, title=what)
    answering(session)
    for number in range(points):
        propose_action(session, what=f"{what} {number}", author="R. Smit", today=TODAY, **BY)
    take(stage.close_session, session, follow_up_on=None)
    return session


def adopt(session: GroupSession) -> None:
    organisation = session.parties.all()[0].organisation
    version = put_forward(session, asked=[Asked(organisation)], expected_number=0, **BY)
    said = {"answer": ConsentAnswer.AGREED, "condition": "", "expected_on": None, "answered_by": "Sanne"}
    answer_agenda(version.consents.get(), **said, seen="", today=TODAY, **BY)
    adopt_agenda(version, reason="", **BY)


@pytest.fixture
def reader(inside: Municipality) -> Client:
    browser = Client()
    browser.force_login(build_member(inside, Role.READER))
    return browser


def pages(reader: Client, municipality: Municipality, **asked: object) -> list[str]:
    answer = reader.get(reverse("reports:agenda_pdf", kwargs={"gemeente": municipality.slug}), asked)
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(answer.content)).pages]


def is_marked(page: str) -> bool:
    """Return whether a page says that it is a concept; its letters stand wide apart."""
    return "CONCEPT" in page.replace(" ", "")


def mark_of(found: list[str]) -> str:
    (mark,) = {re.findall(r"kenmerk ([0-9a-f]{12}) \d", page)[0] for page in found}
    return str(mark)


def test_an_agenda_of_proposals_only_says_so_on_each_page(inside: Municipality, reader: Client) -> None:
    session = held(inside, "Eerste", points=30)
    for asked in ({}, {"sessie": session.pk}):
        found = pages(reader, inside, **asked)
        assert len(found) > 1 and all(is_marked(page) for page in found)
    mark = mark_of(found)
    adopt(session)
    assert mark_of(pages(reader, inside)) != mark, "two documents with one mark say the same"
    for asked in ({}, {"sessie": session.pk}):
        assert not any(is_marked(page.upper()) for page in pages(reader, inside, **asked))
    withdraw_agenda(session.agenda_versions.get(), reason="Vergissing", **BY)
    assert all(is_marked(page) for page in pages(reader, inside))


def test_of_an_agenda_that_was_adopted_in_part_each_proposal_says_so(
    inside: Municipality, reader: Client
) -> None:
    adopt(held(inside, "Eerste"))
    held(inside, "Tweede")
    ActionPoint.objects.create(municipality=inside, what="Van een lijst", created_at=NOW, changed_at=NOW)
    text = " ".join(pages(reader, inside))
    assert not is_marked(text)
    assert "concept Tweede 0" in text
    assert "concept Eerste 0" not in text and "concept Van een lijst" not in text
    assert "Waar ‘concept’ staat" in text
