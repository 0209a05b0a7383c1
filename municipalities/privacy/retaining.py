"""Keep nothing longer than its term: what would go, and the nightly run that lets it go."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from audit.actors import SYSTEM, Actor
from audit.models import AuditEvent
from audit.record import record
from common.retention import Category, Rows, categories, category_named, months_before
from common.tenancy import tenant

from ..models import LegalHold, Municipality, RetentionTerm
from .holds import hold_on

RUN = "remove what is past its term"


class TermNotAllowed(Exception):
    """A term outside what the category allows."""


@dataclass(frozen=True)
class Outlook:
    """One category in one municipality: its term, what has passed it, and whether a hold keeps it."""

    category: Category
    months: int
    before: date
    rows: Rows
    hold: LegalHold | None = None

    @property
    def total(self) -> int:
        return sum(self.rows.values())

    @property
    def is_usual(self) -> bool:
        return self.months == self.category.default_months


@dataclass
class Outcome:
    """What one run did in one municipality."""

    gone: dict[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)

    def in_short(self) -> str:
        """Return the counts for the log: "participants 12, invitations 3; held: owners"."""
        said = ", ".join(f"{name} {number}" for name, number in self.gone.items()) or "nothing"
        return f"{said}; held: {', '.join(self.held)}" if self.held else said


def term_of(municipality: Municipality, category: Category) -> int:
    """Return for how many months this municipality keeps a category."""
    return terms_of(municipality).get(category.name, category.default_months)


def terms_of(municipality: Municipality) -> dict[str, int]:
    """Return the terms that a municipality chose itself, as far as they are allowed now."""
    chosen = RetentionTerm.objects.filter(municipality=municipality).values_list("category", "months")
    known = {category.name: category for category in categories()}
    return {name: months for name, months in chosen if name in known and known[name].allows(months)}


def set_term(*, municipality: Municipality, category: str, months: int, actor: Actor, now: datetime) -> None:
    """Keep a category for so many months from now on; raises `UnknownCategory` or `TermNotAllowed`."""
    known = category_named(category)
    if not known.allows(months):
        raise TermNotAllowed(months)
    with transaction.atomic():
        if term_of(municipality, known) == months:
            return
        row, _created = RetentionTerm.objects.update_or_create(
            municipality=municipality, category=category, defaults={"months": months}
        )
        record(
            municipality=municipality,
            actor=actor,
            action="set retention term",
            target=row,
            now=now,
            reason=f"{category} {months}",
        )


def outlook(municipality: Municipality, *, today: date) -> list[Outlook]:
    """Return what would go in a run of this day, per category; changes nothing."""
    chosen = terms_of(municipality)
    return [
        _look(municipality, category, chosen.get(category.name, category.default_months), today)
        for category in categories()
    ]


def _look(municipality: Municipality, category: Category, months: int, today: date) -> Outlook:
    before = months_before(today, months)
    return Outlook(
        category=category,
        months=months,
        before=before,
        rows=category.count(municipality, before),
        hold=hold_on(municipality, category.name),
    )


def retain(municipality: Municipality, *, today: date, now: datetime, actor: Actor = SYSTEM) -> Outcome:
    """Remove what is past its term, one transaction per category, and write one row in the log.

    What is kept by a legal hold stays. Running it again finds nothing more to do. Call it outside every
    municipality, so that on PostgreSQL too each category is a transaction of its own.
    """
    outcome = Outcome()
    for category in categories():
        with tenant(municipality), transaction.atomic():
            # Who places a hold waits for this category, or this category for the hold.
            Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
            if hold_on(municipality, category.name) is not None:
                outcome.held.append(category.name)
                continue
            before = months_before(today, term_of(municipality, category))
            gone = Counter(category.forget(municipality, before, now)).total()
            if gone:
                outcome.gone[category.name] = gone
    with tenant(municipality):
        record(
            municipality=municipality,
            actor=actor,
            action=RUN,
            target=municipality,
            now=now,
            reason=outcome.in_short(),
        )
    return outcome


def last_run(municipality: Municipality) -> AuditEvent | None:
    """Return the last row that a run wrote in the log."""
    return AuditEvent.objects.filter(municipality=municipality, action=RUN).order_by("pk").last()


def runs_due() -> Iterator[Municipality]:
    """Yield the municipalities whose terms run; one that is suspended is kept as it is."""
    yield from Municipality.objects.filter(suspended_at=None)
