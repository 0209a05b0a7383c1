"""The pages by which a list of action points comes in, as a browser meets them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from agenda.list_import.forms import CHOSEN_AT_ONCE, field_of
from agenda.list_import.views import left_in_words
from agenda.models import ActionPoint, AgendaImport
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.log.reasons import REASONS
from municipalities.models import Municipality
from sessions.models import Organisation
from tests.agenda.list_files import csv_list, row
from tests.builders import build_member, build_municipality, build_organisation

Page = Callable[..., str]


@pytest.fixture
def page(municipality: Municipality) -> Page:
    with tenant(municipality):
        build_organisation(municipality, "Woonstede")

    def address(name: str, **kwargs: Any) -> str:
        return reverse(f"agenda:{name}", kwargs={"gemeente": municipality.slug, **kwargs})

    return address


@pytest.fixture
def coordinator(municipality: Municipality) -> Client:
    browser = Client()
    browser.force_login(build_member(municipality, Role.COORDINATOR))
    return browser


def send(browser: Client, page: Page, content: bytes, name: str = "lijst.csv") -> HttpResponse:
    return browser.post(page("import_new"), {"file": SimpleUploadedFile(name, content)})


def points(municipality: Municipality) -> list[str]:
    with tenant(municipality):
        return list(ActionPoint.objects.order_by("pk").values_list("what", flat=True))


def test_a_list_is_read_shown_and_taken_over(
    coordinator: Client, page: Page, municipality: Municipality
) -> None:
    response = send(coordinator, page, csv_list(row("Brief", Trekker="Woonstede"), row("Spreekuur")))
    assert response.status_code == 302
    shown = coordinator.get(response.url)
    assert "Brief" in shown.content.decode() and shown.context["good"] == 2
    assert points(municipality) == []
    sent = {"fingerprint": shown.context["fingerprint"]}
    for _press in range(2):
        assert coordinator.post(response.url, sent).status_code == 302
    assert points(municipality) == ["Brief", "Spreekuur"]
    listed = coordinator.get(page("list")).content.decode()
    assert "Brief" in listed
    with tenant(municipality):
        detail = page("detail", pk=ActionPoint.objects.get(what="Brief").pk)
    assert "lijst.csv" in coordinator.get(detail).content.decode()
    assert page("list") in coordinator.get(response.url).content.decode()


def test_names_nobody_knows_are_asked_on_the_page(
    coordinator: Client, page: Page, municipality: Municipality
) -> None:
    content = csv_list(
        row("A", Trekker="Wonstede"), row("B", Trekker="Buurthuis"), row("C", Trekker="Niemand")
    )
    preview = send(coordinator, page, content).url
    shown = coordinator.get(preview)
    assert (shown.context["good"], shown.context["bad"]) == (0, 3)
    with tenant(municipality):
        (key,) = AgendaImport.objects.values_list("pk", flat=True)
        known = Organisation.objects.get(name="Woonstede").pk
    choose = page("import_choose", import_pk=key)
    bad = coordinator.post(choose, {field_of("Wonstede"): "999999", field_of("Buurthuis"): "new"})
    assert bad.status_code == 422
    assert bad.context["choose"][field_of("Buurthuis")].value() == "new", "what was chosen stays"
    said = {field_of("Wonstede"): str(known), field_of("Buurthuis"): "new", field_of("Niemand"): ""}
    assert coordinator.post(choose, said).status_code == 302
    again = coordinator.get(preview)
    assert (again.context["good"], again.context["bad"]) == (2, 1)
    done = coordinator.post(preview, {"fingerprint": again.context["fingerprint"]}, follow=True)
    assert points(municipality) == ["A", "B"]
    told = done.content.decode()
    assert "Rij 4 uit uw bestand is niet overgenomen." in told and "nog een" not in told
    assert page("import_new") in coordinator.get(preview).content.decode()


def test_of_many_rows_that_stay_behind_the_first_are_named() -> None:
    assert "Rij 7 uit uw bestand" in left_in_words([7])
    many = left_in_words(range(2, 40))
    assert f": {', '.join(map(str, range(2, 14)))} en nog 26." in many


def test_many_names_are_asked_some_at_a_time(coordinator: Client, page: Page) -> None:
    names = [row(f"Punt {n}", Trekker=f"Onbekend {n}") for n in range(CHOSEN_AT_ONCE + 4)]
    shown = coordinator.get(send(coordinator, page, csv_list(*names)).url)
    assert len(shown.context["choose"].fields) == CHOSEN_AT_ONCE and shown.context["more_names"] == 4


def test_who_may_not_change_the_address_book_chooses_from_it(page: Page, municipality: Municipality) -> None:
    manager = Client()
    manager.force_login(build_member(municipality, Role.MANAGER))
    preview = send(manager, page, csv_list(row("A", Trekker="Buurthuis"))).url
    offered = dict(manager.get(preview).context["choose"].fields[field_of("Buurthuis")].choices)
    assert "new" not in offered
    with tenant(municipality):
        (key,) = AgendaImport.objects.values_list("pk", flat=True)
    sent = manager.post(page("import_choose", import_pk=key), {field_of("Buurthuis"): "new"})
    assert sent.status_code == 422
    with tenant(municipality):
        assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"a;b\n1;2\n", b"Actie;Wie\n", b"\xff\xfe\0"],
)
def test_a_bad_file_is_told_at_its_field(
    coordinator: Client, page: Page, municipality: Municipality, content: bytes
) -> None:
    response = send(coordinator, page, content)
    assert response.status_code == 422 and "file" in response.context["form"].errors
    assert coordinator.post(page("import_new")).status_code == 422
    with tenant(municipality):
        assert not AgendaImport.objects.exists()
        told = list(AuditEvent.objects.filter(action="refuse action list").values_list("reason", flat=True))
    # Of a file with nothing in it there is nothing to tell.
    assert len(told) == bool(content) and {*told} <= {*REASONS}


def test_an_agenda_that_changed_meanwhile_is_shown_again(
    coordinator: Client, page: Page, municipality: Municipality
) -> None:
    preview = send(coordinator, page, csv_list(row("Brief"))).url
    for fingerprint in ("verouderd", "", "x" * 90):
        response = coordinator.post(preview, {"fingerprint": fingerprint})
        assert response.status_code == 409 and "Brief" in response.content.decode()
    assert points(municipality) == []


def test_a_list_is_thrown_away_once(coordinator: Client, page: Page, municipality: Municipality) -> None:
    preview = send(coordinator, page, csv_list(row("Brief"))).url
    with tenant(municipality):
        (key,) = AgendaImport.objects.values_list("pk", flat=True)
    for _press in range(2):
        assert coordinator.post(page("import_cancel", import_pk=key)).status_code == 302
    assert coordinator.get(preview).status_code == 404
    assert coordinator.post(page("import_cancel", import_pk=key + 1)).status_code == 404


def test_the_list_of_another_municipality_is_unknown(coordinator: Client, page: Page) -> None:
    there = build_municipality("Dorpstede")
    browser = Client()
    browser.force_login(build_member(there))
    send(coordinator, page, csv_list(row("Brief")))
    other = reverse("agenda:import_new", kwargs={"gemeente": there.slug})
    sent = browser.post(other, {"file": SimpleUploadedFile("x.csv", csv_list(row("Elders")))})
    key = sent.url.rstrip("/").rsplit("/", 1)[1]
    for name in ("import_preview", "import_choose", "import_cancel"):
        assert coordinator.post(page(name, import_pk=key)).status_code == 404
    assert coordinator.get(page("import_preview", import_pk=key)).status_code == 404


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_our_own_example_can_be_read(
    coordinator: Client, page: Page, municipality: Municipality, sheet: str
) -> None:
    example = coordinator.get(page("import_example", sheet=sheet))
    assert example.status_code == 200
    shown = coordinator.get(send(coordinator, page, example.content, f"voorbeeld.{sheet}").url)
    codes = {remark.code for one in shown.context["rows"] for remark in one["row"].problems}
    assert codes == {"organisation unknown"} and len(shown.context["rows"]) == 2


def test_a_file_we_gave_can_be_read_in_elsewhere(
    coordinator: Client, page: Page, municipality: Municipality
) -> None:
    content = csv_list(row("Brief", Trekker="Woonstede", Uiterlijk="31-03-2027", Status="bezig"))
    preview = send(coordinator, page, content).url
    sent = {"fingerprint": coordinator.get(preview).context["fingerprint"]}
    coordinator.post(preview, sent)
    file = b"".join(coordinator.get(page("file", sheet="csv")).streaming_content)
    assert len(list(csv.reader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))) == 2
    again = coordinator.get(send(coordinator, page, file).url)
    assert [one["row"].status.value for one in again.context["rows"]] == ["unchanged"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_preview_costs_the_same_for_one_and_for_three(
    coordinator: Client, page: Page, number: int, django_assert_max_num_queries: Callable
) -> None:
    rows = [row(f"Punt {each}", Trekker=f"Onbekend {each}") for each in range(number)]
    preview = send(coordinator, page, csv_list(*rows)).url
    with django_assert_max_num_queries(22):
        coordinator.get(preview)
