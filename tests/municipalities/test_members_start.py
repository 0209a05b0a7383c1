"""The page of management, where everybody starts, and the first steps of a new municipality."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from municipalities.set_up import Step, set_up_of
from sessions.models import Organisation
from tests.builders import (
    build_member,
    build_municipality,
    build_session,
    dress,
    national_catalogue,
    sign_in,
)

EVERYBODY = {"municipalities:privacy"}
DRESSER = {"municipalities:members", "municipalities:house_style", "municipalities:settings"}
GUARD = {"municipalities:log", "municipalities:retention"}
BOOK = {"group_sessions:organisations"}


def at(municipality: Municipality, name: str) -> str:
    return reverse(name, args=[municipality.slug])


@pytest.mark.parametrize(
    ("role", "cards"),
    [
        (Role.ADMINISTRATOR, EVERYBODY | DRESSER | GUARD | BOOK),
        (Role.COORDINATOR, EVERYBODY | BOOK),
        (Role.PROTECTION_OFFICER, EVERYBODY | GUARD),
        (Role.MANAGER, EVERYBODY),
        (Role.READER, EVERYBODY),
    ],
)
def test_each_sees_the_cards_of_what_is_theirs(
    municipality: Municipality, role: Role, cards: set[str]
) -> None:
    browser = sign_in(Client(), build_member(municipality, role))
    page = browser.get(at(municipality, "municipalities:manage"))
    assert {card.page for card in page.context["cards"]} == cards
    for card in cards:
        assert f'href="{at(municipality, card)}"' in page.content.decode()
        assert browser.get(at(municipality, card)).status_code == 200


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.ADMINISTRATOR, "municipalities:manage"),
        (Role.PROTECTION_OFFICER, "municipalities:manage"),
        (Role.COORDINATOR, "group_sessions:list"),
        (Role.MANAGER, "group_sessions:list"),
        (Role.READER, "group_sessions:list"),
    ],
)
def test_the_front_door_leads_each_to_a_page_that_lets_in(
    municipality: Municipality, role: Role, page: str
) -> None:
    browser = sign_in(Client(), build_member(municipality, role))
    answer = browser.get(at(municipality, "municipalities:start"))
    assert answer.url == at(municipality, page)
    assert browser.get(answer.url).status_code == 200


def test_an_administrator_takes_the_second_step_first(municipality: Municipality) -> None:
    browser = sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR), second_factor=False)
    for name in ("start", "manage"):
        answer = browser.get(at(municipality, f"municipalities:{name}"))
        assert answer.url.startswith(reverse("second_factor"))


def fill_address_book(municipality: Municipality, *, categories: int = 4) -> None:
    national_catalogue()
    kinds = {kind.category: kind for kind in PartyKind.objects.all()}
    with tenant(municipality):
        for category, kind in list(kinds.items())[:categories]:
            Organisation.objects.create(municipality=municipality, name=f"Van {category}", kind=kind)


def steps(municipality: Municipality) -> list[Step]:
    with tenant(municipality):
        return set_up_of([municipality], today=timezone.localdate()).get(municipality.pk, [])


def done(municipality: Municipality) -> list[bool]:
    return [step.is_done for step in steps(municipality)]


def test_the_steps_follow_what_is_there(municipality: Municipality) -> None:
    administrator = build_member(municipality, Role.ADMINISTRATOR)
    assert done(municipality) == [False] * 4
    coordinator = build_member(municipality, Role.COORDINATOR)
    assert done(municipality) == [True, False, False, False]
    with tenant(municipality):
        Membership.objects.filter(user=coordinator).update(ended_at=timezone.now())
    assert done(municipality) == [False] * 4, "nothing is stored: a step can open again"
    build_member(municipality, Role.COORDINATOR)
    fill_address_book(municipality, categories=3)
    assert done(municipality) == [True, False, False, False], "three of the four categories are not enough"
    fill_address_book_rest(municipality)
    with tenant(municipality):
        dress(municipality)
        build_session(municipality, is_rehearsal=True)
    assert done(municipality) == [True, True, True, False], "a rehearsal never counts"
    browser = sign_in(Client(), administrator)
    assert browser.get(at(municipality, "municipalities:manage")).context["set_up"] is not None
    with tenant(municipality):
        build_session(municipality)
    assert steps(municipality) == []
    assert browser.get(at(municipality, "municipalities:manage")).context["set_up"] is None


def fill_address_book_rest(municipality: Municipality) -> None:
    with tenant(municipality):
        there = set(Organisation.objects.values_list("kind__category", flat=True))
        kind = PartyKind.objects.exclude(category__in=there).first()
        Organisation.objects.create(municipality=municipality, name="De laatste", kind=kind)


def test_each_step_says_what_to_do_or_whom_to_ask(municipality: Municipality) -> None:
    browser = sign_in(
        Client(headers={"accept-language": "en"}), build_member(municipality, Role.ADMINISTRATOR)
    )
    for page in ("/", at(municipality, "municipalities:manage")):
        content = browser.get(page).content.decode()
        assert f'href="{at(municipality, "municipalities:invite_member")}"' in content
        assert "Ask the coordinator to plan the first session." in content
        assert f'href="{at(municipality, "group_sessions:new")}"' not in content
    other = sign_in(Client(headers={"accept-language": "en"}), build_member(municipality, Role.COORDINATOR))
    content = other.get(at(municipality, "municipalities:manage")).content.decode()
    assert f'href="{at(municipality, "group_sessions:new")}"' in content
    assert "Ask an administrator to choose the house style." in content
    reader = sign_in(Client(), build_member(municipality, Role.READER))
    for page in ("/", at(municipality, "municipalities:manage")):
        assert "set-up-" not in reader.get(page).content.decode()


def test_what_another_municipality_did_ticks_nothing_here(municipality: Municipality) -> None:
    there = build_municipality("Duinrand")
    build_member(there, Role.COORDINATOR)
    fill_address_book(there)
    with tenant(there):
        dress(there)
        build_session(there)
    assert steps(there) == [] and done(municipality) == [False] * 4


def test_the_steps_of_several_municipalities_are_one_question(municipality: Municipality) -> None:
    user = build_member(municipality, Role.ADMINISTRATOR)
    browser, counts = sign_in(Client(), user), []
    for number in (1, 2):
        for _each in range(number):
            there = build_municipality("Duinrand")
            with tenant(there):
                Membership.objects.create(
                    municipality=there, user=user, role=Role.ADMINISTRATOR, from_date=timezone.localdate()
                )
        browser.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/").content.decode().count("set-up-") > number
        counts.append(len(queries))
    assert counts[0] == counts[1]
