"""The pages of the address book as a browser meets them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.models import AuditEvent
from common.retention import category_named
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.address_book import end_organisation
from sessions.merging import merge_organisations
from sessions.models import AddressBookImport, Contact, Organisation, Party
from tests.builders import NOW, build_member, build_organisation, build_session, sign_in
from tests.group_sessions.book_files import ROW, csv_with
from tests.group_sessions.test_book_import import BY, call, known

Page = Callable[..., str]


@pytest.fixture
def page(municipality: Municipality) -> Page:
    def address(name: str, **kwargs: object) -> str:
        return reverse(f"group_sessions:{name}", kwargs={"gemeente": municipality.slug, **kwargs})

    return address


@pytest.fixture
def woonstede(municipality: Municipality) -> Organisation:
    with tenant(municipality):
        organisation = known(municipality, aliases=["WS"], covenant_signed_on=date(2026, 1, 1))
        call(organisation)
    return organisation


def contact_of(organisation: Organisation) -> Contact:
    with tenant(organisation.municipality):
        return Contact.objects.filter(organisation=organisation).select_related("person").get()


def texts(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])  # type: ignore[attr-defined]


def typed(**said: object) -> dict[str, object]:
    return {"name": "Voedselbank", "kind": "voedselbank", "aliases": "", "kvk_number": "", **said}


def test_an_empty_book_says_what_to_do_first(planner: Client, page: Page) -> None:
    said = planner.get(page("organisations")).content.decode()
    assert page("import_new") in said and page("organisation_new") in said and "<table" not in said


def test_an_organisation_is_added_and_found_by_its_other_name(planner: Client, page: Page) -> None:
    response = planner.post(page("organisation_new"), typed(aliases="VB\nDe Bank", kvk_number="0123 4567"))
    assert response.status_code == 302
    assert "Voedselbank" in planner.get(response.url).content.decode()
    for text in ("vb", "de bánk"):
        assert planner.get(page("organisations"), {"zoek": text}).context["count"] == 1
    assert planner.get(page("organisations"), {"zoek": "niets"}).context["count"] == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "W" * 121}, "name"),
        ({"name": "WOONSTEDE"}, "name"),
        ({"name": "ws"}, "name"),
        ({"name": "Jan 123456782"}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"kind": "zwembad"}, "kind"),
        ({"aliases": "woonstede"}, "aliases"),
        ({"aliases": "W" * 121}, "aliases"),
        ({"aliases": "\n".join(f"n{n}" for n in range(21))}, "aliases"),
        ({"kvk_number": "123"}, "kvk_number"),
        ({"kvk_number": "123456782"}, "kvk_number"),
        ({"covenant_until": "2027-01-01"}, "covenant_signed_on"),
        ({"covenant_signed_on": "2027-01-01", "covenant_until": "2026-01-01"}, "covenant_until"),
        ({"covenant_signed_on": "gisteren"}, "covenant_signed_on"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(
    planner: Client, page: Page, woonstede: Organisation, said: dict[str, str], field: str
) -> None:
    response = planner.post(page("organisation_new"), typed(**said))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert response.context["form"]["kind"].value() == typed(**said)["kind"]
    with tenant(woonstede.municipality):
        assert Organisation.objects.count() == 1


def test_the_same_number_is_a_warning(planner: Client, page: Page, municipality: Municipality) -> None:
    with tenant(municipality):
        known(municipality, kvk_number="01234567")
    response = planner.post(page("organisation_new"), typed(kvk_number="01234567"), follow=True)
    assert "Woonstede" in texts(response)


def test_filters_find_what_they_say(planner: Client, page: Page, woonstede: Organisation) -> None:
    with tenant(woonstede.municipality):
        build_organisation(woonstede.municipality, "Zonder")
        stopped = build_organisation(woonstede.municipality, "Gestopt")
        end_organisation(stopped, on=date(2026, 1, 1), **BY)
    found = [
        ({}, 2),
        ({"categorie": "fixed_costs"}, 2),
        ({"categorie": "municipality"}, 0),
        ({"soort": "woningcorporatie"}, 2),
        ({"thema": "communicatie"}, 1),
        ({"convenant": "getekend"}, 1),
        ({"convenant": "geen"}, 1),
        ({"toon": "gestopt"}, 1),
        ({"soort": "bestaat-niet", "page": "99", "zoek": ""}, 2),
    ]
    for asked, count in found:
        assert planner.get(page("organisations"), asked).context["count"] == count, asked


def test_merging_is_shown_done_and_undone(planner: Client, page: Page, woonstede: Organisation) -> None:
    with tenant(woonstede.municipality):
        other = build_organisation(woonstede.municipality, "Wonen Noord")
    address = page("organisation_merge", organisation_pk=woonstede.pk)
    shown = planner.get(address, {"met": other.pk})
    assert shown.context["consequences"].covenant_moves
    for _press in range(2):
        assert planner.post(address, {"into": other.pk}).status_code == 302
    detail = planner.get(page("organisation", organisation_pk=other.pk)).content.decode()
    assert "Sander Bakker" in detail and "Woonstede" in detail
    assert planner.get(page("organisations")).context["count"] == 1
    assert (
        planner.post(page("organisation_merge", organisation_pk=other.pk), {"into": woonstede.pk}).status_code
        == 422
    )
    for _press in range(2):
        assert planner.post(page("organisation_unmerge", organisation_pk=woonstede.pk)).status_code == 302
    assert planner.get(page("organisations")).context["count"] == 2


@pytest.mark.parametrize("wanted", ["0", "-1", "x", "²", "9" * 30, ""])
def test_a_choice_that_is_none_is_asked_again(
    planner: Client, page: Page, woonstede: Organisation, wanted: str
) -> None:
    address = page("organisation_merge", organisation_pk=woonstede.pk)
    assert planner.get(address, {"met": wanted}).context["into"] is None
    assert planner.post(address, {"into": wanted}).status_code == 422


def test_somebody_moves_in_one_act(planner: Client, page: Page, woonstede: Organisation) -> None:
    with tenant(woonstede.municipality):
        build_organisation(woonstede.municipality, "Voedselbank")
    contact = contact_of(woonstede)
    address = page("contact_move", contact_pk=contact.pk)
    said = {"organisation": "VOEDSELBANK", "on": "2026-11-20", "function": "voorzitter"}
    assert planner.post(address, {**said, "organisation": "Onbekend"}).status_code == 422
    response = planner.post(address, said, follow=True)
    shown = response.content.decode()
    assert response.status_code == 200 and "Woonstede" in shown and "Voedselbank" in shown
    assert "Sander Bakker" in planner.get(page("organisation", organisation_pk=woonstede.pk)).content.decode()


def test_a_contact_is_added_changed_and_ended(planner: Client, page: Page, woonstede: Organisation) -> None:
    new = page("contact_new", organisation_pk=woonstede.pk)
    said = {"name": "Mila Post", "email": "m@x.example", "phone": "06 12345678", "themes": ["communicatie"]}
    assert planner.post(new, said).status_code == 302
    assert planner.post(new, {**said, "themes": ["bestaat-niet"]}).status_code == 422
    assert planner.post(new, {**said, "phone": "bel maar"}).status_code == 422
    assert "Mila Post" in planner.get(page("short_lines")).content.decode()
    with tenant(woonstede.municipality):
        contact = Contact.objects.get(person__name="Mila Post")
    edit = page("contact_edit", contact_pk=contact.pk)
    assert planner.post(edit, {**said, "email": "s@w.example"}).status_code == 422, "of somebody else"
    assert planner.post(edit, {**said, "name": "Mila de Post"}).status_code == 302
    assert planner.post(
        page("contact_end", contact_pk=contact.pk), {"last_day": "2026-11-20"}
    ).status_code in {302, 422}


def test_a_file_is_shown_and_then_taken_over_once(
    planner: Client, page: Page, municipality: Municipality
) -> None:
    bad = ["Zwembad", "Zwembad", "", "", "", ""]
    upload = SimpleUploadedFile("lijst.csv", csv_with(ROW, bad))
    response = planner.post(page("import_new"), {"file": upload})
    assert response.status_code == 302
    shown = planner.get(response.url)
    assert (shown.context["good"], shown.context["bad"]) == (1, 1)
    assert len(planner.get(response.url, {"toon": "bad"}).context["rows"]) == 1
    assert planner.post(response.url, {"fingerprint": "x" * 64}).status_code == 409
    seen = {"fingerprint": shown.context["fingerprint"]}
    assert "1 rij is overgenomen" in texts(planner.post(response.url, seen, follow=True))
    assert "staan er al in" in texts(planner.post(response.url, seen, follow=True))
    assert planner.get(response.url).status_code == 200
    with tenant(municipality):
        assert Organisation.objects.get().name == "Woonstede"


def test_a_file_that_is_no_file_is_told_and_not_kept(
    planner: Client, page: Page, municipality: Municipality
) -> None:
    too_many = csv_with(*[["x", "DUO"]] * 100_000)
    letters = bytes(range(256)) * 4
    uploads = [("x.xlsx", b"%PDF-1.7"), ("leeg.csv", b" "), ("veel.csv", too_many), ("raar.csv", letters)]
    for upload in [*(SimpleUploadedFile(*one) for one in uploads), "tekst"]:
        response = planner.post(page("import_new"), {"file": upload})
        assert response.status_code == 422 and response.context["form"].errors["file"]
    with tenant(municipality):
        assert not AddressBookImport.objects.exists() and not Organisation.objects.exists()
        refused = AuditEvent.objects.filter(action="refuse address book file").order_by("pk")
        assert list(refused.values_list("reason", flat=True)) == ["pdf", "empty", "too large", "encoding"]


def test_the_log_tells_how_many_rows_were_refused(
    planner: Client, page: Page, municipality: Municipality
) -> None:
    """A formula, a kind that is none, and one address twice: each is named on the page, and none is taken."""
    twice = ["Voedselbank", "Voedselbank", "", "Ali", ROW[4], ""]
    rows = csv_with(ROW, ["=1+1", *ROW[1:]], ["Zwembad", "Zwembad", "", "", "", ""], twice)
    shown = planner.post(page("import_new"), {"file": SimpleUploadedFile("a.csv", rows)}, follow=True)
    assert (shown.context["good"], shown.context["bad"]) == (1, 3)
    planner.post(shown.redirect_chain[-1][0], {"fingerprint": shown.context["fingerprint"]})
    with tenant(municipality):
        assert Organisation.objects.get().name == "Woonstede"
        told = AuditEvent.objects.get(action="take over address book file").reason
    assert told == "overgenomen rijen: 1, geweigerde rijen: 3"


def test_cancelling_twice_is_once(planner: Client, page: Page) -> None:
    upload = SimpleUploadedFile("lijst.csv", csv_with(ROW))
    preview = planner.post(page("import_new"), {"file": upload}).url
    for _press in range(2):
        assert planner.post(f"{preview}annuleren/").status_code == 302
    assert planner.get(preview).status_code == 404


@pytest.mark.parametrize("sheet", ["csv", "xlsx"])
def test_the_example_is_read_without_a_problem(planner: Client, page: Page, sheet: str) -> None:
    content = planner.get(page("book_example", sheet=sheet)).content
    response = planner.post(page("import_new"), {"file": SimpleUploadedFile(f"v.{sheet}", content)})
    shown = planner.get(response.url)
    assert (shown.context["good"], shown.context["bad"]) == (2, 0)


def test_the_download_is_logged_and_holds_no_formula(
    planner: Client, page: Page, municipality: Municipality
) -> None:
    with tenant(municipality):
        build_organisation(municipality, "=1+1")
    response = planner.get(page("book_file", sheet="csv"))
    assert b"'=1+1" in response.content and "attachment" in response["Content-Disposition"]
    with tenant(municipality):
        assert AuditEvent.objects.filter(action="export address book").count() == 1


def test_readers_and_managers_see_no_people(municipality: Municipality, page: Page) -> None:
    for role in (Role.READER, Role.MANAGER, Role.PROTECTION_OFFICER):
        client = sign_in(Client(), build_member(municipality, role))
        assert client.get(page("organisations")).status_code == 403


def test_the_parties_page_offers_every_name_and_no_merged_one(
    planner: Client, municipality: Municipality, woonstede: Organisation
) -> None:
    with tenant(municipality):
        old = build_organisation(municipality, "Het Oude")
        merge_organisations(old, into=woonstede, **BY)
        session = build_session(municipality, parties=[])
    kwargs = {"gemeente": municipality.slug, "pk": session.pk}
    parties = reverse("group_sessions:parties", kwargs=kwargs)
    shown = planner.get(parties)
    assert shown.context["names"] == ["Het Oude", "Woonstede", "WS"]
    known = [one.name for group in shown.context["aid"].groups for one in group.known]
    assert known == ["Woonstede"]
    planner.post(parties, {"name": "ws"})
    with tenant(municipality):
        party = Party.objects.get(session=session)
        assert party.organisation == woonstede
    person = reverse("group_sessions:person_new", kwargs={**kwargs, "party_pk": party.pk})
    assert planner.get(person).context["form"].initial["email"] == "s@w.example"


def fill(municipality: Municipality, number: int) -> None:
    with tenant(municipality):
        for _row in range(number):
            organisation = build_organisation(municipality)
            call(organisation, f"Persoon {organisation.pk}", f"p{organisation.pk}@x.example")
            old = build_organisation(municipality)
            merge_organisations(old, into=organisation, **BY)


@pytest.mark.parametrize("name", ["organisations", "short_lines", "book_file"])
def test_pages_ask_as_many_questions_for_one_as_for_three(
    planner: Client,
    page: Page,
    municipality: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
) -> None:
    address = page(name, sheet="csv") if name == "book_file" else page(name)
    fill(municipality, 1)
    with django_assert_max_num_queries(60) as one:
        planner.get(address)
    fill(municipality, 2)
    with django_assert_max_num_queries(len(one)):
        planner.get(address)


def test_two_thousand_organisations_come_page_by_page(
    planner: Client,
    page: Page,
    municipality: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant(municipality):
        first = build_organisation(municipality)
        Organisation.objects.bulk_create(
            Organisation(municipality=municipality, name=f"Organisatie nr {n}", kind=first.kind)
            for n in range(1999)
        )
    with django_assert_max_num_queries(40):
        shown = planner.get(page("organisations"), {"page": "40"})
    assert shown.context["count"] == 2000 and len(shown.context["entries"]) == 50
    assert planner.get(page("organisations"), {"zoek": "NR 1998"}).context["count"] == 1


def test_a_file_that_lies_there_is_forgotten(planner: Client, page: Page, municipality: Municipality) -> None:
    preview = planner.post(page("import_new"), {"file": SimpleUploadedFile("a.csv", csv_with(ROW))}).url
    kept = category_named("imports")
    with tenant(municipality):
        assert kept.forget(municipality, date(2020, 1, 1), NOW) == {}
        later = date(2100, 1, 1)
        assert kept.count(municipality, later) == {"group_sessions.addressbookimport": 1}
        assert kept.forget(municipality, later, NOW) == {"group_sessions.addressbookimport": 1}
        assert kept.count(municipality, later) == {}
    assert planner.get(preview).status_code == 404
