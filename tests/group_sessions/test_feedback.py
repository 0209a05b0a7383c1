"""Three taps per person, changed until the close; what three or more said is shown once it is closed."""

from datetime import datetime, timedelta

import pytest

from audit.models import AuditEvent
from common.personal import NAME_REMOVED
from sessions import stage
from sessions.feedback import (
    AFTER_CLOSING,
    FEWEST,
    FeedbackRefused,
    Total,
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


def close(session: GroupSession) -> None:
    take(stage.close_session, session, follow_up_on=None)


def totals(people: list[Representative], now: datetime = NOW) -> list[Total]:
    return feedback_totals(GroupSession.objects.get(pk=people[0].party.session_id), now=now)


def more_people(people: list[Representative], number: int) -> list[Representative]:
    """Seat colleagues at the first party; a table of three has room for them."""
    return [seat(people[0].party, f"Collega {place}") for place in range(number)]


def test_totals_are_of_three_people_or_more_and_come_with_the_close(people: list[Representative]) -> None:
    session = people[0].party.session
    for person, figure in zip(people, (2, 4, 5), strict=True):
        give(person, figure=figure)
        assert totals(people) == []
    give(people[0], "heard", 1)
    close(session)
    (total,) = totals(people)
    assert (total.question, total.n, round(total.mean, 2)) == ("useful", FEWEST, 3.67)
    assert people_with_feedback(session) == 3


def test_no_two_totals_tell_what_one_person_said(people: list[Representative]) -> None:
    """Three and then four answers would tell the fourth: what is late comes with two others, or never."""
    everybody = people + more_people(people, 2)
    for person in people:
        give(person, figure=5)
    close(people[0].party.session)
    seen = {(total.n, total.mean) for total in totals(people)}
    for late in everybody[3:]:
        give(late, figure=1, now=NOW + timedelta(minutes=5))
        seen |= {(total.n, total.mean) for total in totals(people)}
    seen |= {(total.n, total.mean) for total in totals(people, NOW + AFTER_CLOSING)}
    assert seen == {(3, 5.0)}


def test_three_who_are_late_are_added_when_the_day_is_over(people: list[Representative]) -> None:
    late = more_people(people, 3)
    for person in people:
        give(person, figure=5)
    close(people[0].party.session)
    for person in late:
        give(person, figure=2, now=NOW + timedelta(hours=1))
    assert [(total.n, total.mean) for total in totals(people)] == [(3, 5.0)]
    assert [(total.n, total.mean) for total in totals(people, NOW + AFTER_CLOSING)] == [(6, 3.5)]


def test_too_few_at_the_close_are_counted_with_who_is_late(people: list[Representative]) -> None:
    give(people[0], figure=5)
    give(people[1], figure=5)
    close(people[0].party.session)
    give(people[2], figure=2, now=NOW + timedelta(hours=1))
    assert totals(people) == []
    assert [(total.n, total.mean) for total in totals(people, NOW + AFTER_CLOSING)] == [(3, 4.0)]


def test_a_question_that_was_open_at_the_close_is_late_and_the_others_are_not(
    people: list[Representative],
) -> None:
    for person in people:
        give(person, figure=5)
    close(people[0].party.session)
    give(people[0], "heard", 1, now=NOW + timedelta(hours=1))
    assert feedback_of(people[0]) == {"useful": 5, "heard": 1, "confident": None}
    assert [(one.question, one.n) for one in totals(people, NOW + AFTER_CLOSING)] == [("useful", 3)]


# One person, two parties


def test_who_sits_for_two_parties_has_one_voice(people: list[Representative]) -> None:
    one, other, third = people
    give(one, figure=5)
    give_feedback(other, question="useful", figure=2, now=NOW, other_seats=[one])
    give_feedback(other, question="heard", figure=3, now=NOW, other_seats=[one])
    assert feedback_of(other, other_seats=[one]) == {"useful": 2, "heard": 3, "confident": None}
    assert feedback_of(one, other_seats=[other]) == {"useful": 2, "heard": 3, "confident": None}
    give(third, figure=2)
    close(one.party.session)
    assert people_with_feedback(one.party.session) == 2
    assert totals(people) == []


@pytest.mark.parametrize(
    ("one", "other", "voices"),
    [
        ({"name": "Els de Wit"}, {"name": "els de  wit"}, 3),
        ({"name": "Els", "email": "els@example.org"}, {"name": "", "email": "Els@example.org"}, 3),
        # A mailbox that several people read.
        ({"name": "Els de Wit", "email": "w@w.nl"}, {"name": "Jan Smit", "email": "w@w.nl"}, 4),
        ({"name": "Els"}, {"name": "Els"}, 4),
        ({"name": NAME_REMOVED}, {"name": NAME_REMOVED}, 4),
    ],
)
def test_on_two_phones_the_same_address_or_full_name_is_one_person(
    people: list[Representative], one: dict[str, str], other: dict[str, str], voices: int
) -> None:
    fourth = more_people(people, 1)[0]
    for person in [*people, fourth]:
        give(person)
    Representative.objects.filter(pk=people[0].pk).update(**one)
    Representative.objects.filter(pk=fourth.pk).update(**other)
    close(people[0].party.session)
    assert [total.n for total in totals(people)] == [voices]


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
