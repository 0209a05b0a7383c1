"""Lists of action points as people keep them, for the tests that read them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from agenda.list_import.reading import Read, read_list, themes_by_name
from sessions.themes import themes_to_call_about
from tests.group_sessions.book_files import csv_with, saved, xlsx_with

HEAD = ["Actiepunt", "Trekker", "Naam", "E-mail", "Uiterlijk", "Status", "Stand van zaken", "Thema"]
ROW = [
    "Eén nummer op elke brief",
    "Woonstede",
    "Sanne Bakker",
    "s.bakker@woonstede.example",
    "31-03-2027",
    "bezig",
    "Het concept ligt er.",
    "Communicatie",
]


def row(what: str = ROW[0], **said: str) -> list[str]:
    """Return a row that says what was agreed, and the columns that are given by their head."""
    return [what, *(said.get(head.replace(" ", "_").replace("-", "_"), "") for head in HEAD[1:])]


def csv_list(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    return csv_with(*rows, head=head)


def xlsx_list(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    return xlsx_with(*rows, head=head)


def read(content: bytes) -> Read:
    return read_list(content, themes=themes_by_name(themes_to_call_about()))


def problems(found: Read) -> list[tuple[str, str]]:
    return [(code, column) for one in found.rows for code, column, _said in one["problems"]]


def merged_list() -> bytes:
    """Return a list with a title over all columns, and one owner for two rows."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Actielijst vroegsignalering"])
    sheet.append([])
    sheet.append(["Wat", "Wie", "Wanneer"])
    sheet.append(["Brief herschrijven", "Woonstede", date(2027, 3, 31)])
    sheet.append(["Spreekuur op school", None, None])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B4:B5")
    return saved(workbook)


def dated_list() -> bytes:
    """Return one day in each of the ways in which a list says it."""
    days = [date(2027, 3, 31), "2027-03-31", "31-3-2027", "31/03/2027", "31 maart 2027", 46477]
    rows = [[f"Punt {number}", day] for number, day in enumerate(days)]
    return xlsx_with(*rows, head=["Actie", "Deadline"])
