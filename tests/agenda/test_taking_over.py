"""Who takes a point over is reminded of it anew, and is not told on for what somebody else left."""

from datetime import date, timedelta
from typing import Any

import pytest

from agenda.models import ActionPoint, Reminder
from agenda.owners.asking import TELL_OWNER
from agenda.points.assigning import assign_owner
from agenda.points.proposing import propose_action
from agenda.reminding.ledger import read_ledger, write_ledger
from agenda.reminding.promising import plan_reminders
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.reminding import BY, JAN, agreed, at, close, coordinator, held, live_through, tick
from tests.builders import TODAY

ELS = "els@corporatie.example"
SOON, *STEPS = [date(2027, 1, 15), date(2027, 2, 1), date(2027, 2, 15), date(2027, 3, 1)]
"""When Jan hears that his date comes, that it has passed, and twice again."""


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    return held(session)


@pytest.fixture
def point(running: GroupSession) -> ActionPoint:
    point = agreed(running)
    close(running)
    coordinator(running)
    return point


def give(point: ActionPoint, name: str, email: str, day: date, hour: int = 10) -> None:
    point.refresh_from_db()
    assign_owner(
        point,
        owner_organisation=point.owner_organisation,
        owner_name=name,
        owner_email=email,
        expected_revision=point.revision,
        **{**BY, "now": at(day, hour)},
    )


def told(session: GroupSession, first: date, last: date) -> list[tuple[date, str]]:
    """Return who was reminded of the point on which day; alarms and who was named are other news."""
    letters = live_through(session, first, last)
    other = ("verandert niets", "nu de trekker")
    return [(day, to) for day, to, subject in letters if not any(one in subject for one in other)]


def test_somebody_else_hears_all_steps_before_the_coordinator_does(
    point: ActionPoint, running: GroupSession
) -> None:
    assert [day for day, _to in told(running, SOON, date(2027, 3, 2))] == [SOON, *STEPS]
    give(point, "Els", ELS, date(2027, 3, 3))
    letters = told(running, date(2027, 3, 3), date(2027, 6, 30))
    assert [day for day, to in letters if to == ELS] == [
        date(2027, 3, 17),
        date(2027, 3, 31),
        date(2027, 4, 14),
    ]
    assert [day for day, to in letters if to != ELS] == [date(2027, 4, 28)]
    assert Reminder.objects.count() == 5, "the rows are the same ones"


def test_also_when_it_was_told_to_the_end(point: ActionPoint, running: GroupSession) -> None:
    assert len(told(running, SOON, date(2027, 4, 30))) == 5
    give(point, "Els", ELS, date(2027, 5, 3))
    letters = told(running, date(2027, 5, 3), date(2027, 9, 30))
    assert len([1 for _day, to in letters if to == ELS]) == 3
    assert len(letters) == 4


def test_a_name_put_right_begins_nothing_anew(point: ActionPoint, running: GroupSession) -> None:
    told(running, SOON, date(2027, 2, 16))
    give(point, "Jan Jansen", JAN.upper(), date(2027, 2, 17))
    assert told(running, date(2027, 2, 17), date(2027, 3, 12)) == [(STEPS[2], JAN)]


def test_before_anything_was_told_the_day_stays(point: ActionPoint, running: GroupSession) -> None:
    assert told(running, SOON, date(2027, 1, 30)) == [(SOON, JAN)]
    give(point, "Els", ELS, date(2027, 1, 31))
    assert told(running, date(2027, 1, 31), date(2027, 2, 16)) == [(STEPS[0], ELS), (STEPS[1], ELS)]


def test_two_schedulers_that_both_saw_it_begin_anew_once(point: ActionPoint, running: GroupSession) -> None:
    told(running, SOON, date(2027, 2, 2))
    give(point, "Els", ELS, date(2027, 2, 3))
    now = at(date(2027, 2, 17))
    also = read_ledger(running.municipality, today=now.date(), now=now)
    assert len(also.anew) == 1
    letters = [one.to for one in tick(running, now) if "nu de trekker" not in one.subject]
    assert letters == [[ELS]]
    write_ledger(also, now=now)
    assert tick(running, now + timedelta(minutes=10)) == []
    assert Reminder.objects.get(step="passed").told_to == ELS


def test_who_is_asked_again_on_the_same_day_has_a_week_too(running: GroupSession) -> None:
    """A question that came back is told at once; the one to the right address is waited for as any other."""
    sanne, monday = coordinator(running), date(2026, 11, 30)
    said: dict[str, Any] = {"owner_organisation": running.parties.first().organisation, "owner_name": "Jan"}
    point = propose_action(running, what="Samen bellen", today=TODAY, owner_email=JAN, **said, **BY)
    close(running)
    give(point, "Jan", "jna@corporatie.example", monday, 9)
    Promise.objects.filter(kind=TELL_OWNER, done_at=None).update(bounced_at=at(monday, 9, 1))
    assert [one.to for one in tick(running, at(monday, 9, 10))] == [[sanne.email]]
    give(point, "Jan", JAN, monday, 11)
    assert [one.to for one in tick(running, at(monday, 11, 10))] == [[JAN]], "the question itself"
    letters = told(running, date(2026, 12, 1), date(2026, 12, 20))
    assert letters == [(date(2026, 12, 7), sanne.email)]


def test_who_gets_a_point_back_has_two_weeks_before_the_coordinator_hears(
    point: ActionPoint, running: GroupSession
) -> None:
    told(running, SOON, date(2027, 3, 2))
    give(point, "Els", ELS, date(2027, 3, 3))
    assert told(running, date(2027, 3, 3), date(2027, 3, 17)) == [(date(2027, 3, 17), ELS)]
    give(point, "Jan", JAN, date(2027, 3, 18))
    letters = told(running, date(2027, 3, 18), date(2027, 4, 30))
    assert [day for day, _to in letters] == [date(2027, 4, 1), date(2027, 4, 15)]
    assert letters[0][1] == JAN != letters[1][1]


def test_a_row_that_is_needed_again_says_when_it_is_due_now(
    point: ActionPoint, running: GroupSession
) -> None:
    told(running, SOON, date(2027, 2, 14))
    plan_reminders(running.municipality, now=at(STEPS[1], 8))
    again = Reminder.objects.get(step="again")
    assert (again.due_on, again.told_at) == (STEPS[1], None)
    give(point, "Els", ELS, STEPS[1], 8)
    assert told(running, STEPS[1], date(2027, 3, 1)) == [(date(2027, 3, 1), ELS)]
    plan_reminders(running.municipality, now=at(date(2027, 3, 15), 8))
    again.refresh_from_db()
    assert (again.due_on, again.told_at, again.dropped_at) == (date(2027, 3, 15), None, None)
