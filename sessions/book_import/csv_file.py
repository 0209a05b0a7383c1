"""Read a CSV file, whatever program wrote it: its letters, its separator, its quotes."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from .cells import Cell, RawRow, Table
from .words import MOST_BYTES, MOST_ROWS, FileRefused

SEPARATORS = ";,\t|"
ROWS_LOOKED_AT = 12
MOST_COLUMNS = 100
CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
SEPARATOR_LINE = re.compile(r"^\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n)", re.IGNORECASE)
EMPTY_ROWS = 10_000
# Longer than any file, so that a cell without end is told as one cell: Python itself stops the whole file.
csv.field_size_limit(MOST_BYTES)

ColumnsIn = Callable[[Sequence[str]], Sequence[Any]]


def read_csv(content: bytes, *, columns_in: ColumnsIn) -> Table:
    """Return the rows of a CSV file; raises `FileRefused`."""
    text = letters_of(content)
    separator = ""
    if said := SEPARATOR_LINE.match(text):
        # Excel's own first line; it keeps its number.
        separator, text = said[1], "\n" + text[said.end() :]
    separator = separator or separator_of(text, columns_in)
    table = Table()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        for cells in reader:
            number += 1
            if len(table.rows) > MOST_ROWS + ROWS_LOOKED_AT or number > MOST_ROWS + EMPTY_ROWS:
                raise FileRefused("too large")
            if len(cells) > MOST_COLUMNS:
                raise FileRefused("too wide")
            row = RawRow(number, [Cell(cell) for cell in cells])
            if not row.is_empty:
                table.rows.append(row)
    except csv.Error as error:
        raise FileRefused("broken") from error
    return table


def letters_of(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or what Windows wrote in the Netherlands."""
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content[:400]:
        # UTF-16 without its mark: in western text every second byte is nothing.
        return _decoded(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(content, "cp1252")
    return _checked(text)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return _checked(content.decode(encoding))
    except UnicodeDecodeError as error:
        raise FileRefused("encoding") from error


def _checked(text: str) -> str:
    if CONTROL.search(text):
        raise FileRefused("encoding")
    return text


def separator_of(text: str, columns_in: ColumnsIn) -> str:
    """Return the separator by which the head has the most columns that we know."""

    def known(separator: str) -> int:
        try:
            rows = list(
                islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), ROWS_LOOKED_AT)
            )
        except csv.Error:
            return 0
        return max((len([one for one in columns_in(row[:MOST_COLUMNS]) if one]) for row in rows), default=0)

    return max(SEPARATORS, key=known)
