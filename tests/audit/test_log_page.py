"""The page of the log tells who did what, to who may read it; and the same as a spreadsheet."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from audit.actors import SYSTEM, Actor
from audit.append_only import unguarded
from audit.models import AuditEvent
from audit.record import record
from audit.sealing import seal_log
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.log import views as log_views
from municipalities.models import Municipality
from tests.builders import build_member, build_session, build_user, sign_in
from users.models import User

AT = datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
"""Half past eleven in the evening in the Netherlands, and half past six on Bonaire."""


@pytest.fixture
def reader(municipality: Municipality) -> User:
    return build_member(municipality, Role.PROTECTION_OFFICER)


@pytest.fixture
def look(client: Client, municipality: Municipality, reader: User) -> Callable[..., HttpResponse]:
    sign_in(client, reader)
    return lambda page="", **choice: client.get(f"/{municipality.slug}/logboek/{page}", choice)


def log(municipality: Municipality, action: str = "plan session", **fields: object) -> AuditEvent:
    told = {"actor": SYSTEM, "target": municipality, "now": AT, **fields}
    with tenant(municipality):
        return record(municipality=municipality, action=action, **told)


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def cells(response: HttpResponse) -> list[list[str]]:
    """Return the rows of an exported workbook without its head."""
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)), read_only=True)
    return [["" if cell is None else str(cell) for cell in row] for row in book.active.values][1:]


def test_a_row_says_who_what_when_and_why(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    user = build_user("Sanne Bakker")
    with tenant(municipality):
        session = build_session(municipality)
    actor = Actor(role="coordinator", user=user)
    log(municipality, "cancel session", actor=actor, target=session, reason="Te weinig partijen")
    page = text(look())
    assert "Sanne Bakker (coördinator)</bdi> heeft een groepssessie afgezegd" in page
    assert "20 nov 2026, 23.30" in page
    assert "Te weinig partijen" in page
    # Whoever only reads the log may not see sessions, so nothing leads there.
    assert f"/groepssessies/{session.pk}/" not in page


def test_the_time_is_that_of_the_municipality(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Kralendijk")
    log(municipality)
    assert "20 nov 2026, 18.30" in text(look())
    late = AT + timedelta(hours=5)
    log(municipality, now=late)
    assert len(look(van="2026-11-21").context["lines"]) == 0
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="Europe/Amsterdam")
    assert len(look(van="2026-11-21").context["lines"]) == 1


def test_a_row_leads_to_the_thing_for_who_may_see_it(client: Client, municipality: Municipality) -> None:
    with tenant(municipality):
        session = build_session(municipality)
        party = session.parties.first()
    log(municipality, target=session)
    log(municipality, "add party", target=party)
    sign_in(client, build_member(municipality, Role.ADMINISTRATOR))
    page = text(client.get(f"/{municipality.slug}/logboek/"))
    assert f"/groepssessies/{session.pk}/" in page
    assert f"/groepssessies/{session.pk}/partijen/" not in page


def test_who_acted_without_an_account_or_is_erased_has_no_name(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    log(municipality, "take seat", actor=Actor(role="participant", reference="representative 14"))
    gone = build_user("Vera Verdwenen")
    log(municipality, actor=Actor(role="reader", user=gone))
    User.objects.filter(pk=gone.pk).update(erased_at=AT)
    page = text(look())
    assert "deelnemer 14</bdi> is aan tafel gaan zitten" in page
    assert "een verwijderde persoon (lezer)" in page
    assert "Vera Verdwenen (" not in page
    assert "Vera Verdwenen" not in cells(look("logboek.xlsx"))[0]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"van": "2026-11-20", "tot": "2026-11-20"}, {"plan session", "take seat", "change house style"}),
        ({"van": "2026-11-21"}, {"read report"}),
        ({"tot": "2026-11-19"}, set()),
        ({"rol": "participant"}, {"take seat"}),
        ({"actie": "plan session"}, {"plan session"}),
        ({"wat": "users.user"}, {"change house style"}),
        ({"wie": "me"}, {"read report"}),
        ({"wie": "me", "rol": "participant"}, set()),
        # What can't be read is told and filters nothing.
        ({"van": "gisteren", "rol": "participant"}, {"take seat"}),
        (
            {"wie": "999999", "actie": "x'--", "na": "x"},
            {"plan session", "take seat", "read report", "change house style"},
        ),
    ],
)
def test_a_choice_shows_what_it_says(  # type: ignore[no-untyped-def]
    choice: dict[str, str], found: set[str], look, municipality: Municipality, reader: User
) -> None:
    log(municipality)
    log(municipality, "take seat", actor=Actor(role="participant", reference="representative 1"))
    log(municipality, "change house style", target=reader)
    log(municipality, "read report", actor=Actor(role="reader", user=reader), now=AT + timedelta(minutes=40))
    if choice.get("wie") == "me":
        choice = {**choice, "wie": str(reader.pk)}
    page = look(**choice)
    assert page.status_code == 200
    numbers = [line.number for line in page.context["lines"]]
    with tenant(municipality):
        assert set(AuditEvent.objects.filter(pk__in=numbers).values_list("action", flat=True)) == found


def test_pages_go_on_where_the_last_one_ended(  # type: ignore[no-untyped-def]
    look, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_views, "ON_A_PAGE", 3)
    made = [log(municipality, now=AT + timedelta(seconds=number // 2)).pk for number in range(7)]
    seen, older = [], {}
    while True:
        page = look(**older)
        seen += [line.number for line in page.context["lines"]]
        # What is logged meanwhile moves nothing to the next page.
        log(municipality, now=timezone.now())
        if page.context["older"] is None:
            break
        older = {"na": page.context["older"]}
    assert seen == made[::-1]
    beyond = look(na=made[0])
    assert "Er is niets ouders" in beyond.text and 'href="?"' in beyond.text


def test_the_number_of_questions_does_not_grow_with_the_rows(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            look()
        return len(asked)

    def add() -> None:
        with tenant(municipality):
            session = build_session(municipality)
        log(municipality, target=session, actor=Actor(role="reader", user=build_user()))

    add()
    look()
    once = questions()
    add()
    add()
    assert questions() == once


def test_tampering_is_named_and_a_whole_log_is_said_to_be_whole(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    event = log(municipality)
    with tenant(municipality):
        seal_log(municipality=municipality, now=timezone.now())
    assert "Alle regels zijn nog zoals ze zijn opgeschreven" in text(look(controle="1"))
    with tenant(municipality), unguarded():
        super(type(AuditEvent.objects.all()), AuditEvent.objects.all()).update(action="x")
    page = text(look(controle="1"))
    assert "1 regel klopt niet" in page
    assert f"regel {event.pk}" in page


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_the_file_holds_the_chosen_rows_and_is_logged_once(  # type: ignore[no-untyped-def]
    sheet: str, look, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_views, "EXPORTED_AT_ONCE", 2)
    for number in range(5):
        log(municipality, reason=f"reden {number}")
    log(municipality, "take seat")
    response = look(f"logboek.{sheet}", actie="plan session")
    assert response.headers["Content-Disposition"].endswith(f'.{sheet}"')
    if sheet == "xlsx":
        reasons = [row[-1] for row in cells(response)]
    else:
        lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()[1:]
        reasons = [line.split(";")[-1] for line in lines]
    assert reasons == [f"reden {number}" for number in range(4, -1, -1)]
    with tenant(municipality):
        assert AuditEvent.objects.filter(action="export log").count() == 1


def test_no_cell_is_a_formula(look, municipality: Municipality) -> None:  # type: ignore[no-untyped-def]
    log(municipality, reason='=HYPERLINK("http://x")')
    book = load_workbook(io.BytesIO(b"".join(look("logboek.xlsx").streaming_content)))
    cell = book.active["H2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')
    assert "'=HYPERLINK" in b"".join(look("logboek.csv").streaming_content).decode()


def test_a_file_that_would_be_too_long_is_refused_in_words(  # type: ignore[no-untyped-def]
    look, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_views, "EXPORTED_AT_MOST", 1)
    log(municipality)
    log(municipality)
    response = look("logboek.csv")
    assert response.status_code == 422
    assert "Kies een kortere periode" in response.content.decode()


def test_an_empty_log_says_so(look) -> None:  # type: ignore[no-untyped-def]
    assert "Hier is nog niets gebeurd" in text(look())


@pytest.mark.parametrize("choice", [{"van": "0001-01-01"}, {"tot": "9999-12-31"}, {"tot": "0001-01-01"}])
def test_the_first_and_the_last_day_there_are_can_be_chosen(look, choice: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    assert look(**choice).status_code == 200
