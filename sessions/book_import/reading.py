"""Read a file into rows of our own columns; nothing of what points at a resident is kept."""

from dataclasses import dataclass

from .cells import RawRow, Sort, Table
from .columns import Column, columns_in, is_head, twice
from .csv_file import read_csv
from .known_words import Book
from .row import read_row
from .words import MOST_BYTES, MOST_ROWS, FileRefused
from .xlsx_file import read_xlsx

HEAD_WITHIN = 10
"""Rows: a title may stand above the head."""
ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x05\x06", b"{\\rtf", b"<html", b"<!DOCTYPE")


@dataclass(frozen=True)
class Read:
    """What a file came to: rows to keep, and what was not read."""

    rows: list[dict[str, object]]
    unknown_columns: int
    other_sheets: int


def read_file(content: bytes, *, book: Book) -> Read:
    """Return the rows of a CSV or Excel file; raises `FileRefused` with what to do about it."""
    table = _table_of(content)
    head, columns = _head_of(table)
    if double := twice(columns):
        raise FileRefused("column twice", column=str(double.label))
    below = [row for row in table.rows if row.number > head.number]
    if not below:
        raise FileRefused("no rows")
    if len(below) > MOST_ROWS:
        raise FileRefused("too large")
    unknown = [
        cell for cell, column in zip(head.cells, columns, strict=True) if cell.text.strip() and not column
    ]
    rows = [read_row(row, columns=columns, book=book) for row in below]
    return Read(rows, unknown_columns=len(unknown), other_sheets=table.other_sheets)


def _table_of(content: bytes) -> Table:
    if len(content) > MOST_BYTES:
        raise FileRefused("too large")
    if not content.strip():
        raise FileRefused("empty")
    start = content[:16].lstrip()
    if start.startswith(PDF):
        raise FileRefused("pdf")
    if start.startswith(OLD_EXCEL):
        raise FileRefused("old excel")
    if start.startswith(ZIP):
        return read_xlsx(content)
    if start.startswith(PICTURES):
        raise FileRefused("other")
    return read_csv(content)


def _head_of(table: Table) -> tuple[RawRow, list[Column | None]]:
    for row in table.rows[:HEAD_WITHIN]:
        columns = columns_in([cell.text if cell.sort is Sort.TEXT else "" for cell in row.cells])
        if is_head(columns):
            return row, columns
    raise FileRefused("no head", column=str(Column.ORGANISATION.label))
