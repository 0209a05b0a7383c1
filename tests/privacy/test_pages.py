"""The pages of who guards the privacy, and a person's own: to see, to take along, to erase."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from audit.models import AuditEvent
from common.personal import NAME_REMOVED
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import LegalHold, Municipality, RetentionTerm
from municipalities.privacy import holds
from municipalities.privacy.cookies import COOKIES
from reports.person_file import FORMAT, VERSION
from sessions.enums import JoinedBy
from sessions.models import Representative
from tests.builders import (
    ADMINISTRATOR,
    NOW,
    answer,
    answering,
    build_member,
    build_municipality,
    build_session,
    seat,
    sign_in,
    statements_of,
)
from users.models import User

EMAIL = "jan.jansen@example.org"
NAME = "Jan Jansen"


@pytest.fixture
def guard(client: Client, municipality: Municipality) -> Client:
    """The browser of the data protection officer."""
    sign_in(client, build_member(municipality, Role.PROTECTION_OFFICER))
    return client


@pytest.fixture
def person(municipality: Municipality) -> Representative:
    """A participant with an answer that was not revealed."""
    with tenant(municipality):
        session = build_session(municipality)
        theme = answering(session)
        person = seat(session.parties.select_related("session", "municipality").first(), NAME)
        Representative.objects.filter(pk=person.pk).update(
            email=EMAIL, joined_by=JoinedBy.LINK, invited_at=NOW
        )
        answer(person.party, statements_of(theme)[0], 8, note="Kanarie", representative=person)
    return person


def page(municipality: Municipality, name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"gemeente": municipality.slug, **arguments})


def test_a_term_is_changed_within_its_limits(guard: Client, municipality: Municipality) -> None:
    address = page(municipality, "municipalities:retention_term", category="participants")
    for wrong in ("2", "85", "-1", "", "veel"):
        response = guard.post(address, {"months": wrong})
        assert response.status_code == 422
        assert f'value="{wrong}"' in response.content.decode() or wrong == ""
    assert guard.post(address, {"months": "36"}).status_code == 302
    with tenant(municipality):
        assert RetentionTerm.objects.get().months == 36
    assert "3 jaar" in guard.get(page(municipality, "municipalities:retention")).content.decode()
    unknown = page(municipality, "municipalities:retention_term", category="alles")
    assert guard.get(unknown).status_code == 404


def test_a_term_that_is_fixed_is_told_and_can_not_be_changed(
    guard: Client, municipality: Municipality
) -> None:
    address = page(municipality, "municipalities:retention_term", category="rehearsals")
    listed = guard.get(page(municipality, "municipalities:retention")).content.decode()
    row = listed[listed.index("Oefeningen") :].partition("</tr>")[0]
    assert "7 dagen" in row and "volgende nacht" not in row
    assert address not in listed
    assert guard.get(address).status_code == guard.post(address, {"months": "0"}).status_code == 404
    other = page(municipality, "municipalities:retention_term", category="participants")
    assert other in listed and guard.get(other).status_code == 200


def test_a_hold_is_placed_with_a_reason_and_lifted_after_asking(
    guard: Client, municipality: Municipality
) -> None:
    address = page(municipality, "municipalities:place_hold")
    typed = "zaak van 111222333, bel 06-12345678"
    response = guard.post(address, {"category": "owners", "reason": typed})
    assert response.status_code == 422
    assert typed in response.content.decode()
    assert guard.post(address, {"category": "nergens", "reason": "Zaak 12"}).status_code == 422
    assert guard.post(address, {"category": "owners", "reason": "Zaak 12"}).status_code == 302
    with tenant(municipality):
        hold = LegalHold.objects.get()
    lift = page(municipality, "municipalities:lift_hold", hold=hold.pk)
    assert "Zaak 12" in guard.get(lift).content.decode()
    with tenant(municipality):
        assert LegalHold.objects.binding().exists()
    guard.post(lift)
    with tenant(municipality):
        assert not LegalHold.objects.binding().exists()
        assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
            "place legal hold",
            "lift legal hold",
        }


def test_a_person_is_found_and_what_was_not_revealed_stays_hidden(
    guard: Client, municipality: Municipality, person: Representative
) -> None:
    address = page(municipality, "reports:people")
    found = guard.post(address, {"email": EMAIL.upper()}).content.decode()
    assert NAME in found
    assert "Kanarie" not in found
    with tenant(municipality):
        told = AuditEvent.objects.filter(action="look up person")
        assert [row.target_type for row in told] == ["municipalities.municipality"]
    nobody = guard.post(address, {"email": "niemand@example.org"})
    assert "Van dit adres bewaren wij hier niets" in nobody.content.decode()
    wrong = guard.post(address, {"email": "geen adres"})
    assert wrong.status_code == 422
    assert "geen adres" in wrong.content.decode()


def test_another_municipality_finds_nothing(client: Client, person: Representative) -> None:
    other = build_municipality("Dorpstede")
    User.objects.create_user(email=EMAIL, name=NAME)
    sign_in(client, build_member(other, Role.PROTECTION_OFFICER))
    found = client.post(page(other, "reports:people"), {"email": EMAIL}).content.decode()
    assert NAME not in found
    client.post(page(other, "reports:erase_person"), {"email": EMAIL, "sure": "on"})
    assert User.objects.get(email=EMAIL).is_active
    with tenant(person.municipality):
        assert Representative.objects.get(pk=person.pk).name == NAME


def test_the_file_for_a_computer_has_its_structure(
    guard: Client, municipality: Municipality, person: Representative
) -> None:
    response = guard.post(page(municipality, "reports:person_file"), {"email": EMAIL, "kind": "json"})
    assert response["Content-Disposition"] == 'attachment; filename="persoonsgegevens.json"'
    assert "Kanarie" not in response.content.decode()
    told = json.loads(response.content)
    assert (told["format"], told["version"], told["email"]) == (FORMAT, VERSION, EMAIL)
    (place,) = told["municipalities"]
    assert (place["name"], place["address"]) == (municipality.name, municipality.slug)
    seats = {part["name"]: part["rows"] for part in place["parts"]}["participant"]
    assert seats[0]["fields"]["name"] == NAME
    assert set(seats[0]) == {"table", "why", "ground", "term", "fields"}
    with tenant(municipality):
        row = AuditEvent.objects.get(action="export person")
        assert (row.target_id, row.reason) == (municipality.pk, "")


@pytest.mark.slow
def test_the_document_can_be_read_and_listened_to(
    guard: Client, municipality: Municipality, person: Representative
) -> None:
    response = guard.post(page(municipality, "reports:person_file"), {"email": EMAIL})
    pdf = PdfReader(BytesIO(response.content))
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Wat wij van u bewaren" in text
    assert NAME in text
    assert "artikel 6, lid 1, onder e" in text
    assert "Kanarie" not in text
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl"


def test_erasing_asks_first_and_then_does(
    guard: Client, municipality: Municipality, person: Representative
) -> None:
    address = page(municipality, "reports:erase_person")
    asked = guard.post(address, {"email": EMAIL}).content.decode()
    assert "Wat weggaat en wat blijft" in asked
    with tenant(municipality):
        assert Representative.objects.get(pk=person.pk).name == NAME
    assert guard.post(address, {"email": EMAIL, "sure": "on"}).status_code == 302
    with tenant(municipality):
        row = Representative.objects.get(pk=person.pk)
        assert (row.name, row.email) == (NAME_REMOVED, "")
        assert row.removed_at is not None


def test_a_hold_is_told_in_words(guard: Client, municipality: Municipality, person: Representative) -> None:
    with tenant(municipality):
        holds.place_hold(
            municipality=municipality, category="", reason="Zaak 12", actor=ADMINISTRATOR, now=NOW
        )
    response = guard.post(page(municipality, "reports:erase_person"), {"email": EMAIL, "sure": "on"})
    assert response.status_code == 409
    assert "Zaak 12" in response.content.decode()
    with tenant(municipality):
        assert Representative.objects.get(pk=person.pk).name == NAME


def test_own_data_of_all_municipalities_with_what_was_not_revealed(
    client: Client, municipality: Municipality, person: Representative
) -> None:
    user = User.objects.create_user(email=EMAIL, name=NAME)
    other = build_municipality("Dorpstede")
    with tenant(other):
        party = build_session(other).parties.first()
        Representative.objects.create(municipality=other, party=party, name="J. Jansen", email=EMAIL)
    sign_in(client, user)
    shown = client.get("/mijn/gegevens/").content.decode()
    assert municipality.name in shown
    assert "Dorpstede" in shown
    assert "Kanarie" in shown
    told = json.loads(client.post("/mijn/gegevens/bestand/", {"kind": "json"}).content)
    assert {place["name"] for place in told["municipalities"]} == {municipality.name, "Dorpstede"}
    assert told["account"]["email"] == EMAIL
    assert "wissen" in client.get("/mijn/gegevens/wissen/").content.decode()
    assert client.post("/mijn/gegevens/wissen/").status_code == 200
    assert client.post("/mijn/gegevens/wissen/", {"sure": "on"}).status_code == 302
    user.refresh_from_db()
    assert user.erased_at is not None
    assert "_auth_user_id" not in client.session
    for place in (municipality, other):
        with tenant(place):
            assert not Representative.objects.filter(email=EMAIL).exists()
            for action in ("export person", "erase person"):
                assert AuditEvent.objects.filter(action=action).count() == 1


def test_the_cookies_of_a_visit_are_those_that_are_told(
    guard: Client, municipality: Municipality, person: Representative
) -> None:
    told = {cookie.name for cookie in COOKIES}
    terms = page(municipality, "municipalities:retention")
    for address in ("/", "/privacy/", "/meedoen/", "/mijn/gegevens/", terms):
        guard.get(address)
    guard.post("/taal/", {"language": "nl", "next": "/"})
    guard.post("/meedoen/", {"code": "ABCD-EFGH"})
    guard.post(page(municipality, "municipalities:retention_term", category="owners"), {"months": "24"})
    assert set(guard.cookies) <= told
    assert set(guard.cookies) >= {django_settings.SESSION_COOKIE_NAME, django_settings.CSRF_COOKIE_NAME}


def test_the_page_of_terms_asks_as_much_with_three_holds_as_with_one(
    guard: Client, municipality: Municipality
) -> None:
    def hold(reason: str) -> None:
        with tenant(municipality):
            holds.place_hold(
                municipality=municipality, category="owners", reason=reason, actor=ADMINISTRATOR, now=NOW
            )

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            guard.get(page(municipality, "municipalities:retention"))
        return len(asked)

    hold("Zaak 1")
    first = queries()
    hold("Zaak 2")
    hold("Zaak 3")
    assert queries() == first
