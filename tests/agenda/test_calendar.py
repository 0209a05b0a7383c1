"""Deadlines in a calendar: of the whole agenda by a secret link, and one's own wherever one has them."""

from calendar import isleap
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from agenda.enums import ActionStatus
from agenda.export.calendar_link import calendar_token, link_version, renew_agenda_calendar
from agenda.models import ActionPoint
from audit.actors import Actor
from audit.models import AuditEvent
from common.link_tokens import make_token
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.builders import (
    NOW,
    build_member,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
)
from users.calendar_link import calendar_token as own_token
from users.models import User

pytestmark = pytest.mark.django_db
COORDINATOR = Actor(role="coordinator")


def agree(municipality: Municipality, what: str, days: int | None = 30, **fields: Any) -> ActionPoint:
    deadline = timezone.localdate() + timedelta(days=days) if days is not None else None
    known = {"municipality": municipality, "created_at": NOW, "changed_at": NOW}
    with tenant(municipality):
        fields.setdefault("owner_organisation", build_organisation(municipality))
        fields.setdefault("status", ActionStatus.ACCEPTED)
        return ActionPoint.objects.create(what=what, deadline=deadline, **known, **fields)


def address(municipality: Municipality, version: int | None = None) -> str:
    with tenant(municipality):
        token = calendar_token(municipality, version=version or link_version(municipality))
    return reverse("agenda:calendar", kwargs={"gemeente": municipality.slug, "token": token})


def events(link: str) -> dict[str, Any]:
    answer = Client().get(link)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def read_rows(municipality: Municipality) -> int:
    with tenant(municipality):
        return AuditEvent.objects.filter(action="read agenda calendar").count()


def test_it_holds_the_dates_of_what_is_open_and_names_nobody() -> None:
    here, there = build_municipality("Hier"), build_municipality("Daar")
    with tenant(here):
        organisation = build_organisation(here, "Woonstede")
        rehearsal = build_session(here, is_rehearsal=True)
    point = agree(
        here,
        "Brief; één, nummer",
        owner_organisation=organisation,
        owner_name="Fatima Idrissi",
        owner_email="fatima@example.org",
        owner_role="teamleider",
    )
    agree(here, "Al te laat", days=-5)
    agree(here, "Geen datum", days=None)
    agree(here, "Klaar", status=ActionStatus.DONE)
    agree(here, "Lang geleden", days=-91)
    agree(here, "Oefening", session=rehearsal)
    agree(there, "Van elders")
    found = events(address(here))
    assert [name.partition(": ")[2] for name in found] == ["Al te laat", "Brief; één, nummer"]
    event = found[next(name for name in found if "Brief" in name)]
    assert event["dtstart"].dt == point.deadline and not hasattr(event["dtstart"].dt, "hour")
    assert event["dtend"].dt == point.deadline + timedelta(days=1)
    assert "Woonstede, teamleider" in str(event["description"])
    assert str(event["url"]).endswith(f"/{here.slug}/verbeteragenda/{point.pk}/")
    content = Client().get(address(here)).content.decode()
    assert "Fatima" not in content and "fatima@example.org" not in content


def test_a_sign_that_nobody_sees_breaks_no_calendar() -> None:
    here = build_municipality()
    agree(here, "Regel uit Word\x0bTweede regel\r\nATTENDEE:mailto:x@example.org", owner_role="rol\x1f")
    agree(here, "naïef 🎉 " * 30)
    content = Client().get(address(here)).content
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not {*b"\n\r\x0b\x1f"} & set(b"".join(lines))
    assert not any("attendee" in event for event in events(address(here)).values())


