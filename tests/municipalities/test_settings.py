"""The settings of a municipality: its mails, its clock and who takes a second step."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import ActionPoint
from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from municipalities.platform.founding import TIME_ZONES
from municipalities.settings.changing import OwnSettings, change_settings
from sessions.models import GroupSession
from tests.builders import NOW, build_member, build_session, national_catalogue, sign_in

CURACAO = ZoneInfo("America/Curacao")


def address(municipality: Municipality, name: str = "municipalities:settings", **more: Any) -> str:
    return reverse(name, kwargs={"gemeente": municipality.slug, **more})


@pytest.fixture
def client(municipality: Municipality) -> Client:
    return sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR))


def test_they_are_saved_logged_and_shown(client: Client, municipality: Municipality) -> None:
    said = {
        "mail_sender": "  Gemeente   Waterveen ",
        "mail_reply_to": "schulden@waterveen.example",
        "time_zone": "America/Kralendijk",
        "second_factor_roles": ["coordinator", "protection_officer"],
    }
    assert client.post(address(municipality), said).status_code == 302
    assert client.post(address(municipality), said).status_code == 302
    municipality.refresh_from_db()
    assert municipality.mail_sender == "Gemeente Waterveen"
    assert municipality.second_factor_roles == ["coordinator", "protection_officer"]
    assert "schulden@waterveen.example" in client.get(address(municipality)).content.decode()
    with tenant(municipality):
        assert AuditEvent.objects.filter(action="change settings").count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("mail_sender", "Waterveen\r\nBcc: x@example.org"),
        ("mail_sender", "Waterveen <x@example.org>"),
        ("mail_sender", "W" * 81),
        ("mail_reply_to", "geen adres"),
        ("time_zone", ""),
        ("time_zone", "Europe/Berlin"),
        ("second_factor_roles", ["administrator"]),
        ("second_factor_roles", ["burgemeester"]),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    client: Client, municipality: Municipality, field: str, wrong: Any
) -> None:
    said = {"mail_sender": "", "time_zone": "Europe/Amsterdam", field: wrong}
    response = client.post(address(municipality), said)
    assert response.status_code == 422 and field in response.context["form"].errors
    municipality.refresh_from_db()
    assert (municipality.mail_sender, municipality.second_factor_roles) == ("", [])


def test_a_role_that_must_take_the_second_step_is_asked_for_it(municipality: Municipality) -> None:
    coordinator = build_member(municipality)
    client = sign_in(Client(), coordinator, second_factor=False)
    page = address(municipality, "group_sessions:new")
    assert client.get(page).status_code == 200
    wanted = OwnSettings("", "", "Europe/Amsterdam", ("coordinator",))
    change_settings_of(municipality, wanted)
    assert client.get(page).status_code == 302
    assert sign_in(Client(), coordinator).get(page).status_code == 200


def change_settings_of(municipality: Municipality, wanted: OwnSettings) -> None:
    with tenant(municipality):
        change_settings(municipality, wanted=wanted, actor=Actor(role="administrator"), now=NOW)


# The clock


def test_every_clock_that_can_be_chosen_exists() -> None:
    for name in TIME_ZONES:
        assert ZoneInfo(name).utcoffset(datetime(2026, 1, 1)) is not None


def test_pages_show_times_by_the_clock_of_the_municipality(municipality: Municipality) -> None:
    starts_at = datetime.combine(timezone.localdate() + timedelta(days=9), time(18, 30), tzinfo=UTC)
    with tenant(municipality):
        session = build_session(municipality, starts_at=starts_at)
    client = sign_in(Client(), build_member(municipality))
    page = address(municipality, "group_sessions:detail", pk=session.pk)
    at_home = timezone.localtime(starts_at).strftime("%H.%M")
    assert at_home in client.get(page).content.decode()
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Curacao")
    seen = client.get(page).content.decode()
    assert "14.30" in seen and at_home not in seen


def test_what_is_planned_is_meant_by_that_clock(municipality: Municipality) -> None:
    national_catalogue()
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Curacao")
    client = sign_in(Client(), build_member(municipality))
    day = timezone.localdate() + timedelta(days=30)
    said = {
        "title": "Schulden op het eiland",
        "date": day.isoformat(),
        "time": "14:00",
        "duration_minutes": 120,
        "names_in_report": "True",
    }
    response = client.post(address(municipality, "group_sessions:new"), said)
    assert response.status_code == 302, response.context["form"].errors
    with tenant(municipality):
        assert GroupSession.objects.get().starts_at == datetime.combine(day, time(14), tzinfo=CURACAO)


def test_the_clock_of_one_request_is_not_that_of_the_next(municipality: Municipality) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Curacao")
    client = sign_in(Client(), build_member(municipality))
    client.get(address(municipality, "group_sessions:list"))
    assert timezone.get_current_timezone_name() == "Europe/Amsterdam"


def test_a_day_ends_by_the_clock_of_the_municipality(
    municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 1 o'clock at night in Amsterdam it is the evening before in Willemstad."""
    member = build_member(municipality, until_date=date(2027, 3, 1))
    now = datetime(2027, 3, 2, 0, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = Client()
    client.force_login(member)
    page = address(municipality, "group_sessions:list")
    assert client.get(page).status_code == 404
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Curacao")
    assert client.get(page).status_code == 200


def test_an_action_is_late_by_the_clock_of_the_municipality(
    municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant(municipality):
        session = build_session(municipality)
        ActionPoint.objects.create(
            municipality=municipality,
            session=session,
            what="Eén loket",
            deadline=date(2027, 3, 1),
            created_at=NOW,
            changed_at=NOW,
        )
    member = build_member(municipality)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2027, 3, 2, 0, 30, tzinfo=UTC))
    client = Client()
    client.force_login(member)
    page = f"{address(municipality, 'agenda:list')}?toon=te-laat"
    assert "Eén loket" in client.get(page).content.decode()
    Municipality.objects.filter(pk=municipality.pk).update(time_zone="America/Curacao")
    assert "Eén loket" not in client.get(page).content.decode()
