"""Read an Excel file without trusting it: the size is known before it is unpacked, no XML declares."""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import WINDOWS_EPOCH

from .cells import Cell, RawRow, Sort, Table
from .csv_file import MOST_COLUMNS
from .hidden import hidden_columns, hidden_rows
from .words import MOST_ROWS, FileRefused

MOST_UNPACKED = 20_000_000
MOST_XML = 8_000_000
"""Bytes of one part: 2,000 full rows are less than 3 MB; 20 MB, of a file of 20 kB, take 10 s to read."""
MOST_PARTS = 300
EMPTY_ROWS = 10_000
OPENDOCUMENT = b"application/vnd.oasis.opendocument"
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FAR_AWAY = re.compile(rb"""\sr\s*=\s*["'][A-Z]{3}\d""")
MOST_MERGED = 2_000


def read_xlsx(content: bytes) -> Table:
    """Return the rows of the first sheet that is not hidden; raises `FileRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _require_harmless(parts)
            return _read(content, parts)
    except DefusedXmlException as error:
        raise FileRefused("dangerous") from error
    except FileRefused:
        raise
    except Exception as error:  # A broken file makes its reader stumble over anything at all.
        raise FileRefused("broken") from error


def _require_harmless(parts: zipfile.ZipFile) -> None:
    """Look at the list of what is packed, before anything is unpacked."""
    packed = parts.infolist()
    names = {part.filename for part in packed}
    said = (
        parts.read("mimetype") if "mimetype" in names and parts.getinfo("mimetype").file_size < 200 else b""
    )
    if said.startswith(OPENDOCUMENT):
        raise FileRefused("opendocument")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("macros")
    if "xl/workbook.xml" not in names:
        raise FileRefused("other")
    if len(packed) > MOST_PARTS or sum(part.file_size for part in packed) > MOST_UNPACKED:
        raise FileRefused("too large")
    if any(part.file_size > _most_of(part.filename) for part in packed):
        raise FileRefused("too large")
    if b"macroEnabled" in parts.read("[Content_Types].xml"):
        raise FileRefused("macros")
    for name in names:
        # A workbook declares no entities; whoever does wants them to grow or to fetch.
        if name.endswith((".xml", ".rels")) and _declares(parts.read(name)):
            raise FileRefused("dangerous")


def _most_of(name: str) -> int:
    """Return how large a part may be; each style becomes an object of its own, so of those a quarter."""
    return MOST_XML // 4 if name == "xl/styles.xml" else MOST_XML


def _declares(xml: bytes) -> bool:
    return bool(DECLARES.search(xml)) or b"\0" in xml[:200]


def _read(content: bytes, parts: zipfile.ZipFile) -> Table:
    with warnings.catch_warnings():
        # What a sheet has of its own (checks, styles) is no concern of ours.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise FileRefused("hidden")
        sheet: Any = shown[0]
        table = Table(other_sheets=len(book.worksheets) - 1, has_places=True)
        later = (book.epoch - WINDOWS_EPOCH).days
        xml = parts.read(sheet._worksheet_path.lstrip("/"))
        if FAR_AWAY.search(xml):
            # A row is as long as its last cell: one far away would make thousands of each.
            raise FileRefused("too wide")
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if number > MOST_ROWS + EMPTY_ROWS or len(table.rows) > MOST_ROWS + 12:
                raise FileRefused("too large")
            row = RawRow(number, [_cell(cell, later) for cell in cells[:MOST_COLUMNS]])
            if not row.is_empty:
                table.rows.append(row)
        _fill_merged(table, xml)
        _leave_out_hidden(table, xml)
        book.close()
    return table


def _cell(cell: Any, later: int) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell("", Sort.FORMULA)
    if cell.data_type == "e":
        return Cell(str(value), Sort.ERROR)
    if value is None:
        return Cell()
    if isinstance(value, bool):
        return Cell("ja" if value else "nee")
    if isinstance(value, datetime | date):
        return Cell(value.strftime("%Y-%m-%d"))
    if isinstance(value, time):
        return Cell(value.isoformat())
    if isinstance(value, int | float):
        text = f"{value:.0f}" if float(value).is_integer() else str(value)
        return Cell(text, Sort.NUMBER, later=later)
    return Cell(str(value))


def _leave_out_hidden(table: Table, sheet: bytes) -> None:
    """Take out what somebody hid, and count what had something in it."""
    rows, columns = hidden_rows(sheet), hidden_columns(sheet, most=MOST_COLUMNS)
    shown = [row for row in table.rows if row.number not in rows]
    table.hidden_rows, table.rows = len(table.rows) - len(shown), shown
    said = set()
    for row in shown:
        for place in columns:
            if place < len(row.cells) and row.cells[place].text.strip():
                said.add(place)
                row.cells[place] = Cell()
    table.hidden_columns = len(said)


def _fill_merged(table: Table, sheet: bytes) -> None:
    """Give each cell that was merged downwards the value of the first one, and say so."""
    by_number = {row.number: row for row in table.rows}
    for found in MERGED.findall(sheet)[:MOST_MERGED]:
        left, top, _right, bottom = range_boundaries(found.decode())
        if not (left and top and bottom) or top not in by_number or bottom - top > MOST_ROWS:
            continue
        cells = by_number[top].cells
        if left > len(cells) or not cells[left - 1].text:
            continue
        for number in range(top + 1, bottom + 1):
            row = by_number.get(number)
            if row is not None:
                row.cells.extend(Cell() for _ in range(left - len(row.cells)))
                row.cells[left - 1] = Cell(cells[left - 1].text, cells[left - 1].sort, merged_from=top)
