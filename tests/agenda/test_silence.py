"""An agenda on which nothing moves is told to its coordinators after its own rhythm, and not before."""

from datetime import date, timedelta

import pytest

from agenda.enums import ActionStatus, Rhythm
from agenda.meetings.rhythm import PERIOD
from agenda.models import ActionPoint, AgendaSettings
from agenda.reminding.promising import plan_reminders
from sessions.models import GroupSession
from tests.agenda.reminding import agreed, at, close, coordinator, deliver, held, live_through
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
