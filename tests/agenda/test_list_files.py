"""Lists of action points from elsewhere: each bad file is refused in words, each bad cell is named."""

from collections.abc import Callable

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.enums import ActionStatus, OwnersWord
from agenda.list_import.columns import Column, columns_in
from agenda.list_import.statuses import status_of
from agenda.list_import.words import PROBLEMS
from sessions.book_import.words import FileRefused
from tests.agenda.list_files import HEAD, ROW, csv_list, dated_list, merged_list, problems, read, xlsx_list
from tests.group_sessions.book_files import LAUGHS, bomb, packed, repacked, text, with_entities

pytestmark = pytest.mark.django_db
BSN = "123456782"

BAD_FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "only spaces": (lambda: b" \r\n \t\r\n", "empty"),
    "six megabytes": (lambda: b"a" * 6_000_000, "too large"),
    "50,000 rows": (lambda: csv_list(*[["x", "Woonstede"]] * 50_000), "too large"),
    "2,001 rows": (lambda: csv_list(*[[f"punt {n}", ""] for n in range(2001)]), "too large"),
    "excel with 2,001 rows": (lambda: xlsx_list(*[[f"punt {n}", ""] for n in range(2001)]), "too large"),
    "old excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old excel"),
    "pdf named xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3", "pdf"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "other"),
    "web page": (lambda: b"<html><table><tr><td>Actie</td></tr></table>", "other"),
    "zip of something else": (lambda: packed(notes_dot_txt=b"hallo"), "other"),
    "opendocument": (
        lambda: packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>"),
        "opendocument",
    ),
    "macros": (
        lambda: packed(xl__workbook_dot_xml=b"<x/>", xl__vbaProject_dot_bin=b"\xd0\xcf\x11\xe0"),
        "macros",
    ),
    "zip bomb": (bomb, "too large"),
    "billion laughs": (lambda: with_entities(LAUGHS), "dangerous"),
    "file of the server": (lambda: with_entities('<!ENTITY a SYSTEM "file:///etc/passwd">'), "dangerous"),
    "half an excel file": (lambda: xlsx_list(ROW)[:2000], "broken"),
    "excel with broken xml": (
        lambda: repacked(xlsx_list(ROW), "xl/worksheets/sheet1.xml", lambda xml: xml[:300]),
        "broken",
    ),
    "no head": (lambda: text(ROW).encode(), "no head"),
    "head of an address book": (lambda: text(["Organisatie", "Soort"], ["W", "DUO"]).encode(), "no head"),
    "one column only": (lambda: text(["Actiepunt"], ["Brief"]).encode(), "no head"),
    "head without what": (lambda: text(["Trekker", "Datum"], ["W", "1-1-2027"]).encode(), "no head"),
    "only a head": (csv_list, "no rows"),
    "excel with only a head": (xlsx_list, "no rows"),
    "a column twice": (lambda: csv_list([*ROW, "1-1-2027"], head=[*HEAD, "deadline"]), "column twice"),
    "a hundred and one columns": (lambda: csv_list(["a"] * 101), "too wide"),
    "zeros": (lambda: b"Actie;Trekker\0\0;x", "encoding"),
    "json": (lambda: b'{"actiepunten": []}', "no head"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_words(name: str) -> None:
    make, code = BAD_FILES[name]
    with pytest.raises(FileRefused) as refused:
        read(make())
    assert refused.value.code == code
    assert "%(" not in refused.value.words and len(refused.value.words) > 20


def cells(**said: str) -> list[str]:
    known = dict(zip(HEAD, ROW, strict=True))
    return [said.get(head.replace(" ", "_").replace("-", "_"), known[head]) for head in HEAD]


BAD_CELLS: dict[str, tuple[dict[str, str], str]] = {
    "formula": ({"Actiepunt": "=1+1"}, "formula"),
    "formula after a space": ({"Trekker": " =1+1"}, "formula"),
    "wide formula": ({"Naam": "＝1+1"}, "formula"),
    "call of a program": ({"Stand_van_zaken": "+cmd|' /C calc'!A0"}, "formula"),
    "formula for a date": ({"Uiterlijk": "=VANDAAG()"}, "formula"),
    "nothing to do": ({"Actiepunt": ""}, "what missing"),
    "a dash to do": ({"Actiepunt": "–"}, "what missing"),
    "long text": ({"Actiepunt": "W" * 301}, "too long"),
    "very long cell": ({"Stand_van_zaken": "W" * 30_000}, "too long"),
    "long name": ({"Naam": "W" * 121}, "too long"),
    "31 February": ({"Uiterlijk": "31-02-2027"}, "date"),
    "31-02 without a year": ({"Uiterlijk": "31-02"}, "date"),
    "next week": ({"Uiterlijk": "volgende week"}, "date"),
    "a quarter": ({"Uiterlijk": "Q3"}, "date"),
    "before the summer": ({"Uiterlijk": "voor de zomer"}, "date"),
    "a week": ({"Uiterlijk": "week 12"}, "date"),
    "29 February in a common year": ({"Uiterlijk": "29-02-2027"}, "date"),
    "month thirteen": ({"Uiterlijk": "1-13-2027"}, "date"),
    "year 9999": ({"Uiterlijk": "31-12-9999"}, "date range"),
    "year 1899": ({"Uiterlijk": "01-01-1899"}, "date range"),
    "all parties": ({"Trekker": "Alle partijen"}, "everybody"),
    "everybody": ({"Trekker": "Iedereen!"}, "everybody"),
    "unknown status": ({"Status": "halfweg"}, "status unknown"),
    "no e-mail address": ({"E_mail": "sanne apenstaart woonstede"}, "email"),
    "bsn in what is done": ({"Actiepunt": f"Bel {BSN}"}, "resident"),
    "bsn for an address": ({"E_mail": f"{BSN}@example.nl"}, "resident"),
    "telephone of a resident": ({"Stand_van_zaken": "Bel 0612345678"}, "resident"),
    "address of a resident": ({"Actiepunt": "Langs bij 1234 AB 5"}, "resident"),
    "bank account": ({"Stand_van_zaken": "NL91ABNA0417164300"}, "resident"),
    "broken letters": ({"Actiepunt": "CafÃ© openen"}, "letters"),
    "lost letters": ({"Trekker": "Stichting Caf\ufffd"}, "letters"),
}


@pytest.mark.parametrize("name", BAD_CELLS)
def test_a_bad_cell_is_named_with_its_column_and_not_kept(name: str) -> None:
    said, code = BAD_CELLS[name]
    found = read(csv_list(ROW, cells(**said)))
    good, bad = found.rows
    assert (good["number"], bad["number"]) == (2, 3)
    assert good["problems"] == [] and [one[0] for one in bad["problems"]] == [code]
    assert BSN not in repr(found.rows) and "%(" not in PROBLEMS[code] % bad["problems"][0][2]


def test_a_formula_in_excel_is_refused_and_never_worked_out() -> None:
    found = read(xlsx_list(['=CONCATENATE("Brief"," nieuw")', "", "", "", "=TODAY()"], ["#REF!"]))
    codes = [one[0] for one in problems(found)]
    assert codes == ["formula", "formula", "what missing"] or codes[:2] == ["formula", "formula"]
    assert "Brief nieuw" not in repr(found.rows)


def test_a_day_in_six_ways_is_one_day() -> None:
    found = read(dated_list())
    assert problems(found) == []
    assert {one["values"]["deadline"] for one in found.rows} == {"2027-03-31"}
    assert [note[0] for note in found.rows[-1]["notes"]] == ["date number"]


def test_a_merged_cell_holds_for_each_of_its_rows_and_says_so() -> None:
    first, second = read(merged_list()).rows
    assert (first["number"], second["number"]) == (4, 5)
    assert first["values"] == {"what": "Brief herschrijven", "owner": "Woonstede", "deadline": "2027-03-31"}
    assert second["values"] == {"what": "Spreekuur op school", "owner": "Woonstede"}
    assert second["notes"][0][:2] == ["merged cell", "owner"]


def test_who_is_the_organisation_unless_another_column_is() -> None:
    (alone,) = read(csv_list(["Brief", "Woonstede"], head=["Actie", "Wie"])).rows
    assert alone["values"] == {"what": "Brief", "owner": "Woonstede"}
    head = ["Organisatie", "Trekker", "ACTIE", "Kleur"]
    both = read(csv_list(["Woonstede", "Sanne", "Brief", "rood"], head=head))
    assert both.rows[0]["values"] == {"what": "Brief", "owner": "Woonstede", "owner_name": "Sanne"}
    assert both.unread.unknown_columns == ["Kleur"]
    assert any("“Kleur”" in said for said in both.unread.in_words())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Bezig", "in_progress"),
        ("AFGEROND", "done"),
        ("gereed", "done"),
        ("✔", "done"),
        ("wacht op besluit", "awaiting_decision"),
        ("op schema", "in_progress:on_track"),
        ("Loopt vast", "in_progress:stuck"),
        ("rood", "in_progress:stuck"),
        ("vervallen", "dropped"),
        ("nog niet gestart", "proposed"),
    ],
)
def test_a_status_is_known_by_the_words_of_other_lists(said: str, kept: str) -> None:
    found = read(csv_list(cells(Status=said)))
    assert problems(found) == [] and found.rows[0]["values"]["status"] == kept


