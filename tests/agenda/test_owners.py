"""Owners by a few letters: who is offered, in which order, and who is meant by what was typed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.owners.finding import new_owner, owner_typed, owners_like
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.models import (
    Contact,
    ContactPerson,
    GroupSession,
    Organisation,
    OrganisationAlias,
    Representative,
)
from tests.builders import FACILITATOR, NOW, TODAY, build_municipality, build_organisation, outside


@pytest.fixture
def table(session: GroupSession) -> GroupSession:
    """Woonstede, ROC Waterland and Voedselbank, with people; two more organisations in the address book."""
    municipality = session.municipality
    woonstede, roc, _voedselbank = session.parties.all()
    for party, name, email in (
        (woonstede, "Yusuf Demir", "yusuf@example.org"),
        (roc, "Wout de Vries", ""),
        (roc, "", "niemand@example.org"),
    ):
        Representative.objects.create(municipality=municipality, party=party, name=name, email=email)
    person = ContactPerson.objects.create(municipality=municipality, name="Ans Bos", email="ans@example.org")
    Contact.objects.create(
        municipality=municipality,
        organisation=woonstede.organisation,
        person=person,
        function="directeur",
        from_date=date(2020, 1, 1),
    )
    build_organisation(municipality, "Wonen Plus")
    build_organisation(municipality, "Bibliotheek")
    return session


def offered(session: GroupSession, text: str) -> list[str]:
    return [str(one) for one in owners_like(session, text, today=TODAY)]


def test_parties_first_then_the_address_book_then_people(table: GroupSession) -> None:
    assert offered(table, "wo") == [
        "Woonstede",
        "Wonen Plus",
        "Wout de Vries · ROC Waterland",
        "Ans Bos · Woonstede",
        "Yusuf Demir · Woonstede",
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ROC W", "ROC Waterland"),
        ("waterl", "ROC Waterland"),
        ("yú", "Yusuf Demir · Woonstede"),
        ("bos", "Ans Bos · Woonstede"),
    ],
)
def test_any_word_may_be_begun_with(table: GroupSession, text: str, first: str) -> None:
    assert offered(table, text)[0] == first


@pytest.mark.parametrize("text", ["", "w", " w ", "zzz", "%", "\\"])
def test_one_letter_or_nobody_offers_nobody(table: GroupSession, text: str) -> None:
    assert offered(table, text) == []


def test_who_stopped_or_left_is_not_offered(table: GroupSession) -> None:
    Organisation.objects.filter(name="Wonen Plus").update(ended_on=TODAY)
    Representative.objects.filter(name="Wout de Vries").update(removed_at=NOW)
    Contact.objects.update(until_date=date(2021, 1, 1))
    assert offered(table, "wo") == ["Woonstede", "Yusuf Demir · Woonstede"]


def test_another_municipality_s_address_book_is_not_offered(table: GroupSession) -> None:
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        build_organisation(elsewhere, "Woongroep Elders")
    assert "Woongroep Elders" not in offered(table, "wo")
    assert owner_typed(table, "Woongroep Elders", today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "organisation", "person", "email"),
    [
        ("Woonstede", "Woonstede", "", ""),
        ("  WOONSTEDE ", "Woonstede", "", ""),
        ("woon", "Woonstede", "", ""),
        ("Yusuf Demir · Woonstede", "Woonstede", "Yusuf Demir", "yusuf@example.org"),
        ("Yusuf Demir", "Woonstede", "Yusuf Demir", "yusuf@example.org"),
        ("yusuf demir, woonstede", "Woonstede", "Yusuf Demir", "yusuf@example.org"),
        ("Ans Bos", "Woonstede", "Ans Bos", "ans@example.org"),
        ("Piet, Woonstede", "Woonstede", "Piet", ""),
        ("Bibliotheek", "Bibliotheek", "", ""),
        ("Bieb", "Bibliotheek", "", ""),
    ],
)
def test_who_is_meant(table: GroupSession, text: str, organisation: str, person: str, email: str) -> None:
    library = Organisation.objects.get(name="Bibliotheek")
    OrganisationAlias.objects.create(municipality=table.municipality, organisation=library, name="Bieb")
    found = owner_typed(table, text, today=TODAY)
    assert found is not None
    assert (found.organisation.name, found.person, found.email) == (organisation, person, email)


@pytest.mark.parametrize("text", ["Onbekend BV", "o", "Piet, Onbekend BV", "·", ","])
def test_nobody_is_meant(table: GroupSession, text: str) -> None:
    assert owner_typed(table, text, today=TODAY) is None


def test_two_of_one_name_are_told_apart_by_their_organisation(table: GroupSession) -> None:
    last = table.parties.last()
    Representative.objects.create(municipality=table.municipality, party=last, name="Yusuf Demir")
    assert owner_typed(table, "Yusuf Demir", today=TODAY) is None
    found = owner_typed(table, "Yusuf Demir · Voedselbank", today=TODAY)
    assert found is not None and found.called == "Voedselbank"


def test_a_new_organisation_goes_into_the_address_book_once(table: GroupSession) -> None:
    for _click in range(2):
        made = new_owner(table, "Piet, Fietsenmaker", actor=FACILITATOR, now=NOW)
    assert (made.organisation.name, made.person) == ("Fietsenmaker", "Piet")
    assert Organisation.objects.filter(name="Fietsenmaker").count() == 1


def test_as_many_queries_for_many_people(table: GroupSession, inside: Municipality) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            offered(table, "wo")
        return len(captured)

    before = queries()
    for number in range(3):
        build_organisation(inside, f"Wonen {number}")
        party = table.parties.last()
        Representative.objects.create(municipality=inside, party=party, name=f"Wouter {number}")
    assert queries() == before <= 7
