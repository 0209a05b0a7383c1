"""What we write is opened by a real spreadsheet program, and what it saves is read by us."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import Workbook

from agenda.export.chosen import choose
from agenda.export.sheet import COLUMNS, sheet_pieces
from agenda.looking.filter import Choice
from agenda.points.proposing import propose_action
from common.spreadsheet_stream import csv_pieces, xlsx_pieces
from common.spreadsheets import CSV, XLSX, csv_file, harmless, xlsx_file
from municipalities.models import Municipality
from sessions.book_import.words import FileRefused
from sessions.models import GroupSession
from tests.agenda.list_files import HEAD, ROW, read, xlsx_list
from tests.builders import FACILITATOR, TODAY, answering
from tests.reports.spreadsheet_program import AS_EXCEL_READS, cells_of, kinds_of, saved_by_program

pytestmark = pytest.mark.long
WHAT = "Eén brief; „met” aanhaling, komma's"
EVIL = [
    '=HYPERLINK("http://x";"klik")',
    "+cmd|' /C calc'!A0",
    "-SUM(A1:A9)",
    "@SUM(A1)",
    " =1+1",
    "＝1+1",
]
TEXTS = [
    WHAT,
    "twee\nregels",
    "فاطمة الإدريسي",
    "שירות",
    "naïef 🎉",
    "&lt;b&gt; <b>",
    "'al beschermd",
    "x" * 30_000,
]
WRITERS = {
    "stream.xlsx": lambda head, rows: b"".join(xlsx_pieces(head=head, rows=rows, sheet="Blad/1")),
    "whole.xlsx": lambda head, rows: xlsx_file(head=head, rows=rows, sheet="Blad/1"),
    "stream.csv": lambda head, rows: b"".join(csv_pieces(head=head, rows=rows)),
    "whole.csv": lambda head, rows: csv_file(head=head, rows=rows),
}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def opened(content: bytes, name: str, *, folder: Path, profile: Path) -> Path:
    """Write a file, open it in the program, and return what the program saved of it."""
    path = folder / name
    path.write_bytes(content)
    reads = AS_EXCEL_READS if name.endswith(CSV) else ""
    # By way of another kind of file: of its own kind it might copy what it does not understand.
    own = saved_by_program(path, "ods", profile=profile, reads=reads)
    return saved_by_program(own, XLSX, profile=profile)


@pytest.mark.parametrize("name", WRITERS)
def test_texts_come_out_as_they_went_in_and_none_is_worked_out(
    name: str, tmp_path: Path, profile: Path
) -> None:
    rows = [[f"{number}e", text] for number, text in enumerate([*TEXTS, *EVIL], start=1)]
    made = opened(WRITERS[name](["Nummer", "Tekst"], rows), name, folder=tmp_path, profile=profile)
    wanted = [[one, harmless(text) if name.endswith(CSV) else text] for one, text in rows]
    assert cells_of(made) == [["Nummer", "Tekst"], *wanted]
    assert kinds_of(made) == {"s"}


def test_without_the_mark_of_plain_text_the_program_works_it_out(tmp_path: Path, profile: Path) -> None:
    bare = "\ufeffNummer;Tekst\r\n1e;=1+1\r\n".encode()
    assert "f" in kinds_of(opened(bare, "bare.csv", folder=tmp_path, profile=profile))


@pytest.fixture
def agenda(session: GroupSession) -> Municipality:
    """An agenda of three action points, of which one is a formula to a program."""
    answering(session)
    for number, what in enumerate([WHAT, "Zonder trekker", EVIL[0]]):
        propose_action(
            session,
            what=what,
            today=TODAY,
            now=timezone.now(),
            owner_organisation=session.parties.first().organisation if number != 1 else None,
            owner_name="فاطمة الإدريسي",
            deadline=TODAY + timedelta(days=30 + number),
            actor=FACILITATOR,
            author="R. Smit",
        )
    return session.municipality


def taken(municipality: Municipality, kind: str) -> bytes:
    said: dict[str, Any] = {"choice": Choice(), "with_names": True, "today": TODAY, "now": timezone.now()}
    return b"".join(sheet_pieces(choose(municipality=municipality, **said), kind))


def written(content: bytes) -> list[list[str]]:
    """Return our CSV file as its own reader gives it."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def as_text(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    """Return cells as people read them: a day as a day, a number without a point, nothing as nothing."""
    return [[_said(cell) for cell in row] for row in rows]


def _said(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%d-%m-%Y}"
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("kind", [CSV, XLSX])
def test_the_agenda_opens_with_every_column_and_every_day(
    agenda: Municipality, kind: str, tmp_path: Path, profile: Path
) -> None:
    made = opened(taken(agenda, kind), f"agenda.{kind}", folder=tmp_path, profile=profile)
    found = [row + [""] * (len(COLUMNS) - len(row)) for row in as_text(cells_of(made))]
    wanted = written(taken(agenda, CSV))
    if kind == XLSX:
        wanted = [[cell[1:] if cell.startswith("'") else cell for cell in row] for row in wanted]
    assert found == wanted and len(found) == 4
    assert "f" not in kinds_of(made)
    deadlines = [row[wanted[0].index("Uiterlijk")] for row in cells_of(made)[1:]]
    assert all(isinstance(day, datetime) for day in deadlines), "a column of days can be sorted"


def test_what_the_program_saved_is_read_as_a_list(
    agenda: Municipality, tmp_path: Path, profile: Path
) -> None:
    made = opened(taken(agenda, XLSX), "agenda.xlsx", folder=tmp_path, profile=profile)
    rows = {row["values"].get("what"): row for row in read(made.read_bytes()).rows}
    assert rows[WHAT]["values"]["deadline"] == (TODAY + timedelta(days=30)).isoformat()
    assert rows[WHAT]["values"]["owner_name"] == "فاطمة الإدريسي" and rows[WHAT]["problems"] == []
    assert [one[0] for one in rows[None]["problems"]] == ["formula"]


def test_what_somebody_hid_in_the_program_is_not_read(tmp_path: Path, profile: Path, db: None) -> None:
    book = Workbook()
    for row in (HEAD, ROW, ["Geheim", *ROW[1:]]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    content = io.BytesIO()
    book.save(content)
    found = read(opened(content.getvalue(), "list.xlsx", folder=tmp_path, profile=profile).read_bytes())
    assert [row["values"]["what"] for row in found.rows] == [ROW[0]]
    assert "owner_name" not in found.rows[0]["values"]


@pytest.mark.parametrize(("kind", "code"), [("xls", "old excel"), ("ods", "opendocument")])
def test_a_file_of_another_kind_is_told_as_what_it_is(
    kind: str, code: str, tmp_path: Path, profile: Path, db: None
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx_list(ROW))
    with pytest.raises(FileRefused) as refused:
        read(saved_by_program(path, kind, profile=profile).read_bytes())
    assert refused.value.code == code
