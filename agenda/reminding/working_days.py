"""Days on which people work, and days on which a mail may reach them."""

from datetime import date, timedelta

from .holidays import days_off, good_friday

A_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Return whether a deadline may lie on this day: no weekend, and no holiday."""
    return day.weekday() < SATURDAY and day not in days_off(day.year)


def working_day(day: date) -> date:
    """Return this day, or the first working day after it."""
    while not is_working_day(day):
        day += A_DAY
    return day


def next_working_day(day: date) -> date:
    """Return the first working day after this day."""
    return working_day(day + A_DAY)


def is_mail_day(day: date) -> bool:
    """Return whether people may be mailed on this day: a working day, and not Good Friday."""
    return is_working_day(day) and day != good_friday(day.year)


def mail_day(day: date) -> date:
    """Return this day, or the first day after it on which people may be mailed."""
    while not is_mail_day(day):
        day += A_DAY
    return day
