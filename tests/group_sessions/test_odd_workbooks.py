"""Files that mislead who reads them: something hidden, no head, another calendar, other letters."""

from collections.abc import Sequence
from datetime import date
from time import process_time
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from sessions.book_import.known_words import Book
from sessions.book_import.reading import Read, read_file
from sessions.book_import.words import FileRefused
from sessions.book_import.xlsx_file import read_xlsx
from tests.group_sessions.book_files import ROW, book, repacked, saved, text, xlsx_with

pytestmark = pytest.mark.django_db
HEAD = ["Organisatie", "Soort", "Convenant getekend op"]
SIGNED = date(2026, 3, 1)
OF_1904 = 46082 - 1462
"""The number by which a workbook of 1904 writes that day."""


@pytest.fixture
def words(db: None) -> Book:
    return book()


def workbook(*rows: Sequence[Any], **how: Any) -> bytes:
    """Return a workbook: `rows_hidden` by number, `columns_hidden` by letter, `merged` by place."""
    made = Workbook()
    if how.get("is_of_1904"):
        made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    for row in rows:
        sheet.append(list(row))
    for number in how.get("rows_hidden", ()):
        sheet.row_dimensions[number].hidden = True
    for letter in how.get("columns_hidden", ()):
        sheet.column_dimensions[letter].hidden = True
    for places in how.get("merged", ()):
        sheet.merge_cells(places)
    return saved(made)


def values(read: Read) -> list[Any]:
    return [row["values"] for row in read.rows]


