"""Quick choices for a deadline, and what counts as moving it."""

from datetime import date

import pytest

from agenda.points.deadlines import deadline_choices, is_postponement
from agenda.reminding.working_days import working_day


def days(today: date) -> list[date | None]:
    return [choice.day for choice in deadline_choices(today)]


def test_the_quick_choices() -> None:
    assert days(date(2026, 11, 23)) == [date(2027, 1, 4), date(2027, 6, 30), date(2026, 12, 31), None]


@pytest.mark.parametrize(
    ("today", "six_weeks"),
    [
        (date(2026, 11, 21), date(2027, 1, 4)),
        (date(2028, 1, 18), date(2028, 2, 29)),
        (date(2026, 2, 18), date(2026, 4, 1)),
        (date(2026, 11, 13), date(2026, 12, 28)),
        (date(2027, 2, 12), date(2027, 3, 26)),
    ],
)
def test_six_weeks_never_ends_on_a_day_off(today: date, six_weeks: date) -> None:
    assert days(today)[0] == six_weeks


def test_the_last_days_of_a_season_mean_the_next_one() -> None:
    assert days(date(2026, 6, 30))[1] == date(2027, 6, 30)
    assert days(date(2026, 6, 29))[1] == date(2026, 6, 30)
    assert days(date(2026, 12, 31))[2] == date(2027, 12, 31)


def test_a_weekend_shifts_to_monday() -> None:
    assert working_day(date(2026, 11, 21)) == working_day(date(2026, 11, 22)) == date(2026, 11, 23)
    assert working_day(date(2026, 11, 20)) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (None, date(2027, 1, 4), False),
        (date(2026, 11, 21), date(2026, 11, 23), False),
        (date(2026, 11, 22), date(2026, 11, 23), False),
        (date(2026, 11, 20), date(2026, 11, 23), True),
        (date(2026, 11, 21), date(2026, 11, 24), True),
        (date(2026, 11, 24), date(2026, 11, 23), False),
        (date(2026, 12, 25), date(2026, 12, 28), False),
        (date(2026, 12, 25), date(2026, 12, 29), True),
        (date(2027, 3, 26), date(2027, 3, 30), True),
    ],
)
def test_what_counts_as_postponed(before: date | None, after: date, counts: bool) -> None:
    assert is_postponement(before=before, after=after) is counts
