"""Files for the address book: each bad one is refused in words, each bad row is named, nothing does harm."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.spreadsheets import csv_file
from municipalities.models import Municipality
from sessions.book_import import row as row_module
from sessions.book_import.known_words import Book
from sessions.book_import.reading import Read, read_file
from sessions.book_import.words import FILE, PROBLEMS, FileRefused
from tests.group_sessions.book_files import (
    HEAD,
    LAUGHS,
    ROW,
    bomb,
    book,
    csv_with,
    dates,
    merged,
    packed,
    repacked,
    text,
    with_entities,
    xlsx_with,
)

pytestmark = pytest.mark.django_db
BSN = "123456782"


@pytest.fixture
def words(db: None) -> Book:
    return book()


def problems(read: Read) -> list[tuple[str, str]]:
    return [(code, column) for row in read.rows for code, column, _said in row["problems"]]  # type: ignore[attr-defined]


BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "only spaces": (lambda: b" \r\n \t\r\n", "empty"),
    "six megabytes": (lambda: b"a" * 6_000_000, "too large"),
    "100,000 rows": (lambda: csv_with(*[["x", "DUO"]] * 100_000), "too large"),
    "2,001 rows": (lambda: csv_with(*[[f"o{n}", "DUO"] for n in range(2001)]), "too large"),
    "excel with 2,001 rows": (lambda: xlsx_with(*[[f"o{n}", "DUO"] for n in range(2001)]), "too large"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old excel"),
    "pdf named xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "other"),
    "web page": (lambda: b"<html><table><tr><td>Organisatie</td></tr></table>", "other"),
    "zip of something else": (lambda: packed(notes_dot_txt=b"hallo"), "other"),
    "empty zip": (packed, "other"),
    "word": (lambda: packed(word__document_dot_xml=b"<w/>"), "other"),
    "opendocument": (
        lambda: packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>"),
        "opendocument",
    ),
    "macros": (
        lambda: packed(xl__workbook_dot_xml=b"<x/>", xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"),
        "macros",
    ),
    "macros by its type": (
        lambda: repacked(
            xlsx_with(ROW),
            "[Content_Types].xml",
            lambda xml: xml.replace(b"sheet.main", b"sheet.macroEnabled.main"),
        ),
        "macros",
    ),
    "zip bomb": (bomb, "too large"),
    "billion laughs": (lambda: with_entities(LAUGHS), "dangerous"),
    "file of the server": (lambda: with_entities('<!ENTITY a SYSTEM "file:///etc/passwd">'), "dangerous"),
    "address elsewhere": (lambda: with_entities('<!ENTITY a SYSTEM "http://127.0.0.1/x">'), "dangerous"),
    "parameter entity": (lambda: with_entities('<!ENTITY % p SYSTEM "file:///etc/hosts"> %p;'), "dangerous"),
    "document type in the workbook": (
        lambda: with_entities('<!ENTITY a "x">', part="xl/workbook.xml"),
        "dangerous",
    ),
    "half an excel file": (lambda: xlsx_with(ROW)[:2000], "broken"),
    "excel with broken xml": (
        lambda: repacked(xlsx_with(ROW), "xl/worksheets/sheet1.xml", lambda xml: xml[:300]),
        "broken",
    ),
    "excel without its sheet": (
        lambda: repacked(xlsx_with(ROW), "xl/_rels/workbook.xml.rels", lambda xml: b"<Relationships/>"),
        "broken",
    ),
    "no head": (lambda: text(ROW).encode(), "no head"),
    "head of something else": (lambda: text(["Datum", "Bedrag"], ["1", "2"]).encode(), "no head"),
    "one column only": (lambda: text(["Organisatie"], ["Woonstede"]).encode(), "no head"),
    "head without organisation": (lambda: text(["Soort", "Telefoon"], ["DUO", "1"]).encode(), "no head"),
    "only a head": (csv_with, "no rows"),
    "excel with only a head": (xlsx_with, "no rows"),
    "a column twice": (lambda: csv_with([*ROW, "x@y.nl"], head=[*HEAD, "mailadres"]), "column twice"),
    "a hundred and one columns": (lambda: csv_with(["a"] * 101), "too wide"),
    "picture bytes as csv": (lambda: bytes(range(256)) * 4, "encoding"),
    "zeros": (lambda: b"Organisatie;Soort\0\0;x", "encoding"),
    "utf-16 cut off": (lambda: text(HEAD, ROW).encode("utf-16")[:-1], "encoding"),
    "utf-32": (lambda: text(HEAD, ROW).encode("utf-32"), "encoding"),
    "json": (lambda: b'{"organisaties": []}', "no head"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_words(words: Book, name: str) -> None:
    make, code = BAD_FILES[name]
    content = make()
    with pytest.raises(FileRefused) as refused:
        read_file(content, book=words)
    assert refused.value.code == code
    assert "%(" not in refused.value.words and len(refused.value.words) > 20


def test_every_refusal_is_tried() -> None:
    assert {code for _make, code in BAD_FILES.values()} | {"hidden", "hidden rows"} == set(FILE)


def cells(**said: str) -> list[str]:
    known = dict(zip(HEAD, ROW, strict=True))
    return [said.get(head.replace("-", "_"), known[head]) for head in HEAD]


BAD_CELLS: dict[str, tuple[dict[str, str], str]] = {
    "formula": ({"Organisatie": "=1+1"}, "formula"),
    "formula after a space": ({"Organisatie": " =1+1"}, "formula"),
    "wide formula": ({"Organisatie": "＝1+1"}, "formula"),
    "call of a program": ({"Organisatie": "+cmd|' /C calc'!A0"}, "formula"),
    "formula of Lotus": ({"Contactpersoon": "@SUM(A1:A9)"}, "formula"),
    "formula for a number": ({"Telefoon": '=HYPERLINK("http://x")'}, "formula"),
    "no name": ({"Organisatie": ""}, "organisation missing"),
    "a dash for a name": ({"Organisatie": "–"}, "organisation missing"),
    "long name": ({"Organisatie": "W" * 121}, "too long"),
    "very long cell": ({"Organisatie": "W" * 30_000}, "too long"),
    "unknown kind": ({"Soort": "Zwembad"}, "kind unknown"),
    "kind with a slip": ({"Soort": "Woningcorperatie"}, "kind close"),
    "number too short": ({"KvK_nummer": "123"}, "kvk"),
    "number with letters": ({"KvK_nummer": "1234567a"}, "kvk"),
    "number of a branch": ({"KvK_nummer": "000012345678"}, "kvk branch"),
    "bsn for a number": ({"KvK_nummer": BSN}, "resident"),
    "bsn in a name": ({"Contactpersoon": f"Jan {BSN}"}, "resident"),
    "bsn for a telephone": ({"Telefoon": BSN}, "resident"),
    "bsn in an address": ({"E_mailadres": f"{BSN}@example.nl"}, "resident"),
    "telephone in a name": ({"Contactpersoon": "Jan 0612345678"}, "resident"),
    "address in a name": ({"Contactpersoon": "jan@example.nl"}, "resident"),
    "home address": ({"Organisatie": "Familie Jansen 1234 AB 5"}, "resident"),
    "bank account": ({"Organisatie": "NL91ABNA0417164300"}, "resident"),
    "no e-mail address": ({"E_mailadres": "sander apenstaart woonstede"}, "email"),
    "no telephone number": ({"Telefoon": "bel maar"}, "phone"),
    "short telephone number": ({"Telefoon": "12345"}, "phone"),
    "broken letters": ({"Organisatie": "Stichting CafÃ©"}, "letters"),
    "lost letters": ({"Organisatie": "Stichting Caf\ufffd"}, "letters"),
}


@pytest.mark.parametrize("name", BAD_CELLS)
def test_a_bad_cell_is_named_with_its_column_and_not_kept(words: Book, name: str) -> None:
    said, code = BAD_CELLS[name]
    read = read_file(csv_with(ROW, cells(**said)), book=words)
    good, bad = read.rows
    assert (good["number"], bad["number"]) == (2, 3)
    assert good["problems"] == [] and [one[0] for one in bad["problems"]] == [code]  # type: ignore[attr-defined]
    assert BSN not in repr(read.rows) and "%(" not in PROBLEMS[code] % bad["problems"][0][2]  # type: ignore[index]


def test_without_the_guard_a_formula_would_come_in(words: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_module, "FORMULA", re.compile(r"(?!)"))
    read = read_file(csv_with(cells(Organisatie="=1+1")), book=words)
    assert problems(read) == [] and read.rows[0]["values"]["organisation"] == "=1+1"  # type: ignore[index]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_letters_and_separators_of_every_program(words: Book, separator: str, encoding: str) -> None:
    content = text(HEAD, ["Coöperatie Één; twee", *ROW[1:]], separator=separator).encode(encoding)
    read = read_file(content, book=words)
    assert problems(read) == []
    assert read.rows[0]["values"]["organisation"] == "Coöperatie Één; twee"  # type: ignore[index]


def test_heads_in_any_order_and_capitals(words: Book) -> None:
    head = ["e-mail", "TELEFOONNUMMER", "Naam", "Bedrijfsnaam", "type", "kvk nr.", "Kleur"]
    row = ["a@b.nl", "0201234567", "Ali", "Voedselbank Waterveen", "voedselbank", "1234567", "rood"]
    read = read_file(b"sep=,\r\n\r\n" + text(head, row, separator=",").encode(), book=words)
    assert read.unread.unknown_columns == ["Kleur"] and problems(read) == []
    (kept,) = read.rows
    assert kept["number"] == 4
    assert kept["values"] == {
        "organisation": "Voedselbank Waterveen",
        "kind": "voedselbank",
        "kvk_number": "01234567",
        "name": "Ali",
        "email": "a@b.nl",
        "phone": "0201234567",
    }
    assert kept["notes"] == [["kvk mended", "kvk_number", {"value": "1234567", "mended": "01234567"}]]


def test_more_cells_than_columns_is_told(words: Book) -> None:
    read = read_file(csv_with([*ROW, "", "over"]), book=words)
    assert problems(read) == [("more cells", "")]


def test_numbers_of_a_spreadsheet_get_their_zeros_back(words: Book) -> None:
    row: list[Any] = ["Woonstede", "Woningcorporatie", 1234567, "Sander", "", 612345678]
    (kept,) = read_file(xlsx_with(row), book=words).rows
    assert kept["values"]["kvk_number"] == "01234567" and kept["values"]["phone"] == "0612345678"  # type: ignore[index]
    assert [note[0] for note in kept["notes"]] == ["kvk mended", "phone mended"]  # type: ignore[attr-defined]


def test_a_formula_in_excel_is_refused_and_never_worked_out(words: Book) -> None:
    read = read_file(xlsx_with(['=CONCATENATE("Woon","stede")', *ROW[1:]], ["#REF!", "DUO"]), book=words)
    assert problems(read)[:1] == [("formula", "organisation")]
    assert "Woonstede" not in repr(read.rows)


def test_dates_in_three_ways_are_one_day(words: Book) -> None:
    read = read_file(dates(), book=words)
    assert problems(read) == []
    assert {row["values"]["covenant_signed_on"] for row in read.rows} == {"2026-03-01"}  # type: ignore[index]
    assert [note[0] for note in read.rows[-1]["notes"]] == ["date number"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("day", ["31-02-2026", "2026", "gisteren", "1-13-2026", "01-01-1899", "1 mooi 2026"])
def test_a_day_that_is_none_is_told(words: Book, day: str) -> None:
    head = ["Organisatie", "Soort", "Convenant getekend op"]
    read = read_file(csv_with(["Woonstede", "Woningcorporatie", day], head=head), book=words)
    assert [code in {"date", "date range"} for code, _column in problems(read)] == [True]


def test_a_merged_cell_holds_for_each_of_its_rows_and_says_so(words: Book) -> None:
    first, second = read_file(merged(), book=words).rows
    assert (first["number"], second["number"]) == (4, 5)
    assert second["values"] == {"organisation": "Woonstede", "name": "Mila Post"}
    assert second["notes"][0][:2] == ["merged cell", "organisation"]  # type: ignore[index]


def test_a_hidden_sheet_is_not_read(words: Book) -> None:
    with pytest.raises(FileRefused) as refused:
        read_file(xlsx_with(ROW, hidden=True), book=words)
    assert refused.value.code == "no head", "the visible sheet has nothing"


def test_a_file_of_hidden_sheets_says_so(words: Book) -> None:
    content = repacked(
        xlsx_with(ROW), "xl/workbook.xml", lambda xml: xml.replace(b'state="visible"', b'state="veryHidden"')
    )
    with pytest.raises(FileRefused) as refused:
        read_file(content, book=words)
    assert refused.value.code == "hidden"


@pytest.mark.parametrize("mark", [b'"', b"'"], ids=["double", "single"])
@pytest.mark.parametrize(("place", "code"), [("A1048576", "too large"), ("XFD3", "too wide")])
def test_a_cell_far_away_is_refused_unread(words: Book, place: str, code: str, mark: bytes) -> None:
    number = place.lstrip("AXFD").encode()

    def far(xml: bytes) -> bytes:
        there = mark + place.encode() + mark
        cell = b'<row r="%s"><c r=%s t="n"><v>1</v></c></row></sheetData>' % (number, there)
        return xml.replace(b"</sheetData>", cell)

    with pytest.raises(FileRefused) as refused:
        read_file(repacked(xlsx_with(ROW), "xl/worksheets/sheet1.xml", far), book=words)
    assert refused.value.code == code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda said: said.encode())))
def test_whatever_is_sent_gets_an_answer(words: Book, content: bytes) -> None:
    for start in (
        b"",
        b"Organisatie;Soort\n",
        b"PK\x03\x04",
        "\ufeffOrganisatie\tSoort\n".encode("utf-16"),
    ):
        try:
            read_file(start + content, book=words)
        except FileRefused as refused:
            assert refused.words


NAMES = st.text(st.characters(exclude_categories=["C", "Z", "N"]), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_what_we_write_we_read_back(words: Book, names: list[str]) -> None:
    content = csv_file(head=HEAD[:2], rows=[[name, "DUO"] for name in names])
    read = read_file(content, book=words)
    kept = {row["number"]: row for row in read.rows}
    for number, name in enumerate(names, start=2):
        row = kept[number]
        if not row["problems"] and "organisation" in row["values"]:  # type: ignore[operator]
            assert row["values"]["organisation"] == row_module.cleaned(name)  # type: ignore[index]


def test_two_thousand_rows_are_read(inside: Municipality, words: Book) -> None:
    rows = [[f"Organisatie {n}", "DUO", "", f"P {n}", f"p{n}@example.nl", "0612345678"] for n in range(2000)]
    assert len(read_file(xlsx_with(*rows), book=words).rows) == 2000
