"""Days on which the Netherlands does not work, and the one on which only no mail goes.

The days come from a library. What is ours to decide stands here, so that another version of it changes
nothing: 5 May is a day off in lustrum years only, and Good Friday, on which not everybody is free, is none.
"""

from datetime import date
from functools import cache

from holidays.countries import Netherlands

EVERY = 5
"""Years between two times that 5 May is a day off, as most collective agreements have it."""
MAY, FIFTH = 5, 5
GOOD_FRIDAY, LIBERATION_DAY = "Goede vrijdag", "Bevrijdingsdag"
LANGUAGES = {"nl": "nl", "en": "en_US"}


@cache
def days_off(year: int) -> frozenset[date]:
    """Return the days of a year on which nobody works, besides weekends; a deadline moves past them."""
    named = _named(year)
    fifth = date(year, MAY, FIFTH)
    off = {day for day, name in named.items() if name not in {GOOD_FRIDAY, LIBERATION_DAY}}
    return frozenset(off | {fifth} if year % EVERY == 0 else off)


@cache
def good_friday(year: int) -> date:
    """Return the Friday before Easter: not everybody works, so no mail goes; a deadline may lie on it."""
    return next(day for day, name in _named(year).items() if name == GOOD_FRIDAY)


def quiet_holidays(year: int, *, language: str) -> list[tuple[date, str]]:
    """Return each holiday of a year on which no mail goes, with its name in a language, by day."""
    names = Netherlands(years=year, language=LANGUAGES.get(language, "nl"))
    days = {*days_off(year), good_friday(year)}
    return [(day, names.get(day) or LIBERATION_DAY) for day in sorted(days)]


def _named(year: int) -> dict[date, str]:
    return dict(Netherlands(years=year, language="nl"))
