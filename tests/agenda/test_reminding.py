"""Owners are reminded, each step once, in one mail a week, and what helps nobody is left out."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint, Reminder
from agenda.owners.reply_link import Purpose, reply_token
from agenda.points.assigning import assign_owner
from agenda.points.progress import change_deadline, change_status, report_progress
from agenda.points.proposing import propose_action
from agenda.reminding import working_days
from agenda.reminding.ledger import read_ledger, write_ledger
from agenda.reminding.promising import REMIND_OWNER, plan_reminders
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.reminding import (
    BY,
    DEADLINE,
    JAN,
    agreed,
    at,
    close,
    coordinator,
    deliver,
    each_day,
    held,
    ledger,
    live_through,
    tick,
)
from tests.builders import TODAY

SOON, PASSED = date(2027, 1, 15), date(2027, 2, 1)
LAST_DAY = date(2027, 3, 31)
QUERIES = 24
"""With one mail to promise: what is read, what is written, and the savepoints around it."""


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    return held(session)


@pytest.fixture
def point(running: GroupSession) -> ActionPoint:
    """A point that Jan said yes to, of a session that is over."""
    point = agreed(running)
    close(running)
    return point


def change(point: ActionPoint, verb, *arguments: object, **more: object) -> None:  # type: ignore[no-untyped-def]
    point.refresh_from_db()
    verb(point, *arguments, expected_revision=point.revision, **{**BY, **more})


def test_an_owner_hears_before_and_after_then_twice_more_and_then_the_coordinator(
    point: ActionPoint, running: GroupSession
) -> None:
    sanne = coordinator(running)
    letters = live_through(running, date(2027, 1, 12), LAST_DAY)
    asked = "Hoe gaat het met uw actiepunt?"
    told = [(day, to) for day, to, subject in letters if subject == asked]
    assert told == [
        (SOON, JAN),
        (PASSED, JAN),
        (date(2027, 2, 15), JAN),
        (date(2027, 3, 1), JAN),
    ]
    rest = [(day, to) for day, to, subject in letters if "wacht op u" in subject]
    assert rest == [(date(2027, 3, 15), sanne.email)]
    # And the agenda on which nothing moves since November says so, once each quarter.
    assert len(letters) - len(told) - len(rest) == 1


def test_run_again_and_with_the_clock_back_nothing_comes_twice(
    point: ActionPoint, running: GroupSession
) -> None:
    letters = []
    for now in each_day(date(2027, 1, 12), date(2027, 2, 3)):
        for moment in (now, now, now - timedelta(hours=1), now + timedelta(minutes=10), now):
            letters += tick(running, moment)
    assert len([one for one in letters if one.to == [JAN]]) == 2
    assert len(ledger()) == len(set(ledger())) == 2


def test_two_schedulers_at_once_write_each_row_once(point: ActionPoint, municipality: Municipality) -> None:
    now = at(SOON)
    first = read_ledger(municipality, today=SOON, now=now)
    second = read_ledger(municipality, today=SOON, now=now)
    assert len(first.new) == len(second.new) == 1
    write_ledger(first, now=now)
    write_ledger(second, now=now)
    assert Reminder.objects.count() == 1


def test_a_missed_night_is_caught_up_at_the_first_run(point: ActionPoint, running: GroupSession) -> None:
    tick(running, at(date(2027, 1, 14), 23, 50))
    letters = tick(running, at(date(2027, 1, 18), 9, 0))  # a weekend and a day without power
    assert [one.to for one in letters] == [[JAN]]
    assert ledger() == [("soon", SOON)]


def test_after_an_outage_over_the_deadline_only_what_still_helps_is_told(
    point: ActionPoint, running: GroupSession
) -> None:
    tick(running, at(date(2027, 1, 14)))
    tick(running, at(date(2027, 2, 3), 9, 1))
    assert ledger() == [("passed", PASSED)]


@pytest.mark.parametrize(
    ("day", "hour", "goes"),
    [
        (SOON, 8, False),
        (SOON, 9, True),
        (SOON, 16, True),
        (SOON, 17, False),
        (date(2027, 1, 16), 10, False),
        (date(2027, 1, 17), 10, False),
        (date(2027, 1, 18), 9, True),
    ],
)
def test_mail_goes_on_working_days_between_nine_and_five(
    point: ActionPoint, running: GroupSession, day: date, hour: int, goes: bool
) -> None:
    assert bool(tick(running, at(day, hour))) is goes
    assert ledger() == [("soon", SOON)], "the row is there whether mail may go or not"


def christmas(running: GroupSession) -> list[date]:
    """Return when somebody is mailed about what would be told on the first day of Christmas."""
    agreed(running, deadline=date(2027, 1, 8))
    close(running)
    return [day for day, _to, _subject in live_through(running, date(2026, 12, 20), date(2027, 1, 5))]


def test_no_mail_at_christmas(running: GroupSession) -> None:
    assert christmas(running) == [date(2026, 12, 28)]


def test_without_the_list_of_holidays_there_is_mail_at_christmas(
    running: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_days, "days_off", lambda year: frozenset())
    assert christmas(running) == [date(2026, 12, 25)]


def test_one_mail_a_week_holds_everything(running: GroupSession) -> None:
    for number, days in enumerate([0, 3, 4, 7]):
        agreed(running, f"Punt {number}", deadline=DEADLINE + timedelta(days=days), email=JAN.upper())
    agreed(running, "Van een ander", email="els@school.example")
    close(running)
    letters = live_through(running, date(2027, 1, 10), date(2027, 1, 31))
    assert sorted((day, to) for day, to, _subject in letters) == [
        (SOON, "els@school.example"),
        (SOON, JAN),
        (date(2027, 1, 22), JAN),
    ]
    assert letters[-1][2] == "Hoe gaat het met uw 3 actiepunten?"


def test_each_line_has_a_link_of_its_own_for_one_purpose(point: ActionPoint, running: GroupSession) -> None:
    (letter,) = tick(running, at(SOON))
    point.refresh_from_db()
    assert reply_token(point, sent_on=SOON, purpose=Purpose.PROGRESS) in letter.body
    assert reply_token(point, sent_on=SOON, purpose=Purpose.ANSWER) not in letter.body
    assert "15 januari" not in letter.body and "29 januari 2027" in letter.body
    promised = Promise.objects.filter(kind=REMIND_OWNER)
    assert "example" not in str(list(promised.values_list("key", "payload")))


def test_who_gave_no_answer_is_asked_for_it_and_the_coordinator_hears(running: GroupSession) -> None:
    sanne = coordinator(running)
    propose_action(
        running,
        what="Samen bellen",
        today=TODAY,
        owner_organisation=running.parties.first().organisation,
        owner_name="Jan",
        owner_email=JAN,
        deadline=DEADLINE,
        **BY,
    )
    close(running)
    point = ActionPoint.objects.get()
    ActionPoint.objects.update(asked_at=BY["now"])
    letters = live_through(running, TODAY, date(2026, 12, 31))
    assert [(day, to) for day, to, _subject in letters] == [(date(2026, 11, 30), sanne.email)]
    (letter,) = tick(running, at(SOON))
    assert reply_token(point, sent_on=SOON, purpose=Purpose.ANSWER) in letter.body


def test_what_is_finished_or_waits_is_left_in_peace(point: ActionPoint, running: GroupSession) -> None:
    plan_reminders(running.municipality, now=at(SOON, 1))
    change(point, change_status, ActionStatus.AWAITING_DECISION)
    assert live_through(running, SOON, date(2027, 2, 20)) == []
    assert ledger() == [] and Reminder.objects.count() == 1
    change(point, change_status, ActionStatus.IN_PROGRESS)
    letters = live_through(running, date(2027, 2, 21), date(2027, 2, 28))
    assert [(day, to) for day, to, _subject in letters if to == JAN] == [(date(2027, 2, 22), JAN)]
    change(point, change_status, ActionStatus.DONE)
    assert [one for one in live_through(running, date(2027, 3, 1), LAST_DAY) if one[1] == JAN] == []


def test_another_deadline_begins_anew(point: ActionPoint, running: GroupSession) -> None:
    tick(running, at(SOON))
    change(
        point,
        change_deadline,
        deadline=date(2027, 3, 31),
        reason="Eerst de begroting",
        today=SOON,
        now=at(date(2027, 1, 20)),
    )
    letters = live_through(running, date(2027, 1, 20), date(2027, 4, 2))
    assert [day for day, to, _subject in letters if to == JAN] == [date(2027, 3, 17), date(2027, 4, 1)]


def test_an_update_does_not_stop_what_is_due(point: ActionPoint, running: GroupSession) -> None:
    change(point, report_progress, owners_word=OwnersWord.ON_TRACK, text="Loopt")
    assert len(tick(running, at(SOON))) == 1


def test_what_was_promised_at_nine_is_not_sent_when_it_was_finished_at_five_past(
    point: ActionPoint, running: GroupSession
) -> None:
    plan_reminders(running.municipality, now=at(SOON, 9))
    change(point, change_status, ActionStatus.DONE)
    assert deliver(at(SOON, 9, 5)) == []


def test_a_promise_to_an_earlier_owner_goes_to_the_present_one(
    point: ActionPoint, running: GroupSession
) -> None:
    plan_reminders(running.municipality, now=at(SOON, 9))
    change(
        point,
        assign_owner,
        owner_organisation=point.owner_organisation,
        owner_name="Els",
        owner_email="els@corporatie.example",
    )
    assert [one.to for one in deliver(at(SOON, 9, 5)) if "Hoe gaat" in one.subject] == []
    assert [one.to for one in tick(running, at(SOON, 9, 10))] == [["els@corporatie.example"]]


def test_a_worker_that_was_away_sends_on_the_next_day_of_mail(
    point: ActionPoint, running: GroupSession
) -> None:
    plan_reminders(running.municipality, now=at(SOON, 16, 55))
    assert deliver(at(SOON, 17, 5)) == []
    promised = Promise.objects.get(kind=REMIND_OWNER)
    assert (promised.attempts, promised.due_at) == (0, at(date(2027, 1, 18), 9))
    assert deliver(at(date(2027, 1, 17), 12)) == []
    assert [one.to for one in deliver(at(date(2027, 1, 18), 9))] == [[JAN]]


@pytest.mark.parametrize("number", [1, 3])
def test_three_points_ask_no_more_queries_than_one(
    running: GroupSession, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for one in range(number):
        agreed(running, f"Punt {one}")
    close(running)
    with django_assert_num_queries(QUERIES):
        plan_reminders(running.municipality, now=at(SOON))
