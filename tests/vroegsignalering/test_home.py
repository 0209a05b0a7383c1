"""The first page: for visitors the way in, for who signed in their own overview and nothing of others."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.actors import Actor
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from sessions.facilitators import end_appointment
from sessions.models import Facilitator, GroupSession
from tests.builders import NOW, build_municipality, build_session, build_user, dress
from tests.queries import BLOCK
from users.models import User

HOME_QUERIES = 7


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def member_of(municipality: Municipality, user: User, role: Role = Role.COORDINATOR, **fields: date) -> None:
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=user, role=role, **{"from_date": date(2020, 1, 1), **fields}
        )


def session_in(municipality: Municipality, title: str, **fields: object) -> GroupSession:
    with tenant(municipality):
        return build_session(municipality, title=title, **fields)


@pytest.mark.django_db
def test_a_visitor_reads_what_it_is_and_can_join_or_sign_in() -> None:
    response = Client().get("/")
    content = response.content.decode()
    assert response.status_code == 200
    assert f'action="{reverse("live_platform:join_code")}"' in content and 'name="code"' in content
    assert reverse("account_login") in content


@pytest.mark.django_db
def test_the_code_field_of_the_first_page_leads_to_the_session() -> None:
    session = session_in(build_municipality(), "Hier")
    with tenant(session.municipality):
        GroupSession.objects.update(state="open")
    response = Client().post(reverse("live_platform:join_code"), {"code": session.spoken_join_code.lower()})
    assert response.status_code in {302, 303}
    assert session.municipality.slug in response.url


@pytest.mark.django_db
def test_an_overview_spans_municipalities_and_holds_nothing_of_others() -> None:
    user = build_user()
    here, there, elsewhere = (build_municipality(name) for name in ("Waterveen", "Duinrand", "Kerkerveld"))
    member_of(here, user)
    member_of(there, user, Role.READER)
    session_in(here, "Hier gepland")
    session_in(there, "Daar gepland")
    session_in(elsewhere, "Ergens anders")
    session_in(elsewhere, "Hier leid ik", facilitator=user)
    content = signed_in(user).get("/").content.decode()
    for shown in ("Hier gepland", "Daar gepland", "Hier leid ik", "Waterveen", "Duinrand"):
        assert shown in content
    assert "Ergens anders" not in content
    assert reverse("group_sessions:new", kwargs={"gemeente": here.slug}) in content
    assert reverse("group_sessions:new", kwargs={"gemeente": there.slug}) not in content
    theirs = reverse("group_sessions:list", kwargs={"gemeente": elsewhere.slug})
    assert f'href="{theirs}"' not in content


@pytest.mark.django_db
def test_a_membership_that_ended_or_has_to_begin_shows_nothing() -> None:
    user = build_user()
    today = timezone.localdate()
    past, future = build_municipality("Waterveen"), build_municipality("Duinrand")
    member_of(past, user, until_date=today - timedelta(days=1))
    member_of(future, user, from_date=today + timedelta(days=1))
    session_in(past, "Niet meer")
    session_in(future, "Nog niet")
    content = signed_in(user).get("/").content.decode()
    assert "Niet meer" not in content and "Nog niet" not in content


@pytest.mark.django_db
def test_an_appointment_that_ended_is_gone_from_the_overview() -> None:
    user = build_user()
    session = session_in(build_municipality(), "Hier leid ik", facilitator=user)
    browser = signed_in(user)
    assert "Hier leid ik" in browser.get("/").content.decode()
    with tenant(session.municipality):
        appointment = Facilitator.objects.get(user=user)
        end_appointment(appointment, actor=Actor(role="coordinator"), now=NOW)
    assert "Hier leid ik" not in browser.get("/").content.decode()


@pytest.mark.django_db
def test_the_overview_wears_the_style_of_the_only_municipality_and_of_none_of_several() -> None:
    user, municipality = build_user(), build_municipality(name="Waterveen")
    with tenant(municipality):
        dress(municipality)
    member_of(municipality, user)
    sheet = f"/{municipality.slug}/huisstijl/"
    browser = signed_in(user)
    assert sheet in browser.get("/").content.decode()
    member_of(build_municipality(), user)
    assert sheet not in browser.get("/").content.decode()


@pytest.mark.django_db
def test_who_has_nothing_is_told_what_to_do() -> None:
    assert signed_in(build_user()).get("/").content.decode().count(reverse("live_platform:join_code")) >= 1


@pytest.mark.django_db
def test_the_overview_asks_the_same_number_of_questions_for_two_and_for_four(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = build_user()
    browser = signed_in(user)

    def one_more() -> None:
        municipality = build_municipality()
        member_of(municipality, user)
        session_in(municipality, "Nog een", facilitator=user)

    one_more()
    one_more()
    with django_assert_num_queries(HOME_QUERIES + 2 * BLOCK):
        browser.get("/")
    one_more()
    one_more()
    with django_assert_num_queries(HOME_QUERIES + 2 * BLOCK):
        assert browser.get("/").content.decode().count("<h2") >= 4


def test_a_suspended_municipality_offers_no_planning(municipality: Municipality) -> None:
    coordinator = build_user("Koen")
    member_of(municipality, coordinator)
    new = reverse("group_sessions:new", kwargs={"gemeente": municipality.slug})
    assert new in signed_in(coordinator).get("/").text
    Municipality.objects.filter(pk=municipality.pk).update(suspended_at=NOW)
    page = signed_in(coordinator).get("/").text
    assert new not in page and municipality.name in page
