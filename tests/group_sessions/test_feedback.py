"""Three taps per person, changed until the close, shown from three people on."""

from datetime import timedelta

import pytest

from audit.models import AuditEvent
from sessions import stage
from sessions.feedback import (
    AFTER_CLOSING,
    FEWEST,
    FeedbackRefused,
    asks_feedback,
    feedback_of,
    feedback_totals,
    give_feedback,
    people_with_feedback,
)
from sessions.models import Feedback, GroupSession, Representative
from sessions.seats import remove_from_table
from tests.builders import FACILITATOR, NOW, answering, seat, take


@pytest.fixture
def people(session: GroupSession) -> list[Representative]:
    """The people of a table that is at its wrap-up."""
    answering(session)
    seated = [seat(party) for party in session.parties.all()]
    take(stage.begin_wrap_up, session)
    return seated


def give(person: Representative, question: str = "useful", figure: int = 4, now: object = NOW) -> None:
    give_feedback(person, question=question, figure=figure, now=now)


def test_each_tap_is_kept_and_may_change(people: list[Representative]) -> None:
    first = people[0]
    give(first)
    give(first, figure=5)
    give(first, "heard", 2)
    assert feedback_of(first) == {"useful": 5, "heard": 2, "confident": None}
    assert feedback_of(people[1]) == {"useful": None, "heard": None, "confident": None}
    assert Feedback.objects.count() == 1


def test_the_same_tap_twice_is_one(people: list[Representative]) -> None:
    give(people[0])
    told = AuditEvent.objects.count()
    give(people[0])
    assert AuditEvent.objects.count() == told


@pytest.mark.parametrize(("question", "figure"), [("useful", 0), ("useful", 6), ("pk", 3), ("given_at", 1)])
def test_what_is_no_answer_is_refused(people: list[Representative], question: str, figure: int) -> None:
    with pytest.raises(FeedbackRefused):
        give(people[0], question, figure)
    assert not Feedback.objects.exists()


def test_before_the_wrap_up_nobody_is_asked(session: GroupSession) -> None:
    answering(session)
    person = seat(session.parties.first())
    assert not asks_feedback(session, now=NOW)
    with pytest.raises(FeedbackRefused):
        give(person)


def test_after_the_close_an_open_question_stays_open_for_a_day(people: list[Representative]) -> None:
    person, session = people[0], people[0].party.session
    give(person)
    take(stage.close_session, session, follow_up_on=None)
    give(person, "heard", 3)
    with pytest.raises(FeedbackRefused):
        give(person, "useful", 1)
    with pytest.raises(FeedbackRefused):
        give(person, "confident", 1, now=NOW + AFTER_CLOSING)
    give(person, "confident", 1, now=NOW + AFTER_CLOSING - timedelta(seconds=1))
    assert feedback_of(person) == {"useful": 4, "heard": 3, "confident": 1}


def test_who_left_the_table_has_no_say(people: list[Representative]) -> None:
    remove_from_table(representative=people[0], actor=FACILITATOR, now=NOW)
    with pytest.raises(FeedbackRefused):
        give(people[0])


def test_totals_are_of_three_people_or_more(people: list[Representative]) -> None:
    session = people[0].party.session
    for person, figure in zip(people, (2, 4, 5), strict=True):
        assert feedback_totals(session) == []
        give(person, figure=figure)
    give(people[0], "heard", 1)
    (total,) = feedback_totals(session)
    assert (total.question, total.n, round(total.mean, 2)) == ("useful", FEWEST, 3.67)
    assert people_with_feedback(session) == 3


def test_the_log_says_that_and_never_what(people: list[Representative]) -> None:
    give(people[0], figure=1)
    event = AuditEvent.objects.get(action="give feedback")
    assert "1" not in event.reason and str(event.target_type) == "group_sessions.groupsession"


def test_not_every_tap_wakes_every_phone(people: list[Representative]) -> None:
    session = people[0].party.session
    session.refresh_from_db()
    before = session.revision
    for question in ("useful", "heard", "confident"):
        give(people[0], question)
    session.refresh_from_db()
    assert session.revision == before + 2