def last_sunday(month: int) -> date:
    """Return the last Sunday of a month of 31 days of next year: the clock changes in its night."""
    last = date(timezone.localdate().year + 1, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def next_29_february() -> date:
    year = timezone.localdate().year + 1
    return date(next(one for one in range(year, year + 9) if isleap(one)), 2, 29)


@pytest.mark.parametrize("which", ["to summer time", "to winter time", "29 February"])
def test_a_date_stays_that_date_through_summer_time_and_29_february(which: str) -> None:
    day = {"to summer time": last_sunday(3), "to winter time": last_sunday(10)}.get(which, next_29_february())
    here = build_municipality()
    agree(here, "Punt", days=(day - timezone.localdate()).days)
    (event,) = events(address(here)).values()
    assert event["dtstart"].dt == day


def test_an_unchanged_calendar_is_sent_and_logged_once() -> None:
    here = build_municipality()
    agree(here, "Eerste")
    first = Client().get(address(here))
    headers = {"if-none-match": first["ETag"]}
    again = Client().get(address(here), headers=headers)
    assert (again.status_code, again.content) == (304, b"") and read_rows(here) == 1
    agree(here, "Tweede")
    assert Client().get(address(here), headers=headers).status_code == 200 and read_rows(here) == 2


def test_a_withdrawn_forged_or_foreign_link_opens_nothing() -> None:
    here, there = build_municipality("Hier"), build_municipality("Daar")
    person, old = build_user(), address(here)
    assert Client().get(old).status_code == 200
    with tenant(here):
        by: dict[str, Any] = {"actor": COORDINATOR, "now": NOW}
        assert renew_agenda_calendar(here, seen=1, **by)
        assert not renew_agenda_calendar(here, seen=1, **by)
    assert Client().get(old).status_code == 404
    assert Client().get(address(here)).status_code == Client().get(address(there)).status_code == 200
    of_here = address(here).rsplit("/", 1)[1]
    elsewhere = reverse("agenda:list", kwargs={"gemeente": there.slug}) + f"kalender/{of_here}"
    forged = address(here).replace(f"d{here.pk}-", f"d{there.pk}-")
    mine = address(here).replace(of_here, f"{own_token(person)}.ics")
    seat_card = address(here).replace(of_here, f"{make_token('k', pk=here.pk, version=2)}.ics")
    for link in (elsewhere, forged, mine, seat_card, address(here)[:-5] + ".ics"):
        assert Client().get(link).status_code == 404, link


def test_renewing_asks_and_a_second_click_withdraws_nothing() -> None:
    here = build_municipality()
    browser = Client()
    browser.force_login(build_member(here))
    page = reverse("agenda:renew_calendar", kwargs={"gemeente": here.slug})
    old = address(here)
    assert browser.get(page).status_code == 200 and Client().get(old).status_code == 200
    for _click in range(2):
        assert browser.post(page, {"seen": "1"}).status_code == 302
    with tenant(here):
        assert link_version(here) == 2
    assert Client().get(old).status_code == 404


def own(user: User) -> dict[str, Any]:
    return events(reverse("calendar", kwargs={"token": own_token(user)}))


def test_ones_own_dates_stand_in_ones_own_calendar_wherever_they_are() -> None:
    here, there = build_municipality("Hier"), build_municipality("Daar")
    person = build_member(here, Role.READER)
    agree(here, "Hier van mij", owner_email=person.email.upper())
    agree(there, "Daar van mij", owner_email=person.email, days=40)
    agree(here, "Van een ander", owner_email="ander@example.org")
    agree(here, "Teruggegeven", owner_email=person.email, status=ActionStatus.HANDED_BACK)
    agree(here, "Klaar", owner_email=person.email, status=ActionStatus.DONE)
    with tenant(here):
        rehearsal = build_session(here, is_rehearsal=True)
    agree(here, "Oefening", owner_email=person.email, session=rehearsal)
    found = {name.partition(": ")[2]: event for name, event in own(person).items()}
    assert set(found) == {"Hier van mij", "Daar van mij"}
    assert str(found["Hier van mij"]["url"]).startswith(settings.BASE_URL)
    assert "url" not in found["Daar van mij"], "who is no member can't open the page"
    assert own(build_user()) == {}
