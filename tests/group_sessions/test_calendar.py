"""One's own calendar: what is in it, for whom, and until when its link works."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from sessions.models import Facilitator, GroupSession, Representative
from tests.builders import build_member, build_municipality, build_session, build_user
from tests.queries import BLOCK
from users.calendar_link import calendar_token, renew_calendar_link
from users.models import User

pytestmark = pytest.mark.django_db
QUERIES = 6


def address(user: User) -> str:
    return reverse("calendar", kwargs={"token": calendar_token(user)})


def plan(municipality: Municipality, title: str, days: int = 1, **fields: object) -> GroupSession:
    with tenant(municipality):
        starts_at = timezone.now() + timedelta(days=days)
        return build_session(municipality, title=title, starts_at=starts_at, **fields)


def titles(user: User) -> list[str]:
    return [str(event["summary"]) for event in read(user).walk("VEVENT")]


def read(user: User) -> Calendar:
    answer = Client().get(address(user))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def test_it_holds_what_one_plans_or_leads_in_every_municipality_and_nothing_else() -> None:
    here, there, elsewhere = (build_municipality(name) for name in ("Hier", "Daar", "Elders"))
    person = build_member(here)
    with tenant(there):
        Membership.objects.create(
            municipality=there, user=person, role=Role.READER, from_date=date(2020, 1, 1)
        )
    plan(here, "Gepland", days=2)
    plan(here, "Lang voorbij", days=-91)
    plan(there, "Alleen te lezen", days=3)
    plan(elsewhere, "Geleid", days=4, facilitator=person)
    plan(elsewhere, "Van anderen", days=5)
    assert titles(person) == ["Gepland", "Geleid"]
    assert titles(build_user()) == []


def test_what_stands_in_an_event_and_that_nobody_is_named() -> None:
    municipality = build_municipality()
    person = build_member(municipality)
    session = plan(municipality, "Schulden; voorkomen, samen", location="Zaal \\ 2\nachter", goal="geheim")
    with tenant(municipality):
        party = session.parties.first()
        Representative.objects.create(
            municipality=municipality, party=party, name="Fatima", email="fatima@example.nl"
        )
        leader = Facilitator.objects.get(session=session).name
    answer = Client().get(address(person))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == session.title
    assert str(event["location"]) == session.location
    assert event["dtstart"].dt == session.starts_at.replace(microsecond=0)
    assert event["dtend"].dt == session.ends_at.replace(microsecond=0)
    assert str(event["status"]) == "CONFIRMED"
    assert str(event["url"]).endswith(f"/{municipality.slug}/groepssessies/{session.pk}/")
    for nobody in ("Fatima", "fatima@example.nl", leader, person.email, party.name, "geheim"):
        assert nobody not in answer.content.decode()


def test_who_only_leads_is_sent_to_the_console_and_a_cancelled_session_says_so() -> None:
    person = build_user()
    session = plan(build_municipality(), "Geleid", facilitator=person, state="cancelled")
    (event,) = read(person).walk("VEVENT")
    assert str(event["url"]).endswith(f"/groepssessies/{session.pk}/leiden/")
    assert str(event["status"]) == "CANCELLED"


@pytest.mark.parametrize(
    "sign", ["\x0b", "\x0c", "\x1f", "\x7f", "\r", "\r\nATTENDEE:mailto:x@example.org\r\n"]
)
def test_a_sign_that_nobody_sees_breaks_no_calendar(sign: str) -> None:
    here = build_municipality()
    person = build_member(here)
    plan(here, f"Naïef{sign}verder", location=f"Zaal{sign}1 " + "é" * 90)
    content = Client().get(address(person)).content
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not set("".join(line.decode() for line in lines)) & {*map(chr, range(9)), *"\n\x0b\x0c\r\x1f\x7f"}
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert "attendee" not in event and event["summary"].startswith("Naïef")


def test_an_unchanged_calendar_is_not_sent_again() -> None:
    municipality = build_municipality()
    person = build_member(municipality)
    plan(municipality, "Eerste")
    first = Client().get(address(person))
    headers = {"if-none-match": first["ETag"]}
    again = Client().get(address(person), headers=headers)
    assert (again.status_code, again.content) == (304, b"")
    plan(municipality, "Tweede")
    assert Client().get(address(person), headers=headers).status_code == 200


def test_a_withdrawn_forged_or_foreign_link_opens_nothing() -> None:
    person, other = build_user(), build_user()
    old = address(person)
    assert Client().get(old).status_code == 200
    assert renew_calendar_link(person, seen=1)
    assert not renew_calendar_link(person, seen=1)
    assert Client().get(old).status_code == 404
    assert Client().get(address(person)).status_code == 200
    assert Client().get(address(other)).status_code == 200
    forged = calendar_token(person).replace(f"c{person.pk}-", f"c{other.pk}-")
    for token in (forged, "x", "c1-" + "a" * 26, calendar_token(person).upper(), "🧺"):
        assert Client().get(reverse("calendar", kwargs={"token": token})).status_code == 404


def test_rights_that_ended_leave_the_calendar_and_a_closed_account_has_none() -> None:
    municipality = build_municipality()
    person = build_member(municipality)
    plan(municipality, "Gepland")
    assert titles(person) == ["Gepland"]
    with tenant(municipality):
        Membership.objects.filter(user=person).update(until_date=timezone.localdate() - timedelta(days=1))
    assert titles(person) == []
    person.is_active = False
    person.save()
    assert Client().get(address(person)).status_code == 404


def test_the_page_asks_and_a_second_click_withdraws_nothing() -> None:
    person = build_user()
    browser = Client()
    browser.force_login(person)
    page = reverse("renew_calendar")
    old = address(person)
    assert browser.get(page).status_code == 200
    assert Client().get(old).status_code == 200
    for _click in range(2):
        assert browser.post(page, {"seen": "1"}).status_code == 302
    person.refresh_from_db()
    assert person.calendar_link_version == 2
    assert Client().get(old).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    municipality = build_municipality()
    person = build_member(municipality)
    for each in range(number):
        plan(municipality, f"Sessie {each}", days=each + 1)
    link = address(person)
    with django_assert_num_queries(QUERIES + 2 * BLOCK, info="one person, four tables, the door twice"):
        Client().get(link)
