"""What one row of a file would do."""

import enum
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from .columns import PERSON_COLUMNS, Column
from .words import Remark


class Status(enum.Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGES = "changes"
    UNCHANGED = "unchanged"
    BAD = "bad"

    @property
    def label(self) -> "LazyText | str":
        return LABELS[self][0]

    @property
    def badge(self) -> str:
        return LABELS[self][1]

    @property
    def icon(self) -> str:
        return LABELS[self][2]


LABELS = {
    Status.NEW: (_("new"), "ok", "plus"),
    Status.CHANGES: (_("changes"), "info", "edit"),
    Status.UNCHANGED: (_("unchanged"), "neutral", "minus"),
    Status.BAD: (_("not taken over"), "error", "error"),
}


@dataclass
class Outcome:
    """One row with what it says, what is wrong, and what taking it over would do."""

    number: int
    values: dict[str, Any]
    notes: list[Remark]
    problems: list[Remark]
    organisation: int | str = 0
    organisation_name: str = ""
    creates: bool = False
    changes: list[Remark] = field(default_factory=list)
    organisation_values: dict[str, str] = field(default_factory=dict)
    new_aliases: list[str] = field(default_factory=list)
    person: int = 0
    """The person in the book, or 0 for one that is new."""
    contact: int = 0
    """The contact in the book, or 0 for one that is new."""
    person_values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Outcome":
        """Return a row as it was kept."""
        return cls(
            number=row["number"],
            values=row["values"],
            notes=[Remark(*one) for one in row["notes"]],
            problems=[Remark(*one) for one in row["problems"]],
        )

    @property
    def status(self) -> Status:
        if self.problems:
            return Status.BAD
        if self.creates:
            return Status.NEW
        return Status.CHANGES if self.changes else Status.UNCHANGED

    @property
    def name(self) -> str:
        return self.organisation_name or self.values.get(Column.ORGANISATION, "")

    @property
    def person_name(self) -> str:
        return self.values.get(Column.PERSON, "")

    @property
    def says_person(self) -> bool:
        return any(self.values.get(column) for column in PERSON_COLUMNS)

    def set_organisation(self, column: Column, *, before: str, after: str) -> None:
        self.organisation_values[column] = after
        self._changed(column, before, after)

    def set_person(self, column: Column, *, before: Any, after: Any) -> None:
        self.person_values[column] = after
        self._changed(column, before, after)

    def _changed(self, column: Column, before: Any, after: Any) -> None:
        if self.creates:
            return
        said = {"before": in_words(before), "after": in_words(after)}
        self.changes.append(Remark("change" if before else "set", column.value, said))

    def forget(self) -> None:
        """A row that is not taken over changes nothing."""
        self.creates, self.changes, self.new_aliases = False, [], []
        self.organisation_values, self.person_values = {}, {}

    def summary(self) -> list[Any]:
        remarks = [one.kept() for one in (*self.problems, *self.changes)]
        return [self.number, self.status.value, self.organisation, self.person, self.contact, remarks]


def in_words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
