"""What the page about privacy tells: what is stored, grouped by whose it is, with the terms of the reader."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.retention import Category, UnknownCategory, category_named
from common.stored import Stored, Term, Whose, all_stored

from ..enums import Role
from ..models import Membership, Municipality


@dataclass(frozen=True)
class Told:
    """One table in words; `counted` says from when its term counts."""

    name: str
    why: str
    ground: str
    term: str
    counted: str
    columns: list[str]


@dataclass(frozen=True)
class Group:
    """What is stored of the same people."""

    whose: "str | LazyText"
    tables: list[Told]


SHOWN = [whose for whose in Whose if whose is not Whose.NOBODY]
"""In the order of the page; of nobody is the list of statements, which is public."""


def groups(terms: Mapping[str, int]) -> Iterator[Group]:
    """Yield what is stored, by whose it is; `terms` are those of a municipality, by category."""
    for whose in SHOWN:
        theirs = sorted((one for one in all_stored() if one.whose is whose), key=_place)
        tables = [_told(one, terms) for one in theirs]
        if tables:
            yield Group(whose.value, tables)


def _place(one: Stored) -> tuple[bool, bool]:
    """Put last what is not used, and before that what is not stored for the people themselves: the log."""
    return one.term is Term.NOT_USED, one.term == "log"


def _told(one: Stored, terms: Mapping[str, int]) -> Told:
    category = _category_of(one)
    return Told(
        name=one.name,
        why=str(one.why),
        ground=str(one.ground.value),
        term=months_in_words(terms.get(category.name, category.default_months))
        if category
        else str(one.term.value if isinstance(one.term, Term) else _("until its use is over")),
        counted=str(category.about) if category else "",
        columns=one.columns,
    )


def _category_of(one: Stored) -> Category | None:
    if isinstance(one.term, Term):
        return None
    try:
        return category_named(one.term)
    except UnknownCategory:
        return None


def months_in_words(months: int) -> str:
    """Return a term as people say it: whole years as years."""
    if months == 0:
        return _("until the next night")
    if months % 12 == 0:
        years = months // 12
        return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


def officers(municipality: Municipality, *, today: date) -> list[str]:
    """Return the addresses of the data protection officers here, which the law makes public."""
    held = Membership.objects.current(today=today).filter(
        municipality=municipality, role=Role.PROTECTION_OFFICER, user__is_active=True
    )
    return sorted(set(held.values_list("user__email", flat=True)))