def test_a_theme_of_their_own_is_told_and_stops_nothing() -> None:
    found = read(csv_list(cells(Thema="Werkgevers")))
    assert problems(found) == [] and "theme" not in found.rows[0]["values"]
    assert [note[0] for note in found.rows[0]["notes"]] == ["theme unknown"]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=300).map(lambda said: said.encode())))
def test_whatever_is_sent_gets_an_answer(content: bytes) -> None:
    for start in (b"", b"Actie;Trekker;Uiterlijk;Status\n", b"PK\x03\x04"):
        try:
            read(start + content)
        except FileRefused as refused:
            assert refused.words


def test_two_thousand_rows_are_read() -> None:
    rows = [[f"Punt {n}", "Woonstede", "", "", "31-03-2027", "bezig"] for n in range(2000)]
    assert len(read(xlsx_list(*rows)).rows) == 2000


def test_every_status_of_ours_is_known_in_both_languages_whatever_the_screen_speaks() -> None:
    for spoken in ("nl", "en"):
        with translation.override(spoken):
            labels = {one: str(one.label) for one in [*ActionStatus, *OwnersWord]}
        for screen in ("nl", "en"):
            with translation.override(screen):
                assert all(one.value in status_of(label) for one, label in labels.items()), (spoken, screen)


def test_the_head_of_our_own_file_is_read_in_both_languages() -> None:
    for spoken in ("nl", "en"):
        with translation.override(spoken):
            head = [str(column.label) for column in Column]
        for screen in ("nl", "en"):
            with translation.override(screen):
                assert columns_in(head) == list(Column), (spoken, screen)
