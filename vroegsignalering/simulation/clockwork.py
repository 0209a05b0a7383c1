"""The clock of the simulation: when schedulers run, and when they don't."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

MINUTES = timedelta(minutes=1)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
MIDNIGHTS = {"Europe/Amsterdam": (22, 23), "America/Kralendijk": (4,)}
"""Hours in UTC at which a day begins there, in winter and in summer."""
MORNINGS = {"Europe/Amsterdam": (7, 8), "America/Kralendijk": (13,)}
"""Hours in UTC at which mail may begin to go out there."""
PEOPLE_ACT_AT = 18
LONGEST_OUTAGE = 72


def outages(dice: Random, *, first: datetime, days: int) -> list[tuple[datetime, datetime]]:
    """Return when no scheduler runs: about one time in four weeks, for 1 to 72 hours."""
    found: list[tuple[datetime, datetime]] = []
    begin = first
    while True:
        begin += timedelta(hours=dice.randrange(24 * 14, 24 * 42), minutes=dice.randrange(60))
        if begin >= first + timedelta(days=days - 5):
            return found
        end = begin + timedelta(minutes=dice.randrange(60, LONGEST_OUTAGE * 60))
        found.append((begin, end))
        begin = end


def moments(day: datetime, time_zone: str) -> Iterator[datetime]:
    """Yield when something can change on a day, each followed ten minutes later as a scheduler does."""
    for hour in sorted({*MIDNIGHTS[time_zone], *MORNINGS[time_zone], PEOPLE_ACT_AT}):
        yield day.replace(hour=hour)
        yield day.replace(hour=hour) + 10 * MINUTES


def nights_that_go_back() -> list[datetime]:
    """Return the moments at which a clock on the wall goes back an hour."""
    return [datetime(2026, 10, 25, 1, 0, tzinfo=UTC), datetime(2027, 10, 31, 1, 0, tzinfo=UTC)]


def clock_changes(begin: date, days: int) -> list[date]:
    """Return the days on which the clock in Amsterdam goes an hour on or back."""
    amsterdam = ZoneInfo("Europe/Amsterdam")

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(12), tzinfo=amsterdam).utcoffset()

    all_days = [begin + number * A_DAY for number in range(days)]
    return [day for day in all_days if offset(day) != offset(day - A_DAY)]
