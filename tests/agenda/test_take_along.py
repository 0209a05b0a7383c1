"""The agenda as files: all that was chosen and nothing of elsewhere, no formulas, a row in the log."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agenda.export.chosen import choose
from agenda.export.sheet import COLUMNS, sheet_pieces
from agenda.looking.filter import Choice
from agenda.models import ActionPoint
from agenda.points.progress import change_deadline, report_progress
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.models import GroupSession
from tests.builders import FACILITATOR, NOW, TODAY, answering, build_member, build_session
from tests.queries import BLOCK

BY: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit"}
EVIL = '=HYPERLINK("http://x";"klik")'


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def propose(session: GroupSession, what: str = "Eén nummer", **said: Any) -> ActionPoint:
    fields = {
        "owner_organisation": session.parties.first().organisation,
        "owner_name": "Fatima Idrissi",
        "owner_email": "fatima@woonstede.example",
        "owner_role": "teamleider",
        "deadline": TODAY + timedelta(days=30),
        **said,
    }
    return propose_action(session, what=what, today=TODAY, now=timezone.now(), **fields, **BY)


def moved(point: ActionPoint) -> ActionPoint:
    """Move a date and tell something, so that there is a history."""
    later, now = TODAY + timedelta(days=60), timezone.now()
    by = {**BY, "now": now}
    change_deadline(point, deadline=later, reason="Ziekte", today=TODAY, expected_revision=1, **by)
    report_progress(
        point, owners_word=None, text="Fatima belde de drukker", expected_revision=point.revision, **by
    )
    return point


def page(municipality: Municipality, name: str = "file", **kwargs: Any) -> str:
    return reverse(f"agenda:{name}", kwargs={"gemeente": municipality.slug, **kwargs})


def member(municipality: Municipality, role: Role = Role.MANAGER) -> Client:
    browser = Client()
    browser.force_login(build_member(municipality, role))
    return browser


def taken(browser: Client, municipality: Municipality, sheet: str, **asked: str) -> bytes:
    response = browser.get(page(municipality, sheet=sheet), asked)
    assert response.status_code == 200 and "attachment" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def rows_of(content: bytes, sheet: str) -> list[dict[str, str]]:
    """Return the rows of a spreadsheet as its reader gives them."""
    if sheet == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    head, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(head, [as_read(cell) for cell in one], strict=True)) for one in rows]


def as_read(cell: Any) -> str:
    """Return a cell as people read it: a day is a day to a program, so that it can be sorted."""
    return f"{cell:%d-%m-%Y}" if isinstance(cell, datetime) else "" if cell is None else str(cell)


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_a_spreadsheet_holds_what_was_agreed(held: GroupSession, inside: Municipality, sheet: str) -> None:
    moved(propose(held))
    propose(held, "Zonder trekker", owner_organisation=None, owner_name="", owner_email="", owner_role="")
    found = rows_of(taken(member(inside), inside, sheet), sheet)
    assert [one["Actiepunt"] for one in found] == ["Zonder trekker", "Eén nummer"]
    point = found[1]
    assert point["Uiterlijk"] == f"{TODAY + timedelta(days=60):%d-%m-%Y}"
    assert point["Eerst afgesproken datum"] == f"{TODAY + timedelta(days=30):%d-%m-%Y}"
    assert {"Fatima Idrissi", "Fatima belde de drukker"} <= set(point.values())
    assert {held.title, "teamleider", "Woonstede"} <= set(point.values()) and len(point) == len(COLUMNS)


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_nothing_is_a_formula(held: GroupSession, inside: Municipality, sheet: str) -> None:
    propose(held, EVIL, owner_role="@SUM(A1)", resident_effect="+1+1")
    content = taken(member(inside), inside, sheet)
    if sheet == "csv":
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        said = [cell for line in lines for cell in line]
        assert f"'{EVIL}" in said and not any(cell.startswith(("=", "@", "+")) for cell in said)
        return
    cells = [cell for line in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "d"}
    assert EVIL in [cell.value for cell in cells] and not any(cell.data_type == "f" for cell in cells)


def test_json_holds_the_history(held: GroupSession, inside: Municipality) -> None:
    point = moved(propose(held))
    told = json.loads(taken(member(inside), inside, "json"))
    assert (told["number"], told["with_names"], told["version"]) == (1, True, 1)
    (one,) = told["action_points"]
    assert (one["id"], one["revision"], one["postponed"]) == (point.pk, 3, 0)
    assert one["owner"]["email"] == "fatima@woonstede.example"
    assert one["first_deadline"] == (TODAY + timedelta(days=30)).isoformat()
    assert [line["change"] for line in one["history"]] == ["proposed", "deadline", "update"]
    assert one["history"][1]["text"] == "Ziekte" and one["history"][1]["author"] == "R. Smit"


def test_an_empty_agenda_is_a_good_file(inside: Municipality) -> None:
    browser = member(inside)
    assert json.loads(taken(browser, inside, "json"))["action_points"] == []
    assert rows_of(taken(browser, inside, "xlsx"), "xlsx") == []


def test_a_file_keeps_what_was_chosen_on_the_page(held: GroupSession, inside: Municipality) -> None:
    other = build_session(inside, title="Tweede")
    answering(other)
    propose(held, "een")
    propose(other, "twee")
    browser = member(inside)
    found = rows_of(taken(browser, inside, "csv", sessie=str(other.pk)), "csv")
    assert [one["Actiepunt"] for one in found] == ["twee"]
    shown = browser.get(page(inside, "take_along"), {"sessie": other.pk})
    assert shown.context["number"] == 1
    assert f"verbeteragenda.csv?sessie={other.pk}&amp;namen=nee" in shown.content.decode()
    for strange in ({"sessie": "x"}, {"status": "anders"}, {"toon": "\0"}, {"page": "9"}):
        assert browser.get(page(inside, "take_along"), strange).status_code in {200, 400}


def test_more_points_than_one_chunk_stand_in_it_once(held: GroupSession, inside: Municipality) -> None:
    known = {"municipality": inside, "session": held, "created_at": NOW, "changed_at": NOW}
    ActionPoint.objects.bulk_create(ActionPoint(what=f"Punt {n}", **known) for n in range(1_203))
    found = rows_of(taken(member(inside), inside, "csv"), "csv")
    assert sorted(one["Actiepunt"] for one in found) == sorted(f"Punt {n}" for n in range(1_203))
    assert len(json.loads(taken(member(inside), inside, "json"))["action_points"]) == 1_203


@pytest.mark.parametrize("number", [1, 30])
def test_a_file_costs_the_same_for_one_and_for_thirty(
    held: GroupSession, inside: Municipality, number: int, django_assert_num_queries: Callable
) -> None:
    for each in range(number):
        moved(propose(held, f"Punt {each}"))
    said: dict[str, Any] = {"municipality": inside, "choice": Choice(), "with_names": True}
    with django_assert_num_queries(
        8, info="the choice, the rows, what belongs to them and what went on in them"
    ):
        chosen = choose(today=TODAY, now=NOW, **said)
        assert b"Punt 0" in b"".join(sheet_pieces(chosen, "csv"))


def test_each_file_is_one_row_in_the_log(held: GroupSession, inside: Municipality) -> None:
    browser = member(inside)
    for sheet in ("csv", "xlsx", "json"):
        taken(browser, inside, sheet)
        taken(browser, inside, sheet, namen="nee")
    actions = list(
        AuditEvent.objects.filter(action__startswith="export agenda").values_list("action", flat=True)
    )
    assert actions == ["export agenda", "export agenda without names"] * 3


def test_too_much_is_said_and_not_begun(
    held: GroupSession, inside: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(held)
    monkeypatch.setattr("agenda.export.views.EXPORTED_AT_MOST", 0)
    assert member(inside).get(page(inside, sheet="csv")).status_code == 422
    assert not AuditEvent.objects.filter(action="export agenda").exists()


def test_the_page_offers_names_and_the_calendar_to_who_works_on_the_agenda(
    held: GroupSession, inside: Municipality
) -> None:
    propose(held)
    working = member(inside).get(page(inside, "take_along")).content.decode()
    reading = member(inside, Role.READER).get(page(inside, "take_along")).content.decode()
    for only in ("/kalender/d", page(inside, "import_new"), 'verbeteragenda.xlsx?"'):
        assert only in working and only not in reading
    assert "namen=nee" in reading


def test_the_page_costs_the_same_for_one_and_for_three(
    held: GroupSession, inside: Municipality, django_assert_max_num_queries: Callable
) -> None:
    browser = member(inside)
    for _each in range(3):
        propose(held)
    with django_assert_max_num_queries(20 + BLOCK):
        browser.get(page(inside, "take_along"))
