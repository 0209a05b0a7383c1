"""The cells of a file as they were found, before anything is made of them."""

import enum
from dataclasses import dataclass, field
from typing import Any


class Sort(enum.Enum):
    """What a cell is; a number may have lost its first zeros, a formula is never worked out."""

    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True)
class Cell:
    """One cell as text; `merged_from` is the row whose merged cell it belongs to.

    `later` is how many days after those of Excel the days of its workbook begin.
    """

    text: str = ""
    sort: Sort = Sort.TEXT
    merged_from: int = 0
    later: int = 0


@dataclass(frozen=True)
class RawRow:
    """One row, with the number it has in the spreadsheet."""

    number: int
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.text.strip() or cell.sort is not Sort.TEXT for cell in self.cells)


@dataclass
class Table:
    """The rows that have something in them, and what was left unread beside them.

    `has_places`: each cell stands in a place of its own, and is not one place further by a stray separator.
    """

    rows: list[RawRow] = field(default_factory=list)
    other_sheets: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    has_places: bool = False


class Wrong(Exception):
    """A cell that can't be taken over."""

    def __init__(self, code: str, **said: Any) -> None:
        super().__init__(code)
        self.code, self.said = code, said
