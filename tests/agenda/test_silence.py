"""An agenda on which nothing moves is told to its coordinators after its own rhythm, and not before."""

from datetime import date, timedelta

import pytest

from agenda.enums import ActionStatus, Rhythm
from agenda.meetings.rhythm import PERIOD
from agenda.models import ActionPoint, AgendaSettings
from agenda.reminding import silence_mail
from agenda.reminding.promising import plan_reminders
from sessions.models import GroupSession
from tests.agenda.reminding import agreed, at, close, coordinator, deliver, each_day, held, live_through, tick
from tests.builders import TODAY

SUBJECT = "Er verandert niets op uw verbeteragenda"


@pytest.fixture
def standing_still(session: GroupSession) -> GroupSession:
    """A session with a point that waits for nobody's deadline."""
    agreed(held(session), deadline=TODAY + timedelta(days=3000))
    close(session)
    coordinator(session)
    return session


def days_told(session: GroupSession, first: date, until: date) -> list[date]:
    return [day for day, _to, subject in live_through(session, first, until) if subject == SUBJECT]


def test_after_a_quarter_and_again_after_each_next_one(standing_still: GroupSession) -> None:
    days = [date(2027, 2, 22), date(2027, 5, 24), date(2027, 8, 23)]
    for day in days:
        around = timedelta(days=4)
        assert days_told(standing_still, day - around, day + around) == [day]


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_the_rhythm_is_what_was_chosen(standing_still: GroupSession, rhythm: Rhythm) -> None:
    AgendaSettings.objects.create(municipality=standing_still.municipality, rhythm=rhythm)
    about = TODAY + PERIOD[rhythm]
    (first,) = days_told(standing_still, about - timedelta(days=4), about + timedelta(days=4))
    assert timedelta(0) <= first - TODAY - PERIOD[rhythm] <= timedelta(days=3)


@pytest.fixture
def nobody_to_tell(standing_still: GroupSession) -> GroupSession:
    """On the day on which the agenda is silent for a quarter, a date was passed by a point of nobody."""
    said = {"municipality": standing_still.municipality, "status": ActionStatus.ACCEPTED}
    long_ago = at(date(2026, 11, 23))
    ActionPoint.objects.create(
        what="Van niemand", deadline=date(2027, 2, 19), created_at=long_ago, changed_at=long_ago, **said
    )
    return standing_still


QUARTER = date(2027, 2, 22)


def mails_of(session: GroupSession, first: date, last: date) -> list[tuple[date, str]]:
    return [(now.date(), one.body) for now in each_day(first, last) for one in tick(session, now)]


def test_who_gets_the_mail_of_the_week_reads_it_there(nobody_to_tell: GroupSession) -> None:
    ActionPoint.objects.filter(what="Van niemand").update(created_at=at(date(2027, 2, 18)))
    mails = mails_of(nobody_to_tell, QUARTER - timedelta(days=4), QUARTER + timedelta(days=30))
    assert [day for day, _body in mails] == [
        QUARTER,
        QUARTER + timedelta(days=14),
        QUARTER + timedelta(days=28),
    ]
    assert all("De laatste verandering" in body and "Van niemand" in body for _day, body in mails)


def test_a_mail_of_the_week_before_keeps_it_back_until_that_week_is_over(
    nobody_to_tell: GroupSession,
) -> None:
    """The point was told about two weeks before its date, and the agenda was not silent yet that day."""
    ActionPoint.objects.filter(what="Van niemand").update(deadline=date(2027, 3, 4))
    first, *more = mails_of(nobody_to_tell, date(2027, 2, 16), date(2027, 2, 26))
    assert first[0] == date(2027, 2, 18) and "Van niemand" in first[1]
    assert [(day, "De laatste verandering" in body) for day, body in more] == [(date(2027, 2, 25), True)]


def test_without_looking_at_the_mail_of_the_week_there_would_be_two(
    nobody_to_tell: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    ActionPoint.objects.filter(what="Van niemand").update(created_at=at(date(2027, 2, 18)))
    monkeypatch.setattr(silence_mail, "_is_told", lambda *_said, **_more: False)
    monkeypatch.setattr(silence_mail.Lately, "mailed", lambda lately, name: False)
    assert len(mails_of(nobody_to_tell, QUARTER, QUARTER)) == 2


def test_whatever_moves_begins_the_count_anew(standing_still: GroupSession) -> None:
    ActionPoint.objects.update(changed_at=at(date(2027, 2, 1)))
    assert days_told(standing_still, date(2027, 2, 18), date(2027, 2, 26)) == []


def test_an_agenda_without_open_points_may_be_silent(standing_still: GroupSession) -> None:
    ActionPoint.objects.update(status=ActionStatus.DONE)
    assert days_told(standing_still, date(2027, 2, 18), date(2027, 2, 26)) == []


def test_what_moved_since_the_promise_is_not_told(standing_still: GroupSession) -> None:
    moment = at(date(2027, 2, 22))
    plan_reminders(standing_still.municipality, now=moment)
    ActionPoint.objects.update(changed_at=moment)
    assert deliver(moment + timedelta(minutes=1)) == []


def test_the_day_of_the_last_change_is_that_of_the_town_hall(standing_still: GroupSession) -> None:
    ActionPoint.objects.update(changed_at=at(date(2026, 11, 24), 0, 30))
    assert days_told(standing_still, date(2027, 2, 18), date(2027, 2, 26)) == [date(2027, 2, 23)]
