"""Read a day as people and spreadsheets write it."""

import re
from datetime import date

from .cells import Wrong

MONTHS = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
AROUND = re.compile(
    r"^(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo)[.,]? +"
    r"|(?: |t)0?0:00(?::00)?$"
)


def day_of(text: str) -> date:
    """Return the day that is written in one of three ways: 2027-12-31, 31-12-2027 or 31 december 2027.

    A day of the week before it and midnight behind it are what programs add. A year of two digits may be a
    day, so it is asked.
    """
    words = AROUND.sub("", text.casefold().replace("\N{NON-BREAKING HYPHEN}", "-"))
    try:
        if found := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", words):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := re.fullmatch(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})", words):
            month = next(n for n, name in enumerate(MONTHS, start=1) if _is_month(found[2], name))
            return date(int(found[3]), month, int(found[1]))
    except (ValueError, StopIteration):
        pass
    raise Wrong("date", value=text[:30])


def _is_month(said: str, name: str) -> bool:
    return name.startswith(said) or (said, name) == ("mrt", "maart")
