"""Files as people and attackers send them: what each is made of, for the tests that read them."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from catalogue.models import PartyKind
from sessions.book_import.known_words import Book
from sessions.themes import themes_to_call_about

HEAD = ["Organisatie", "Soort", "KvK-nummer", "Contactpersoon", "E-mailadres", "Telefoon"]
ROW = [
    "Woonstede",
    "Woningcorporatie",
    "01234567",
    "Sander Bakker",
    "s.bakker@woonstede.example",
    "0612345678",
]


def book() -> Book:
    return Book.with_words(kinds=list(PartyKind.objects.all()), themes=themes_to_call_about(), language="nl")


def text(*rows: Sequence[str], separator: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def csv_with(*rows: Sequence[str], head: Sequence[str] = HEAD) -> bytes:
    return text(head, *rows).encode()


def xlsx_with(*rows: Sequence[Any], head: Sequence[str] = HEAD, hidden: bool = False) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    for row in (head, *rows):
        sheet.append(list(row))
    if hidden:
        workbook.create_sheet("zichtbaar")
        sheet.sheet_state = "hidden"
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def packed(**parts: bytes) -> bytes:
    """Return a zip; `__` in a name is a slash and `_dot_` a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def repacked(content: bytes, part: str, change: Any) -> bytes:
    """Return a workbook of which one part was changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(name, change(inside) if name == part else inside)
    return out.getvalue()


def with_entities(declared: str, *, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    def change(xml: bytes) -> bytes:
        head = f'<?xml version="1.0"?><!DOCTYPE x [{declared}]>'.encode()
        return head + xml.split(b"?>", 1)[-1].replace(b"Woonstede", b"&a;")

    return repacked(xlsx_with(ROW), part, change)


LAUGHS = "".join(
    f'<!ENTITY {name} "{"&" + inner + ";" if inner else "ha"}{("&" + inner + ";") * 9 if inner else ""}">'
    for name, inner in [("f", ""), ("e", "f"), ("d", "e"), ("c", "d"), ("b", "c"), ("a", "b")]
)


def bomb() -> bytes:
    return repacked(xlsx_with(ROW), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 60_000_000)


def merged() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Adresboek van de afdeling"])
    sheet.append([])
    sheet.append(["Organisatie", "Soort", "Contactpersoon"])
    sheet.append(["Woonstede", "Woningcorporatie", "Sander Bakker"])
    sheet.append([None, None, "Mila Post"])
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    return saved(workbook)


def dates() -> bytes:
    head = ["Organisatie", "Soort", "Convenant getekend op", "Convenant tot"]
    days = [date(2026, 3, 1), "2026-03-01", "1-3-2026", "1 maart 2026", 46082]
    return xlsx_with(*[[f"Organisatie {n}", "DUO", day, ""] for n, day in enumerate(days)], head=head)
