"""A list that is longer than one reads at a glance can be searched, and a short one is not cluttered.

A list of more than fifty comes in pages; a page that is not there is answered in words.
"""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.pages import ON_A_PAGE, pages_of
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from tests.builders import build_member, build_municipality, build_organisation, build_staff, invite, sign_in
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


def add_members(municipality: Municipality, rows: range) -> None:
    people = User.objects.bulk_create(
        User(name=f"Lid {row:03}", email=f"lid{row:03}@voorbeeld.nl") for row in rows
    )
    with tenant(municipality):
        Membership.objects.bulk_create(
            Membership(municipality=municipality, user=one, role=Role.READER, from_date=date(2020, 1, 1))
            for one in people
        )


def add_municipalities(municipality: Municipality, rows: range) -> None:
    Municipality.objects.bulk_create(Municipality(name=f"Lid {row:03}", slug=f"lid-{row:03}") for row in rows)


def add_organisations(municipality: Municipality, rows: range) -> None:
    with tenant(municipality):
        for row in rows:
            build_organisation(municipality, f"Lid {row:03}")


LISTS = [
    ("municipalities:members", add_members, "zoek"),
    ("platform:municipalities", add_municipalities, "zoek"),
    ("group_sessions:organisations", add_organisations, "zoek"),
]
"""Each list by its address, how to make it long, and what one searches with."""


def reader_of(name: str, municipality: Municipality) -> tuple[Client, str]:
    own = name.startswith("platform:")
    user = build_staff() if own else build_member(municipality, Role.ADMINISTRATOR)
    where = reverse(name, kwargs=None if own else {"gemeente": municipality.slug})
    return sign_in(Client(headers={"accept-language": "en"}), user), where


@pytest.mark.parametrize(("name", "add", "search"), LISTS)
def test_a_long_list_comes_in_pages(
    name: str, add: Callable[[Municipality, range], None], search: str, municipality: Municipality
) -> None:
    browser, page = reader_of(name, municipality)
    assert 'aria-label="Pages"' not in browser.get(page).text
    add(municipality, range(120))
    seen: set[str] = set()
    for number in (1, 2, 3):
        answer = browser.get(page, {"page": number}).text
        names = set(re.findall(r"Lid \d{3}", answer))
        assert names and not names & seen and len(names) <= ON_A_PAGE
        assert f"Page {number} of 3" in answer and "not there any more" not in answer
        seen |= names
    assert len(seen) == 120
    searched = browser.get(page, {search: "lid", "page": 2}).text
    assert f'href="?{search}=lid&amp;page=1"' in searched and f'href="?{search}=lid&amp;page=3"' in searched


@pytest.mark.parametrize("said", ["99", "0", "-1", "x", "9" * 400])
@pytest.mark.parametrize(("name", "add", "search"), LISTS)
def test_a_page_that_is_not_there_is_answered_in_words(
    name: str, add: Callable[[Municipality, range], None], search: str, said: str, municipality: Municipality
) -> None:
    browser, page = reader_of(name, municipality)
    add(municipality, range(60))
    answer = browser.get(page, {"page": said})
    assert answer.status_code == 200 and "That page is not there any more" in answer.text
    assert re.search(r"Lid \d{3}", answer.text)


@pytest.mark.parametrize(("name", "add", "search"), LISTS)
def test_as_many_questions_for_three_as_for_three_hundred(
    name: str, add: Callable[[Municipality, range], None], search: str, municipality: Municipality
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        return len(asked)

    browser, page = reader_of(name, municipality)
    add(municipality, range(3))
    questions()
    few = questions()
    add(municipality, range(3, 300))
    assert questions() == few


def test_a_page_keeps_the_choice_and_nothing_else() -> None:
    pages = pages_of(range(120), QueryDict("zoek=a%26b&page=2&toon=gestopt"))
    assert pages["kept"] == "zoek=a%26b&toon=gestopt" and not pages["is_other_page"]
    assert list(pages["page_obj"].object_list) == list(range(50, 100))
