"""One person with many hats: one switch in the header, with the present one marked, and nothing of others."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality, Succession
from sessions.facilitators import end_appointment
from sessions.models import Facilitator, GroupSession
from tests.builders import ADMINISTRATOR, NOW, build_member, build_municipality, build_session, sign_in
from users.models import User


def give(municipality: Municipality, user: User, role: Role = Role.READER) -> None:
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=user, role=role, from_date=timezone.localdate()
        )


def lead(municipality: Municipality, user: User, title: str) -> GroupSession:
    with tenant(municipality):
        return build_session(municipality, title=title, facilitator=user)


def menu(browser: Client, page: str) -> str:
    """Return the switch on a page; nothing when there is none."""
    found = re.search(r'<nav[^>]* id="hats".*?</nav>', browser.get(page).content.decode(), re.DOTALL)
    return found[0] if found else ""


def sessions_of(municipality: Municipality) -> str:
    return reverse("group_sessions:list", args=[municipality.slug])


@pytest.mark.django_db
def test_who_has_one_hat_has_nothing_to_switch() -> None:
    here = build_municipality()
    user = build_member(here, Role.COORDINATOR)
    give(here, user, Role.MANAGER)
    assert menu(sign_in(Client(), user), sessions_of(here)) == ""


@pytest.mark.django_db
def test_a_municipality_that_went_on_as_others_stands_last_and_says_so() -> None:
    ended, first, second = (build_municipality(name) for name in ("Aadorp", "Duinrand", "Kerkerveld"))
    user = build_member(ended, Role.COORDINATOR)
    give(first, user, Role.COORDINATOR)
    today = timezone.localdate()
    for successor in (second, first):
        Succession.objects.create(predecessor=ended, successor=successor, on=today + timedelta(days=1))
    browser = sign_in(Client(headers={"accept-language": "en"}), user)
    plan = reverse("group_sessions:new", args=[ended.slug])
    before = browser.get("/").text
    assert "goes on as" not in before and plan in before
    assert before.index('id="house-') < before.index("Duinrand</h2>") > before.index("Aadorp</h2>")

    Succession.objects.update(on=today)
    page = browser.get("/").text
    said = f"until {date_format(today, 'j F Y')}, goes on as Duinrand, Kerkerveld"
    assert page.count(said) == 2, "in the switch and on the page"
    assert page.index("Duinrand</h2>") < page.index("Aadorp</h2>")
    assert plan not in page and plan not in browser.get(sessions_of(ended)).text
    assert reverse("group_sessions:new", args=[first.slug]) in page
    assert reverse("agenda:list", args=[ended.slug]) in page


@pytest.mark.django_db
def test_every_hat_is_in_the_switch_and_the_present_one_is_marked() -> None:
    here, there, elsewhere = (build_municipality(name) for name in ("Waterveen", "Duinrand", "Kerkerveld"))
    user = build_member(here, Role.COORDINATOR)
    give(here, user, Role.MANAGER)
    give(there, user)
    led = lead(elsewhere, user, "Hier leid ik")
    lead(there, build_member(there), "Van een ander")
    browser = sign_in(Client(headers={"accept-language": "en"}), user)
    switch = menu(browser, sessions_of(here))
    assert "Waterveen" in switch and "Coordinator, manager" in switch and "Duinrand" in switch
    assert "Hier leid ik" in switch and "Van een ander" not in switch
    start = reverse("municipalities:start", args=[elsewhere.slug])
    assert f'href="{start}"' not in switch, "leading a session there is no work for that municipality"
    [marked] = re.findall(r'<a href="([^"]+)" aria-current', switch)
    assert marked == reverse("municipalities:start", args=[here.slug])
    console = reverse("live:console", args=[elsewhere.slug, led.pk])
    assert f'href="{console}"' in switch
    shown = browser.get("/").content.decode()
    for name in ("Waterveen", "Duinrand", "Hier leid ik"):
        assert name in shown


@pytest.mark.django_db
def test_it_opens_without_a_script() -> None:
    here, there = build_municipality("Waterveen"), build_municipality("Duinrand")
    user = build_member(here)
    give(there, user)
    content = sign_in(Client(), user).get(sessions_of(here)).content.decode()
    assert 'popovertarget="hats"' in content
    assert re.search(r'id="hats" popover[ >]', content)


@pytest.mark.django_db
def test_a_hat_that_was_taken_off_is_gone_at_the_next_request() -> None:
    here, there, elsewhere = (build_municipality(name) for name in ("Waterveen", "Duinrand", "Kerkerveld"))
    user = build_member(here)
    give(there, user)
    led = lead(elsewhere, user, "Hier leid ik")
    browser = sign_in(Client(), user)
    assert "Duinrand" in menu(browser, sessions_of(here))
    with tenant(there):
        Membership.objects.filter(user=user).update(ended_at=timezone.now())
    assert "Duinrand" not in menu(browser, sessions_of(here))
    with tenant(elsewhere):
        appointment = Facilitator.objects.select_related("municipality").get(session=led, user=user)
        end_appointment(appointment, actor=ADMINISTRATOR, now=NOW)
    assert menu(browser, sessions_of(here)) == "", "one hat is left"


@pytest.mark.django_db
def test_it_costs_as_many_questions_for_two_hats_as_for_five() -> None:
    here = build_municipality()
    user = build_member(here)
    browser, counts = sign_in(Client(), user), []
    for number in (2, 3):
        for _each in range(number):
            there = build_municipality("Duinrand")
            give(there, user)
            lead(there, user, "Een sessie")
        browser.get(sessions_of(here))
        with CaptureQueriesContext(connection) as queries:
            browser.get(sessions_of(here))
        counts.append(len(queries))
    assert counts[0] == counts[1]
