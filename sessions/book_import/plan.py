"""Hold the rows of a file against the address book: what each would do, or why it can do nothing.

It reads everything once and changes nothing, so that it can be made again when a colleague changed the book.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from ..address_book import MOST_ALIASES
from ..folding import fold
from ..merging import Merges
from ..models import Contact, ContactPerson, Organisation, OrganisationAlias
from .columns import ORGANISATION_COLUMNS, Column
from .outcome import Outcome, Status
from .person import PersonPlan
from .words import Remark

if TYPE_CHECKING:
    from municipalities.models import Municipality

Key = int | str
"""An organisation: its own key, or the folded name of one that is new."""


@dataclass
class KnownOrganisation:
    """What is known of an organisation: from the book, and from the rows before."""

    key: Key
    name: str
    values: dict[str, str] = field(default_factory=dict)
    told: dict[str, tuple[str, int]] = field(default_factory=dict)
    is_new: bool = False
    ended: bool = False
    aliases: int = 0


class Plan:
    """What a file would do to the address book of one municipality."""

    def __init__(self, rows: list[dict[str, Any]], *, municipality: "Municipality", today: date) -> None:
        self.municipality = municipality
        self._merges = Merges(municipality.pk)
        self._read_organisations()
        self._people = PersonPlan(
            people=list(ContactPerson.objects.filter(municipality=municipality)),
            contacts=list(Contact.objects.filter(municipality=municipality).select_related("organisation")),
            end_of=self._merges.end_of,
            today=today,
        )
        self.outcomes = [self._outcome_of(row) for row in rows]

    def _read_organisations(self) -> None:
        own = {"municipality": self.municipality}
        self.rows = Organisation.objects.filter(**own).select_related("kind").in_bulk()
        self._known: dict[Key, KnownOrganisation] = {}
        self._by_name: dict[str, Key] = {}
        self._by_kvk: dict[str, Key] = {}
        for pk, row in self.rows.items():
            self._by_name[fold(row.name)] = self._merges.end_of(pk)
            if row.merged_into_id is None:
                self._known[pk] = _from_book(row)
                if row.kvk_number:
                    self._by_kvk.setdefault(row.kvk_number, pk)
        for alias in OrganisationAlias.objects.filter(**own):
            key = self._merges.end_of(alias.organisation_id)
            self._by_name.setdefault(fold(alias.name), key)
            self._known[key].aliases += 1

    def _outcome_of(self, row: dict[str, Any]) -> Outcome:
        outcome = Outcome.of(row)
        if outcome.problems:
            return outcome
        values = outcome.values
        name = values[Column.ORGANISATION]
        known = self._organisation(name)
        outcome.organisation = known.key
        outcome.organisation_name = known.name
        self._check(outcome, known)
        if not outcome.problems:
            self._people.look(outcome, known.key)
        if outcome.problems:
            outcome.forget()
            return outcome
        self._keep(outcome, known)
        return outcome

    def _organisation(self, name: str) -> KnownOrganisation:
        key = self._by_name.get(fold(name))
        if key is not None:
            return self._known[key]
        return KnownOrganisation(key=fold(name), name=name, is_new=True)

    def _check(self, outcome: Outcome, known: KnownOrganisation) -> None:
        """Compare what a row says of its organisation with the book and with the rows before."""
        values = outcome.values
        if known.is_new and known.key not in self._known:
            outcome.creates = True
            outcome.changes.append(Remark("organisation", Column.ORGANISATION.value))
            if not values.get(Column.KIND):
                outcome.problems.append(Remark("kind missing", Column.KIND.value))
        if not known.is_new and fold(values[Column.ORGANISATION]) != fold(known.name):
            said = {"value": values[Column.ORGANISATION], "other": known.name}
            outcome.notes.append(Remark("other name", Column.ORGANISATION.value, said))
        if known.ended:
            outcome.notes.append(Remark("ended", Column.ORGANISATION.value))
        for column in ORGANISATION_COLUMNS:
            self._check_value(outcome, known, column)
        self._check_covenant(outcome, known)
        self._check_aliases(outcome, known)
        other = self._by_kvk.get(values.get(Column.KVK, ""), known.key)
        if other != known.key:
            said = {"other": self._known[other].name}
            outcome.notes.append(Remark("kvk twice", Column.KVK.value, said))

    def _check_value(self, outcome: Outcome, known: KnownOrganisation, column: Column) -> None:
        value = outcome.values.get(column, "")
        if not value:
            return
        told, row = known.told.get(column, (value, 0))
        if told != value:
            outcome.problems.append(Remark("says otherwise", column.value, {"row": row}))
        elif value != known.values.get(column, ""):
            before = known.values.get(column, "")
            outcome.set_organisation(column, before=before, after=value)

    def _check_covenant(self, outcome: Outcome, known: KnownOrganisation) -> None:
        signed = outcome.values.get(Column.SIGNED) or known.values.get(Column.SIGNED, "")
        until = outcome.values.get(Column.UNTIL) or known.values.get(Column.UNTIL, "")
        if not outcome.values.get(Column.UNTIL) and not outcome.values.get(Column.SIGNED):
            return
        if until and not signed:
            outcome.problems.append(Remark("until without signed", Column.SIGNED.value))
        elif until and until < signed:
            outcome.problems.append(Remark("until before signed", Column.UNTIL.value))

    def _check_aliases(self, outcome: Outcome, known: KnownOrganisation) -> None:
        for name in outcome.values.get(Column.ALIASES, []):
            if fold(name) == fold(known.name):
                continue
            key = self._by_name.get(fold(name))
            if key is None:
                outcome.new_aliases.append(name)
                outcome.changes.append(Remark("alias", Column.ALIASES.value, {"value": name}))
            elif key != known.key:
                said = {"value": name, "other": self._known[key].name}
                outcome.problems.append(Remark("alias taken", Column.ALIASES.value, said))
        outcome.new_aliases = list({fold(name): name for name in outcome.new_aliases}.values())
        if known.aliases + len(outcome.new_aliases) > MOST_ALIASES:
            outcome.problems.append(Remark("too many aliases", Column.ALIASES.value, {"limit": MOST_ALIASES}))

    def _keep(self, outcome: Outcome, known: KnownOrganisation) -> None:
        """Remember what a good row says, for the rows below it."""
        self._known[known.key] = known
        self._by_name.setdefault(fold(known.name), known.key)
        for column in ORGANISATION_COLUMNS:
            if value := outcome.values.get(column):
                known.values[column] = value
                known.told[column] = (value, outcome.number)
        for name in outcome.new_aliases:
            self._by_name[fold(name)] = known.key
        known.aliases += len(outcome.new_aliases)
        if kvk := outcome.values.get(Column.KVK):
            self._by_kvk.setdefault(kvk, known.key)
        self._people.keep(outcome)

    @property
    def fingerprint(self) -> str:
        """Return what stands for everything the page showed; another book or file gives another."""
        said = [one.summary() for one in self.outcomes]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each status."""
        return {status.value: len(self.with_status(status)) for status in Status}

    @property
    def good(self) -> list[Outcome]:
        """Return the rows that would change something."""
        return [one for one in self.outcomes if one.status in {Status.NEW, Status.CHANGES}]

    def with_status(self, status: Status) -> list[Outcome]:
        return [one for one in self.outcomes if one.status is status]


def _from_book(row: Organisation) -> KnownOrganisation:
    return KnownOrganisation(
        key=row.pk,
        name=row.name,
        ended=row.ended_on is not None,
        values={
            Column.KIND: row.kind.slug,
            Column.KVK: row.kvk_number,
            Column.SIGNED: row.covenant_signed_on.isoformat() if row.covenant_signed_on else "",
            Column.UNTIL: row.covenant_until.isoformat() if row.covenant_until else "",
        },
    )
