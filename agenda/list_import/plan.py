"""Hold the rows of a list against the agenda and the address book: what each would do, or why nothing.

It reads everything once and changes nothing, so that it can be made again when somebody changed the agenda.
"""

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from sessions.book_import.outcome import Status
from sessions.folding import fold
from sessions.models import NAME_LENGTH

from ..enums import ActionStatus
from ..models import ENDED, ActionPoint
from ..points.deadlines import FARTHEST
from ..points.progress import NEEDS_REASON
from .columns import Column
from .organisations import (
    Choices,
    KnownOrganisations,
    Meant,
    Unknown,
    own_choices,
    parts_of,
    person_before,
)
from .outcome import Outcome
from .statuses import parted

if TYPE_CHECKING:
    from municipalities.models import Municipality

SHOWN = (Status.NEW, Status.UNCHANGED, Status.BAD)
NEEDS_OWNER = frozenset(
    {
        ActionStatus.ACCEPTED,
        ActionStatus.IN_PROGRESS,
        ActionStatus.AWAITING_DECISION,
        ActionStatus.HANDED_BACK,
    }
)


class Plan:
    """What a list would do to the agenda of one municipality."""

    def __init__(self, rows: list[dict[str, Any]], *, municipality: "Municipality", today: date) -> None:
        self.municipality, self._today = municipality, today
        self.book = KnownOrganisations(municipality)
        self.unknown: dict[str, Unknown] = {}
        self._agenda = self._words_on_the_agenda()
        self._rows: dict[tuple[str, int | str], int] = {}
        self.outcomes = [self._outcome_of(row) for row in rows]

    def _words_on_the_agenda(self) -> dict[str, int]:
        points = ActionPoint.objects.filter(municipality=self.municipality).counting()
        return {fold(what): pk for pk, what in points.values_list("pk", "what")}

    def _outcome_of(self, row: dict[str, Any]) -> Outcome:
        outcome, choices = Outcome.of(row), own_choices(row)
        self._look_at_owner(outcome, choices)
        self._look_at_helpers(outcome, choices)
        self._look_at_status(outcome)
        self._look_at_deadline(outcome)
        self._look_for_twins(outcome)
        return outcome

    def _look_at_owner(self, outcome: Outcome, choices: Choices) -> None:
        said = outcome.values.get(Column.OWNER, "")
        if not said:
            return
        outcome.owner = self.book.named(said)
        if outcome.owner is None:
            person, name = person_before(said)
            if person and (found := self.book.named(name)):
                outcome.owner = found
                outcome.owner_name = outcome.owner_name or person[:NAME_LENGTH]
                outcome.note("person", Column.OWNER, value=person)
        if outcome.owner is None and len([one for one in parts_of(said) if self.book.named(one)]) > 1:
            outcome.wrong("several owners", Column.OWNER)
            return
        outcome.owner = outcome.owner or self._chosen(said, outcome, choices, Column.OWNER)
        if outcome.owner is not None and outcome.owner.ended:
            outcome.note("ended", Column.OWNER)

    def _look_at_helpers(self, outcome: Outcome, choices: Choices) -> None:
        for said in outcome.values.get(Column.HELPERS, []):
            found = self.book.named(said) or self._chosen(said, outcome, choices, Column.HELPERS)
            if found is not None and found not in outcome.helpers and found != outcome.owner:
                outcome.helpers.append(found)

    def _chosen(self, said: str, outcome: Outcome, choices: Choices, column: Column) -> Meant | None:
        """Return what was chosen for a name that the book does not know; without a choice the row waits."""
        if len(said) > NAME_LENGTH:
            outcome.wrong("too long", column, limit=NAME_LENGTH)
            return None
        found = self.book.chosen(said, choices)
        if found is None:
            outcome.wrong("organisation unknown", column, value=said)
            self.unknown.setdefault(fold(said), Unknown(said)).rows += 1
        elif found.is_new:
            outcome.note("new organisation", column, value=said)
        return found

    @staticmethod
    def _look_at_status(outcome: Outcome) -> None:
        status, _word = parted(outcome.values.get(Column.STATUS, ""))
        if status in NEEDS_OWNER and outcome.lacks(Column.OWNER):
            outcome.wrong("owner missing", Column.OWNER)
        if status in NEEDS_REASON and outcome.lacks(Column.NEWS):
            outcome.wrong("reason missing", Column.NEWS)

    def _look_at_deadline(self, outcome: Outcome) -> None:
        said = outcome.values.get(Column.DEADLINE)
        if not said:
            return
        day = date.fromisoformat(said)
        status, _word = parted(outcome.values.get(Column.STATUS, ""))
        if day > self._today + FARTHEST:
            outcome.wrong("too far", Column.DEADLINE, value=f"{day:%d-%m-%Y}")
        elif day < self._today and status not in ENDED:
            outcome.note("deadline passed", Column.DEADLINE)

    def _look_for_twins(self, outcome: Outcome) -> None:
        """Find the same words on the agenda, or for the same owner in a row above."""
        if outcome.problems:
            return
        outcome.twin = self._agenda.get(fold(outcome.what), 0)
        if outcome.twin:
            outcome.note("on the agenda", Column.WHAT)
            return
        same = (fold(outcome.what), outcome.owner.key if outcome.owner else 0)
        row = self._rows.setdefault(same, outcome.number)
        if row != outcome.number:
            outcome.wrong("same row", Column.WHAT, row=row)

    @property
    def fingerprint(self) -> str:
        """Return what stands for everything the page showed; another agenda, book or choice gives another."""
        said = [one.summary() for one in self.outcomes]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def good(self) -> list[Outcome]:
        """Return the rows that would be added."""
        return self.with_status(Status.NEW)

    def with_status(self, status: Status) -> list[Outcome]:
        return [one for one in self.outcomes if one.status is status]
