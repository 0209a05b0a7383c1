"""Which steps of reminding are due on which day: counted, without a table."""

from datetime import date, timedelta

import pytest

from agenda.enums import ActionStatus, ReminderStep
from agenda.reminding.steps import (
    LADDER,
    LEFT_IN_PEACE,
    Standing,
    due_steps,
)
from agenda.reminding.working_days import is_mail_day

SOON, UNANSWERED = ReminderStep.SOON, ReminderStep.UNANSWERED
LONG_AGO = date(2026, 1, 5)
A_DAY = timedelta(days=1)


def standing(deadline: date | None, **more: object) -> Standing:
    return Standing(**{"status": ActionStatus.ACCEPTED, "deadline": deadline, "agreed_on": LONG_AGO, **more})


def first_days(deadline: date, **more: object) -> dict[ReminderStep, date]:
    """Return on which day each step is due for the first time, when each is told at once."""
    told: dict[tuple[ReminderStep, date], date] = {}
    found: dict[ReminderStep, date] = {}
    for number in range(140):
        today = deadline - timedelta(days=30) + timedelta(days=number)
        for due in due_steps(standing(deadline, told=dict(told), **more), today=today):
            assert due.step not in found
            assert due.on == today
            found[due.step] = told[due.step, due.about] = today
    return found


@pytest.mark.parametrize(
    ("deadline", "soon", "passed"),
    [
        (date(2027, 3, 5), date(2027, 2, 19), date(2027, 3, 8)),
        # A Saturday that is the second day of Christmas: it means the Monday.
        (date(2026, 12, 26), date(2026, 12, 14), date(2026, 12, 29)),
        (date(2026, 12, 24), date(2026, 12, 10), date(2026, 12, 28)),
        (date(2028, 2, 29), date(2028, 2, 15), date(2028, 3, 1)),
        (date(2028, 3, 14), date(2028, 2, 29), date(2028, 3, 15)),
        # The day before Good Friday: the day after it is a working day, and none for mail.
        (date(2027, 3, 25), date(2027, 3, 11), date(2027, 3, 30)),
        (date(2027, 3, 26), date(2027, 3, 12), date(2027, 3, 30)),
        # Nights in which the clock goes on or back.
        (date(2027, 3, 28), date(2027, 3, 15), date(2027, 3, 31)),
        (date(2026, 10, 25), date(2026, 10, 12), date(2026, 10, 27)),
        # King's Day 2025 was kept on the Saturday; 5 May was a day off in 2025, and is none in 2026.
        (date(2025, 4, 27), date(2025, 4, 14), date(2025, 4, 29)),
        (date(2025, 5, 2), date(2025, 4, 22), date(2025, 5, 6)),
        (date(2026, 5, 4), date(2026, 4, 20), date(2026, 5, 5)),
        (date(2026, 12, 31), date(2026, 12, 17), date(2027, 1, 4)),
    ],
)
def test_once_before_and_once_after(deadline: date, soon: date, passed: date) -> None:
    found = first_days(deadline, agreed_on=date(2025, 1, 1))
    assert (found[SOON], found[ReminderStep.PASSED]) == (soon, passed)


def test_then_two_weeks_apart_and_then_the_coordinators() -> None:
    found = first_days(date(2027, 1, 29))
    days = [found[step] for step in LADDER]
    assert days == [date(2027, 2, 1), date(2027, 2, 15), date(2027, 3, 1), date(2027, 3, 15)]


@pytest.mark.parametrize("number", range(366))
def test_every_step_of_every_deadline_in_a_year_is_due_on_a_day_of_mail(number: int) -> None:
    found = first_days(date(2028, 1, 1) + timedelta(days=number))
    assert set(found) == {SOON, *LADDER}
    assert all(map(is_mail_day, found.values()))


def test_who_agreed_on_a_near_deadline_needs_no_word_that_it_is_near() -> None:
    deadline = date(2027, 3, 5)
    for agreed_on, is_told in [(date(2027, 2, 18), True), (date(2027, 2, 19), False), (deadline, False)]:
        due = due_steps(standing(deadline, agreed_on=agreed_on), today=date(2027, 3, 1))
        assert [one.step for one in due] == [SOON] * is_told


def test_a_deadline_that_passed_is_no_longer_near() -> None:
    deadline = date(2027, 3, 6)
    on_monday = due_steps(standing(deadline), today=date(2027, 3, 8))
    on_tuesday = due_steps(standing(deadline), today=date(2027, 3, 9))
    assert [one.step for one in on_monday] == [SOON], "a Saturday means the Monday"
    assert [one.step for one in on_tuesday] == [ReminderStep.PASSED]


def test_after_a_long_silence_steps_come_one_by_one() -> None:
    """A recess of ten weeks, or a list of before taken over: nobody goes straight to the coordinators."""
    due = due_steps(standing(date(2026, 1, 5)), today=date(2026, 11, 23))
    assert [one.step for one in due] == [ReminderStep.PASSED]


@pytest.mark.parametrize("status", sorted(LEFT_IN_PEACE))
def test_what_ended_or_waits_is_left_in_peace(status: ActionStatus) -> None:
    resting = standing(date(2026, 1, 5), status=status, asked_on=date(2026, 1, 5))
    assert due_steps(resting, today=date(2026, 11, 23)) == []


def test_silence_of_a_week_is_told_once() -> None:
    asked = date(2026, 11, 20)
    silent = standing(None, status=ActionStatus.PROPOSED, asked_on=asked)
    assert due_steps(silent, today=date(2026, 11, 26)) == []
    (due,) = due_steps(silent, today=date(2026, 11, 27))
    assert (due.step, due.about) == (UNANSWERED, asked)
    told = standing(
        None, status=ActionStatus.PROPOSED, asked_on=asked, told={(UNANSWERED, asked): date(2026, 11, 27)}
    )
    assert due_steps(told, today=date(2027, 11, 27)) == []
    assert due_steps(standing(None, asked_on=asked), today=date(2026, 11, 27)) == [], "they said yes"


def test_a_question_that_came_back_is_told_at_once() -> None:
    asked = date(2026, 11, 20)
    silent = standing(None, status=ActionStatus.PROPOSED, asked_on=asked, is_unreachable=True)
    assert [one.step for one in due_steps(silent, today=asked)] == [UNANSWERED]


def test_another_deadline_begins_anew() -> None:
    first, second = date(2027, 1, 29), date(2027, 6, 30)
    told = {(step, first): date(2027, 2, 1) for step in [SOON, *LADDER]}
    moved = standing(second, agreed_on=date(2027, 3, 20), told=told)
    assert due_steps(moved, today=date(2027, 6, 1)) == []
    assert [one.step for one in due_steps(moved, today=date(2027, 6, 16))] == [SOON]


def test_what_an_earlier_owner_heard_hurries_nothing_when_it_is_theirs_again() -> None:
    """The last word was weeks ago, and the first one of now is of today: each step counts from the latest."""
    deadline, today = date(2027, 1, 29), date(2027, 5, 3)
    passed, again, last, _coordinator = LADDER
    told = {
        (passed, deadline): today,
        (again, deadline): date(2027, 2, 15),
        (last, deadline): date(2027, 3, 1),
    }
    back = standing(deadline, told=told, taken_over_on=date(2027, 4, 19))
    assert due_steps(back, today=date(2027, 5, 14)) == []
    assert [one.on for one in due_steps(back, today=date(2027, 6, 1))] == [date(2027, 5, 18)], "Whit Monday"
