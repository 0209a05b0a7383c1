"""What is kept of a meeting besides the table itself goes when the names of that table go."""

from datetime import datetime, timedelta

import pytest

from common.retention import Rows, category_named, months_before
from common.tenancy import tenant
from municipalities.models import Municipality
from municipalities.privacy import holds
from municipalities.privacy.retaining import retain
from questionnaire.models import RevealedAnswer
from sessions import retention, stage
from sessions.feedback import give_feedback
from sessions.handing_over import make_code
from sessions.models import Feedback, GroupSession, HandOver, Representative
from tests.builders import (
    ADMINISTRATOR,
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_session,
    reveal,
    seat,
    statements_of,
    take,
)

PARTICIPANTS = category_named("participants")
LATER = NOW + timedelta(days=3 * 366)


@pytest.fixture
def closed(municipality: Municipality) -> GroupSession:
    """A closed session: an answer was shown, somebody told how the meeting was, and a code was made."""
    with tenant(municipality):
        session = build_session(municipality)
        theme = answering(session)
        person = seat(session.parties.first(), "Yusuf Demir")
        answer(person.party, statements_of(theme)[0], 6, representative=person)
        reveal(session, theme)
        make_code(session.facilitators.get(), actor=FACILITATOR, now=NOW)
        take(stage.begin_wrap_up, session)
        give_feedback(person, question="useful", figure=2, now=NOW)
        take(stage.close_session, session, follow_up_on=None)
    return session


def left(municipality: Municipality) -> tuple[int, int]:
    with tenant(municipality):
        return Feedback.objects.count(), HandOver.objects.count()


def run(municipality: Municipality, at: datetime) -> dict[str, int]:
    return retain(municipality, today=at.date(), now=at).gone


def foreseen(municipality: Municipality, at: datetime) -> Rows:
    with tenant(municipality):
        return PARTICIPANTS.count(municipality, months_before(at.date(), PARTICIPANTS.default_months))


def test_what_people_found_and_codes_go_with_the_names(closed: GroupSession) -> None:
    municipality = closed.municipality
    told = foreseen(municipality, LATER)
    assert (told["group_sessions.feedback"], told["group_sessions.handover"]) == (1, 1)
    assert run(municipality, LATER)["participants"] == sum(told.values())
    assert left(municipality) == (0, 0)
    with tenant(municipality):
        assert RevealedAnswer.objects.filter(value=6).count() == 1, "what was shown stays"
    assert foreseen(municipality, LATER) == {}
    assert "participants" not in run(municipality, LATER)


def test_they_go_too_where_the_names_went_before(closed: GroupSession) -> None:
    """As after a person was erased: no row with a name is left to lead to them."""
    with tenant(closed.municipality):
        Representative.objects.update(name="", email="")
    run(closed.municipality, LATER)
    assert left(closed.municipality) == (0, 0)


def test_before_the_term_and_under_a_hold_they_stay(closed: GroupSession) -> None:
    municipality = closed.municipality
    run(municipality, NOW + timedelta(days=30))
    assert left(municipality) == (1, 1)
    with tenant(municipality):
        holds.place_hold(
            municipality=municipality, category="", reason="Onderzoek", actor=ADMINISTRATOR, now=NOW
        )
    run(municipality, LATER)
    assert left(municipality) == (1, 1)


def test_the_control_without_taking_those_rows_they_stay_for_ever(
    closed: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "OF_THE_MEETING", ())
    with pytest.raises((AssertionError, KeyError)):
        test_what_people_found_and_codes_go_with_the_names(closed)
    run(closed.municipality, LATER)
    assert left(closed.municipality) == (1, 1)