def codes(read: Read) -> list[str]:
    return [one[0] for row in read.rows for one in row["problems"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", [SIGNED, OF_1904])
def test_a_workbook_that_counts_from_1904_holds_the_day_that_people_see(words: Book, day: Any) -> None:
    read = read_file(workbook(HEAD, ["Woonstede", "DUO", day], is_of_1904=True), book=words)
    assert [one["covenant_signed_on"] for one in values(read)] == [SIGNED.isoformat()]


def test_what_is_hidden_is_not_read_and_said(words: Book) -> None:
    rows = [["Woonstede", "DUO", SIGNED], ["Geheim", "DUO", SIGNED], ["Voedselbank", "DUO", SIGNED]]
    read = read_file(workbook(HEAD, *rows, rows_hidden=[3], columns_hidden=["C"]), book=words)
    assert [one["organisation"] for one in values(read)] == ["Woonstede", "Voedselbank"]
    assert "covenant_signed_on" not in values(read)[0] and "Geheim" not in repr(read)
    assert (read.unread.hidden_rows, read.unread.hidden_columns) == (1, 1)
    said = " ".join(read.unread.in_words())
    assert "1 verborgen rij" in said and "1 verborgen kolom" in said


def test_a_list_of_hidden_rows_only_says_so(words: Book) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(workbook(HEAD, ["Woonstede", "DUO", SIGNED], rows_hidden=[2]), book=words)
    assert refused.value.code == "hidden rows" and refused.value.words


def test_a_hidden_row_gives_its_merged_cell_to_the_rows_below(words: Book) -> None:
    rows = [["Woonstede", "DUO", "Ali"], [None, None, "Mila"]]
    head = ["Organisatie", "Soort", "Contactpersoon"]
    read = read_file(workbook(head, *rows, rows_hidden=[2], merged=["A2:A3"]), book=words)
    assert [(one["organisation"], one["name"]) for one in values(read)] == [("Woonstede", "Mila")]


@pytest.mark.parametrize("is_workbook", [True, False])
def test_a_column_without_a_head_is_told_and_stops_nothing(words: Book, is_workbook: bool) -> None:
    rows = [["Organisatie", "", "Soort"], ["Woonstede", "verloren?", "DUO"], ["Bank", "", "DUO"]]
    content = workbook(*rows, merged=["A1:B1"]) if is_workbook else text(*rows).encode()
    read = read_file(content, book=words)
    assert codes(read) == [] and read.unread.unknown_columns == [""]


def test_a_remark_beside_the_table_is_told_and_stops_nothing(words: Book) -> None:
    read = read_file(workbook(HEAD, ["Woonstede", "DUO", SIGNED, None, "nog bellen"]), book=words)
    assert codes(read) == [] and read.unread.unknown_columns == [""]


def test_columns_that_were_not_read_are_named_and_nobody_in_them(words: Book) -> None:
    heads = ["Kleur", "06-12345678", "x" * 300, "<b>vet</b>", "", "Vijf", "Zes", "Zeven"]
    read = read_file(
        text([*HEAD, *heads], ["Woonstede", "DUO", "", *("a" for _head in heads)]).encode(), book=words
    )
    (said,) = read.unread.in_words()
    assert "“Kleur”" in said and "“…”" in said and "zonder naam" in said and "en nog 3" in said
    assert "12345678" not in said and "x" * 41 not in said and "Zeven" not in said


@pytest.mark.parametrize("encoding", ["cp850", "cp437"])
@pytest.mark.parametrize("name", ["Coöperatie", "Één", "Financiën", "Scène", "Café", "geïnd"])
def test_letters_of_an_old_program_are_broken_and_not_taken_over(
    words: Book, name: str, encoding: str
) -> None:
    rows = [HEAD, [name.replace("É", "é"), "DUO", ""]]
    assert codes(read_file(text(*rows).encode(encoding), book=words)) == ["letters"]


@pytest.mark.parametrize("name", ["’t Huis", "d’Arc", "Škoda", "Œuvre", "Bakker…", "„Samen”", "Zuid•Noord"])
def test_signs_that_people_type_are_whole(words: Book, name: str) -> None:
    assert codes(read_file(text(HEAD, [name, "DUO", ""]).encode(), book=words)) == []


@pytest.mark.parametrize(
    "name", ["- Bellen (voor 1 mei)", "+ meer scholen (vier)", "- Wie belt wie?", "@ huis!"]
)
def test_a_dash_before_words_is_no_formula(words: Book, name: str) -> None:
    assert values(read_file(text(HEAD, [name, "DUO", ""]).encode(), book=words))[0]["organisation"] == name


@pytest.mark.parametrize(
    "name", ["=1", "- x|'y'!A0", "-SUM(A1)", "@SUM(1+1)", "+cmd|' /C calc'!A0", "- Blad!A1"]
)
def test_what_a_spreadsheet_would_work_out_is_one(words: Book, name: str) -> None:
    assert codes(read_file(text(HEAD, [name, "DUO", ""]).encode(), book=words)) == ["formula"]


def bloated(part: str, piece: bytes, times: int, *, before: bytes) -> bytes:
    """Return a small file of which one part is large once it is unpacked."""
    return repacked(xlsx_with(ROW), part, lambda xml: xml.replace(before, piece * times + before))


@pytest.mark.parametrize(
    ("part", "piece", "times", "before"),
    [
        ("xl/styles.xml", b'<xf numFmtId="0"/>', 1_000_000, b"</cellXfs>"),
        ("xl/worksheets/sheet1.xml", b"<row" + b" " * 18_000_000 + b"/>", 1, b"</sheetData>"),
        ("xl/workbook.xml", b"<!-- x -->", 1_500_000, b"</workbook>"),
    ],
)
def test_a_small_file_that_grows_is_refused_unread(
    part: str, piece: bytes, times: int, before: bytes
) -> None:
    content = bloated(part, piece, times, before=before)
    began = process_time()
    with pytest.raises(FileRefused) as refused:
        read_xlsx(content)
    assert (refused.value.code, len(content) < 200_000) == ("too large", True)
    assert process_time() - began < 1, "seconds; read as a whole such a file takes 6 to 13, and 900 MB"


@pytest.mark.parametrize("length", [40_000, 200_000])
def test_a_cell_without_end_is_too_long_and_the_rest_is_read(words: Book, length: int) -> None:
    read = read_file(text(HEAD, ["x" * length, "DUO", ""], ["Woonstede", "DUO", ""]).encode(), book=words)
    assert codes(read) == ["too long"] and values(read)[1]["organisation"] == "Woonstede"


@pytest.mark.parametrize(
    "said",
    [
        *("31-dec-2026", "31 dec 2026", "2026/12/31", "do 31-12-2026", "donderdag 31 december 2026"),
        *("31-12-2026 00:00", "31\u201112\u20112026", "2026-12-31T00:00:00"),
    ],
)
def test_a_day_as_other_programs_write_it(words: Book, said: str) -> None:
    read = read_file(text(HEAD, ["Woonstede", "DUO", said]).encode(), book=words)
    assert codes(read) == [] and values(read)[0]["covenant_signed_on"] == "2026-12-31"


@pytest.mark.parametrize("said", ["31-12-26", "12/31/2026", "dec 2026", "31-foo-2026", "xx 31-12-2026"])
def test_a_day_that_can_be_two_days_is_asked(words: Book, said: str) -> None:
    read = read_file(text(HEAD, ["Woonstede", "DUO", said]).encode(), book=words)
    assert codes(read) == ["date"]
