"""Read a file into rows of our own columns; nothing of what points at a resident is kept."""

from dataclasses import dataclass

from .columns import LABELS, Column, columns_in, is_head
from .known_words import Book
from .row import read_row
from .sheet import Heads, read_sheet
from .unread import Unread

HEADS = Heads(columns_in, is_head, LABELS[Column.ORGANISATION])


@dataclass(frozen=True)
class Read:
    """What a file came to: rows to keep, and what was not read."""

    rows: list[dict[str, object]]
    unread: Unread


def read_file(content: bytes, *, book: Book) -> Read:
    """Return the rows of a CSV or Excel file; raises `FileRefused` with what to do about it."""
    sheet = read_sheet(content, heads=HEADS)
    rows = [read_row(row, columns=sheet.columns, book=book) for row in sheet.rows]
    return Read(rows, sheet.unread)
