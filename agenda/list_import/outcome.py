"""What one row of a list would do."""

from dataclasses import dataclass, field
from typing import Any

from sessions.book_import.outcome import Status

from .columns import Column
from .organisations import Meant
from .words import Remark


@dataclass
class Outcome:
    """One row with what it says, what is wrong, and whose the action point would be."""

    number: int
    values: dict[str, Any]
    notes: list[Remark]
    problems: list[Remark]
    owner: Meant | None = None
    owner_name: str = ""
    helpers: list[Meant] = field(default_factory=list)
    twin: int = 0
    """The action point on the agenda that says the same, or 0."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Outcome":
        """Return a row as it was kept."""
        return cls(
            number=row["number"],
            values=row["values"],
            notes=[Remark(*one) for one in row["notes"]],
            problems=[Remark(*one) for one in row["problems"]],
            owner_name=row["values"].get(Column.NAME, ""),
        )

    @property
    def status(self) -> Status:
        if self.problems:
            return Status.BAD
        return Status.UNCHANGED if self.twin else Status.NEW

    @property
    def what(self) -> str:
        return self.values.get(Column.WHAT, "")

    @property
    def said_owner(self) -> str:
        """Return who it is for, as far as known: the organisation, or what stands in the cell."""
        return self.owner.name if self.owner else self.values.get(Column.OWNER, "")

    def wrong(self, code: str, column: Column, **said: Any) -> None:
        self.problems.append(Remark(code, column.value, said))

    def note(self, code: str, column: Column, **said: Any) -> None:
        self.notes.append(Remark(code, column.value, said))

    def lacks(self, column: Column) -> bool:
        """Return whether a cell is empty, and not only because what stood there was refused."""
        return not self.values.get(column) and not any(one.column == column for one in self.problems)

    def summary(self) -> list[Any]:
        """Return what a page tells of this row, to compare with later."""
        people = [one.key for one in (*([self.owner] if self.owner else []), *self.helpers)]
        problems = [one.kept() for one in self.problems]
        return [self.number, self.status.value, people, self.owner_name, problems]
