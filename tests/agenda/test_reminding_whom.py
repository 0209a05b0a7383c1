"""Whom a reminder goes to, and whom it leaves in peace: quiet periods, coordinators, rehearsals."""

from datetime import date

import pytest

from agenda.enums import ActionStatus
from agenda.models import ActionPoint, QuietPeriod, Reminder
from agenda.reminding.promising import plan_reminders
from municipalities.models import Membership, Municipality
from sessions.models import GroupSession
from tests.agenda.reminding import (
    JAN,
    agreed,
    at,
    close,
    coordinator,
    deliver,
    held,
    ledger,
    live_through,
    tick,
)
from tests.builders import outside

SOON = date(2027, 1, 15)
LAST_DAY = date(2027, 3, 31)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    return held(session)


@pytest.fixture
def point(running: GroupSession) -> ActionPoint:
    """A point that Jan said yes to, of a session that is over."""
    point = agreed(running)
    close(running)
    return point


def quiet(running: GroupSession, first: date, last: date, **more: object) -> QuietPeriod:
    return QuietPeriod.objects.create(
        municipality=running.municipality, name="Reces", from_date=first, until_date=last, **more
    )


def test_a_recess_is_quiet_and_everything_comes_after_it(point: ActionPoint, running: GroupSession) -> None:
    quiet(running, date(2027, 1, 11), date(2027, 1, 22))
    letters = live_through(running, date(2027, 1, 4), date(2027, 1, 31))
    assert [day for day, _to, _subject in letters] == [date(2027, 1, 25)]


def test_who_is_closed_is_left_in_peace_and_others_are_not(running: GroupSession) -> None:
    first, second = running.parties.all()[:2]
    agreed(running, "Van ons", organisation=first.organisation)
    agreed(running, "Van de school", organisation=second.organisation, email="els@school.example")
    close(running)
    quiet(running, date(2027, 1, 11), date(2027, 1, 22), organisation=second.organisation)
    letters = live_through(running, date(2027, 1, 4), date(2027, 1, 31))
    assert [(day, to) for day, to, _subject in letters] == [
        (SOON, JAN),
        (date(2027, 1, 25), "els@school.example"),
    ]


@pytest.mark.parametrize("fields", [{"owner_email": ""}, {"owner_organisation": None}])
def test_where_nobody_can_be_told_the_coordinators_are(
    point: ActionPoint, running: GroupSession, fields: dict[str, object]
) -> None:
    people = [coordinator(running), coordinator(running)]
    ActionPoint.objects.update(**fields)
    letters = tick(running, at(SOON))
    assert sorted(one.to[0] for one in letters) == sorted(one.email for one in people)
    assert "Niemand" in letters[0].body


def test_without_a_coordinator_it_waits_for_the_first_who_comes(
    point: ActionPoint, running: GroupSession
) -> None:
    ActionPoint.objects.update(owner_email="")
    assert tick(running, at(SOON)) == []
    person = coordinator(running)
    assert [one.to for one in tick(running, at(date(2027, 1, 19)))] == [[person.email]]


def test_who_no_longer_coordinates_gets_nothing(point: ActionPoint, running: GroupSession) -> None:
    coordinator(running)
    ActionPoint.objects.update(owner_email="")
    plan_reminders(running.municipality, now=at(SOON))
    Membership.objects.update(ended_at=at(SOON))
    assert deliver(at(SOON, 11)) == []


def test_what_nobody_heard_because_they_left_is_told_to_who_comes(
    point: ActionPoint, running: GroupSession
) -> None:
    coordinator(running)
    ActionPoint.objects.update(owner_email="")
    plan_reminders(running.municipality, now=at(SOON))
    Membership.objects.update(ended_at=at(SOON))
    deliver(at(SOON, 11))
    person = coordinator(running)
    letters = live_through(running, date(2027, 1, 18), date(2027, 1, 19))
    assert [to for _day, to, _subject in letters] == [person.email]


def test_who_becomes_owner_before_the_coordinator_was_told_is_told(
    point: ActionPoint, running: GroupSession
) -> None:
    coordinator(running)
    ActionPoint.objects.update(owner_email="")
    plan_reminders(running.municipality, now=at(SOON, 16, 55))
    ActionPoint.objects.update(owner_email=JAN)
    assert deliver(at(date(2027, 1, 18), 9)) == []
    assert [one.to for one in tick(running, at(date(2027, 1, 18), 9, 10))] == [[JAN]]


def test_a_mail_with_nothing_to_tell_is_no_mail_of_this_week(running: GroupSession) -> None:
    first = agreed(running)
    agreed(running, "Een ander", deadline=date(2027, 2, 1))
    close(running)
    plan_reminders(running.municipality, now=at(SOON))
    ActionPoint.objects.filter(pk=first.pk).update(status=ActionStatus.DONE)
    letters = live_through(running, SOON, date(2027, 1, 26))
    assert [day for day, _to, _subject in letters] == [date(2027, 1, 18)]


def test_what_was_promised_waits_while_the_municipality_is_suspended(
    point: ActionPoint, running: GroupSession
) -> None:
    plan_reminders(running.municipality, now=at(SOON, 9))
    suspended = Municipality.objects.filter(pk=running.municipality.pk)
    with outside():
        suspended.update(suspended_at=at(SOON, 9, 5))
    assert deliver(at(SOON, 9, 6)) == []
    with outside():
        suspended.update(suspended_at=None)
    assert [one.to for one in deliver(at(date(2027, 1, 18), 9))] == [[JAN]]


def test_a_rehearsal_and_a_suspended_municipality_remind_nobody(
    point: ActionPoint, running: GroupSession
) -> None:
    GroupSession.objects.update(is_rehearsal=True)
    assert tick(running, at(SOON)) == [] and ledger() == []
    GroupSession.objects.update(is_rehearsal=False)
    running.municipality.suspended_at = at(SOON)
    assert tick(running, at(SOON)) == [] and ledger() == []


def test_a_point_taken_over_from_a_list_is_reminded_of_too(point: ActionPoint, running: GroupSession) -> None:
    ActionPoint.objects.update(session=None)
    assert [one.to for one in tick(running, at(SOON))] == [[JAN]]


def test_what_was_told_to_the_end_comes_no_more(point: ActionPoint, running: GroupSession) -> None:
    coordinator(running)
    live_through(running, date(2027, 1, 12), LAST_DAY)
    assert Reminder.objects.count() == 5
    later = live_through(running, date(2028, 1, 3), date(2028, 1, 31))
    assert [one for one in later if "actiepunt" in one[2]] == []
    assert Reminder.objects.count() == 5
