"""Write spreadsheets in which nothing is a formula: the cells, the head and the name of the sheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL = 32_767
"""Characters that Excel takes in one cell."""
# What a spreadsheet program may read as a formula, also as full-width signs and after spaces.
BEGINS_AS_FORMULA = re.compile(r"^[\s\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Row = Sequence[str]


def csv_file(*, head: Row, rows: Iterable[Row]) -> bytes:
    """Return a CSV file that Dutch Excel opens in columns: semicolons, UTF-8 with its mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    for row in (head, *rows):
        writer.writerow([harmless(printable(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(*, head: Row, rows: Iterable[Row], sheet: str) -> bytes:
    """Return a workbook of one sheet in which every cell is text; its head stays in sight."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet_name(sheet))
    page.freeze_panes = "A2"
    for number in range(len(head)):
        page.column_dimensions[chr(ord("A") + number % 26)].width = 24
    page.append([_text(page, cell, bold=True) for cell in head])
    for row in rows:
        page.append([_text(page, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _text(page: Any, value: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=printable(value))
    # Said as text: openpyxl itself takes "=…" for a formula.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def sheet_name(name: str) -> str:
    """Return a name that Excel takes for a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def printable(value: str) -> str:
    """Return a text without what no spreadsheet can hold, and no longer than a cell."""
    return NOT_IN_XML.sub("", value)[:LONGEST_CELL]


def harmless(value: str) -> str:
    """Put the mark of plain text before what a spreadsheet program would read as a formula."""
    return f"'{value}" if BEGINS_AS_FORMULA.match(value) else value
