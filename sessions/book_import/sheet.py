"""Read a CSV or Excel file of any kind of list: its head, and the rows below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise as LazyText

from .cells import RawRow, Sort, Table
from .columns import twice
from .csv_file import read_csv
from .row import cleaned
from .unread import Unread
from .words import MOST_BYTES, MOST_ROWS, FileRefused
from .xlsx_file import read_xlsx

HEAD_WITHIN = 10
"""Rows: a title may stand above the head."""
ZIP, OLD_EXCEL, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x05\x06", b"{\\rtf", b"<html", b"<!DOCTYPE")


@dataclass(frozen=True)
class Heads:
    """How a kind of list calls its columns; `main` is the one that can't be missed."""

    columns_in: Callable[[Sequence[str]], Sequence[Any]]
    is_head: Callable[[Sequence[Any]], bool]
    main: LazyText | str


@dataclass(frozen=True)
class Sheet:
    """The rows below the head; a column that is not ours is `None`."""

    columns: Sequence[Any]
    rows: list[RawRow]
    unread: Unread


def read_sheet(content: bytes, *, heads: Heads) -> Sheet:
    """Return the rows of a file; raises `FileRefused` with what to do about it."""
    table = _table_of(content, heads)
    head, known = _head_of(table, heads)
    columns = [*known]
    if double := twice(columns):
        raise FileRefused("column twice", column=str(double.label))
    below = [row for row in table.rows if row.number > head.number]
    if not below:
        raise FileRefused("hidden rows" if table.hidden_rows else "no rows")
    if len(below) > MOST_ROWS:
        raise FileRefused("too large")
    if table.has_places:
        # Something beside the table is a column that nobody gave a head.
        columns += [None] * (max(len(row.cells) for row in below) - len(columns))
    unread = Unread(
        unknown_columns=_unknown(head, below, columns),
        other_sheets=table.other_sheets,
        hidden_rows=table.hidden_rows,
        hidden_columns=table.hidden_columns,
    )
    return Sheet(columns, below, unread)


def _unknown(head: RawRow, below: Sequence[RawRow], columns: Sequence[Any]) -> list[str]:
    """Return the heads of columns that say something and are not ours; one without a head may do so too."""
    saying = {
        place
        for row in (head, *below)
        for place, (cell, column) in enumerate(zip_longest(row.cells[: len(columns)], columns))
        if cell is not None and cell.text.strip() and not column
    }
    heads = [cleaned(cell.text) if cell is not None else "" for cell in head.cells]
    return [heads[place] if place < len(heads) else "" for place in sorted(saying)]


def _table_of(content: bytes, heads: Heads) -> Table:
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
    return read_csv(content, columns_in=heads.columns_in)


def _head_of(table: Table, heads: Heads) -> tuple[RawRow, Sequence[Any]]:
    for row in table.rows[:HEAD_WITHIN]:
        columns = heads.columns_in([cell.text if cell.sort is Sort.TEXT else "" for cell in row.cells])
        if heads.is_head(columns):
            return row, columns
    raise FileRefused("no head", column=str(heads.main))
