"""Days on which people work and days on which they may be mailed, at every edge of the calendar."""

from datetime import date

import pytest

from agenda.reminding import working_days
from agenda.reminding.holidays import days_off, good_friday, quiet_holidays
from agenda.reminding.working_days import (
    is_mail_day,
    is_working_day,
    mail_day,
    next_working_day,
    working_day,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "Nieuwjaarsdag"),
        (date(2027, 3, 29), "Tweede paasdag, a day after the clock went on"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "Tweede pinksterdag"),
        (date(2026, 12, 25), "Eerste kerstdag"),
        (date(2026, 12, 26), "Tweede kerstdag, a Saturday"),
        (date(2025, 5, 5), "Bevrijdingsdag in a lustrum year"),
    ],
)
def test_nobody_works_on_a_holiday(day: date, name: str) -> None:
    assert day in days_off(day.year), name
    assert not is_working_day(day) and not is_mail_day(day)


@pytest.mark.parametrize(
    ("year", "kings_day"), [(2025, 26), (2026, 27), (2027, 27), (2031, 26), (2036, 26), (2037, 27)]
)
def test_kings_day_on_a_sunday_is_kept_on_the_saturday(year: int, kings_day: int) -> None:
    assert date(year, 4, kings_day) in days_off(year)
    assert len([day for day in days_off(year) if day.month == 4 and day.day in (26, 27)]) == 1


@pytest.mark.parametrize("year", range(2024, 2041))
def test_the_fifth_of_may_is_a_day_off_each_lustrum_only(year: int) -> None:
    is_off = date(year, 5, 5) in days_off(year)
    is_ascension = any(day == date(year, 5, 5) and "Hemelvaart" in name for day, name in named(year))
    assert is_off is (year % 5 == 0 or is_ascension)


def named(year: int) -> list[tuple[date, str]]:
    return quiet_holidays(year, language="nl")


@pytest.mark.parametrize(
    ("year", "friday"),
    [
        (2024, date(2024, 3, 29)),
        (2026, date(2026, 4, 3)),
        (2027, date(2027, 3, 26)),
        (2035, date(2035, 3, 23)),
    ],
)
def test_a_deadline_may_lie_on_good_friday_and_no_mail_goes(year: int, friday: date) -> None:
    assert good_friday(year) == friday
    assert is_working_day(friday) and working_day(friday) == friday
    assert not is_mail_day(friday)
    assert mail_day(friday) == date.fromordinal(friday.toordinal() + 4), "after Easter Monday"


def test_a_day_off_moves_to_the_next_working_day() -> None:
    assert working_day(date(2026, 12, 25)) == date(2026, 12, 28)
    assert working_day(date(2027, 12, 25)) == date(2027, 12, 27)
    assert next_working_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert working_day(date(2028, 2, 29)) == date(2028, 2, 29)
    assert next_working_day(date(2028, 2, 28)) == date(2028, 2, 29)
    assert next_working_day(date(2028, 2, 29)) == date(2028, 3, 1)


def test_the_names_of_holidays_in_both_languages() -> None:
    dutch, english = dict(named(2025)), dict(quiet_holidays(2025, language="en"))
    assert dutch[date(2025, 5, 5)] == "Bevrijdingsdag" and english[date(2025, 5, 5)] == "Liberation Day"
    assert dutch[date(2025, 4, 18)] == "Goede vrijdag" and english[date(2025, 4, 18)] == "Good Friday"
    assert list(dutch) == sorted(dutch) == sorted(english)


def test_without_the_list_of_holidays_christmas_would_be_a_working_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(working_days, "days_off", lambda year: frozenset())
    assert is_working_day(date(2026, 12, 25))
