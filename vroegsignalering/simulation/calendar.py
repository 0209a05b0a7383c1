"""What the simulation itself knows of days, written out by hand: it must not believe what it tests."""

from datetime import date, timedelta

FIRST = date(2026, 9, 1)
"""With 24 months from here on, the clock changes four times and there is a 29 February."""
A_DAY = timedelta(days=1)
IN_YEAR = {
    2026: ["12-25", "12-26"],
    2027: ["01-01", "03-28", "03-29", "04-27", "05-06", "05-16", "05-17", "12-25", "12-26"],
    2028: ["01-01", "04-16", "04-17", "04-27", "05-25", "06-04", "06-05", "12-25", "12-26"],
}
HOLIDAYS = frozenset(date.fromisoformat(f"{year}-{day}") for year, days in IN_YEAR.items() for day in days)
GOOD_FRIDAYS = frozenset({date(2027, 3, 26), date(2028, 4, 14)})


def works(day: date) -> bool:
    """Return whether people work on a day."""
    return day.isoweekday() < 6 and day not in HOLIDAYS


def mails(day: date) -> bool:
    """Return whether people may be mailed on a day."""
    return works(day) and day not in GOOD_FRIDAYS


def from_on(day: date, *, mail: bool = False) -> date:
    """Return the first day, from this one on, on which people work, or may be mailed."""
    return next(one for one in (day + n * A_DAY for n in range(30)) if (mails(one) if mail else works(one)))
