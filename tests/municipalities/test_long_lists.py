"""A list that is longer than one reads at a glance can be searched, and a short one is not cluttered."""

from django.test import Client
from django.urls import reverse

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.builders import build_member, build_municipality, build_staff, invite, sign_in
from users.models import User

SEARCH = 'role="search"'
MANY = 13


def members_page(municipality: Municipality, sought: str = "") -> str:
    administrator = build_member(municipality, Role.ADMINISTRATOR)
    browser = sign_in(Client(headers={"accept-language": "en"}), administrator)
    url = reverse("municipalities:members", kwargs={"gemeente": municipality.slug})
    return browser.get(url, {"zoek": sought} if sought else {}).text


def municipalities_page(sought: str = "") -> str:
    browser = sign_in(Client(headers={"accept-language": "en"}), build_staff())
    return browser.get(reverse("platform:municipalities"), {"zoek": sought} if sought else {}).text


def test_a_few_members_are_read_and_not_searched(municipality: Municipality) -> None:
    assert SEARCH not in members_page(municipality)


def test_a_member_is_found_by_a_part_of_the_name_or_address(municipality: Municipality) -> None:
    people = [build_member(municipality, Role.READER) for _number in range(MANY)]
    User.objects.filter(pk=people[0].pk).update(name="Noor Öztürk", email="n.ozturk@voorbeeld.nl")
    assert SEARCH in members_page(municipality)
    page = members_page(municipality, "öZT")
    assert "Noor Öztürk" in page
    assert people[1].email not in page
    assert "Noor Öztürk" in members_page(municipality, "N.OZTURK@")


def test_who_was_invited_is_found_too(municipality: Municipality) -> None:
    with tenant(municipality):
        invite(municipality, "gast@voorbeeld.nl")
    page = members_page(municipality, "gast")
    assert "gast@voorbeeld.nl" in page
    assert "Nobody here matches" not in page
    assert "Nobody here matches" in members_page(municipality, "nergens")


def test_a_municipality_is_found_among_many(db: None) -> None:
    build_municipality("Waterveen")
    assert SEARCH not in municipalities_page()
    for number in range(MANY):
        build_municipality(f"Proef {number}")
    assert SEARCH in municipalities_page()
    page = municipalities_page("waterV")
    assert "/waterveen" in page
    assert "/proef" not in page
    assert "No municipality matches" in municipalities_page("nergens")
