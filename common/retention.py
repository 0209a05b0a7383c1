"""How long things are kept: each app registers what it keeps by category, and the nightly run asks them all.

A category counts and forgets what a municipality has from before a day. It forgets names and addresses, or
what has no use any more; never what was agreed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.timezone import make_aware

if TYPE_CHECKING:
    from municipalities.models import Municipality

Rows = dict[str, int]
"""How many rows of each table, by the name of its model, such as `{"group_sessions.representative": 12}`."""
Count = Callable[["Municipality", date], Rows]
Forget = Callable[["Municipality", date, datetime], Rows]


@dataclass(frozen=True, kw_only=True)
class Category:
    """One kind of data that ends together; terms are in months, and 0 is at the next run.

    `forget(municipality, before, now)` takes what `count(municipality, before)` told, inside the
    municipality, and may be run again: what is gone already is not counted.
    """

    name: str
    label: Any
    about: Any
    """In a sentence: what goes, and counted from when."""
    default_months: int
    least: int
    most: int
    count: Count
    forget: Forget
    fixed: Any = ""
    """How long it is kept, in words, where that is no number of months and nobody may choose it."""

    def allows(self, months: int) -> bool:
        return self.least <= months <= self.most


class UnknownCategory(Exception):
    """No app keeps anything under this name."""


_categories: dict[str, Category] = {}


def register(category: Category) -> Category:
    """Add a category; raises `ValueError` for a name that is taken, or a usual term that is not allowed."""
    if _categories.setdefault(category.name, category) is not category:
        raise ValueError(f"Two categories named {category.name!r}.")
    if not category.allows(category.default_months):
        raise ValueError(f"The usual term of {category.name!r} is not within its own limits.")
    return category


def categories() -> Iterator[Category]:
    """Yield every category, by name."""
    for name in sorted(_categories):
        yield _categories[name]


def category_named(name: str) -> Category:
    """Return a category; raises `UnknownCategory`."""
    try:
        return _categories[name]
    except KeyError as error:
        raise UnknownCategory(name) from error


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("Every month has 28 days.")


def start_of(day: date) -> datetime:
    """Return the first moment of a day here, to compare with when something happened."""
    return make_aware(datetime.combine(day, time.min))


def told(**rows: int) -> Rows:
    """Return the tables with rows; `group_sessions__party=2` is `{"group_sessions.party": 2}`."""
    return {table.replace("__", "."): number for table, number in rows.items() if number}
