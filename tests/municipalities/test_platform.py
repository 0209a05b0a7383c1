"""The platform's own pages: who gets in, what they see, and what suspending does."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.actors import Actor
from audit.models import AuditEvent
from common.retention import categories, category_named
from common.tenancy import tenant
from municipalities.enums import MunicipalityKind, Role
from municipalities.models import Invitation, Municipality, RetentionTerm, StaffMember
from municipalities.platform.figures import figures
from municipalities.platform.staff import (
    LastStaff,
    appoint_staff,
    current_staff,
    end_staff,
    is_staff,
    reference,
)
from municipalities.platform.suspension import lift_suspension, suspend_municipality
from outbox.promises import due_promises, fulfil
from tests.builders import (
    NOW,
    TODAY,
    build_member,
    build_municipality,
    build_session,
    build_staff,
    build_user,
    sign_in,
)
from users.models import User

STAFF = Actor(role="staff")
LIST = "/platform/"
FOUND = {
    "name": "Sint Anna",
    "kind": "municipality",
    "time_zone": "Europe/Amsterdam",
    "administrator": "wil@sintanna.example",
}


@pytest.fixture
def staff(db: None) -> User:
    return build_staff()


@pytest.fixture
def client(staff: User) -> Client:
    return sign_in(Client(), staff)


def found(client: Client, **fields: object) -> HttpResponse:
    return client.post(reverse("platform:found"), {**FOUND, **terms(), **fields})


def terms() -> dict[str, int]:
    return {f"term_{category.name}": category.default_months for category in categories()}


# Who gets in


def test_without_the_second_step_staff_go_there_first(staff: User) -> None:
    client = sign_in(Client(), staff, second_factor=False)
    response = client.get(LIST)
    assert response.status_code == 302 and response["Location"].startswith(reverse("second_factor"))


def test_who_was_ended_is_out_at_the_next_request(staff: User) -> None:
    other = build_staff("Jasper")
    client = sign_in(Client(), other)
    assert client.get(LIST).status_code == 200
    end_staff(StaffMember.objects.get(user=other), ended_by="test", today=timezone.localdate())
    assert client.get(LIST).status_code == 404


def test_an_account_that_is_closed_runs_nothing(staff: User) -> None:
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert not is_staff(staff, today=TODAY)


def test_staff_see_nothing_inside_a_municipality(client: Client, municipality: Municipality) -> None:
    with tenant(municipality):
        session = build_session(municipality)
    for name, more in (
        ("group_sessions:list", {}),
        ("group_sessions:detail", {"pk": session.pk}),
        ("agenda:list", {}),
        ("municipalities:settings", {}),
        ("municipalities:export", {}),
    ):
        page = reverse(name, kwargs={"gemeente": municipality.slug, **more})
        assert client.get(page).status_code == 404, name


# Appointing


def test_the_command_appoints_the_first_one_and_never_ends_the_last(db: None) -> None:
    call_command("appoint_staff", "Femke@example.nl", "--name", "Femke Aalders")
    member = StaffMember.objects.get()
    assert (member.user.email, member.appointed_by) == ("femke@example.nl", "command line")
    for said in (
        ["femke@example.nl"],
        ["geen adres"],
        ["wie@example.nl", "--end"],
        ["femke@example.nl", "--end"],
    ):
        with pytest.raises(CommandError):
            call_command("appoint_staff", *said)
    call_command("appoint_staff", "jasper@example.nl")
    call_command("appoint_staff", "FEMKE@example.nl", "--end")
    assert [str(one.user) for one in current_staff(today=timezone.localdate())] == ["jasper@example.nl"]


def test_two_who_end_each_other_leave_one(staff: User) -> None:
    other = build_staff("Jasper")
    first, second = StaffMember.objects.get(user=staff), StaffMember.objects.get(user=other)
    assert end_staff(second, ended_by=f"user {staff.pk}", today=TODAY)
    with pytest.raises(LastStaff):
        end_staff(first, ended_by=f"user {other.pk}", today=TODAY)
    assert not end_staff(second, ended_by="again", today=TODAY)
    second.refresh_from_db()
    assert second.ended_by == f"user {staff.pk}"


def test_appointed_ended_and_appointed_on_one_day(staff: User) -> None:
    for _time in range(2):
        member = appoint_staff(email="jasper@example.nl", appointed_by="test", today=TODAY)
        with pytest.raises(ValidationError):
            appoint_staff(email="jasper@example.nl", appointed_by="test", today=TODAY)
        assert end_staff(member, ended_by="test", today=TODAY)
    assert StaffMember.objects.count() == 2


def test_the_log_of_the_server_tells_who_appointed_and_ended_whom(
    staff: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "municipalities.platform.staff")
    other = appoint_staff(email="other@platform.example", appointed_by=reference(staff), today=TODAY)
    end_staff(other, ended_by=reference(staff), today=TODAY)
    by, whom = f"user {staff.pk}", f"user {other.user_id}"
    assert caplog.messages == [
        f"{by} lets {whom} run the platform.",
        f"{by} lets {whom} run the platform no longer.",
    ]


def test_staff_appoint_and_end_each_other_on_a_page(client: Client, staff: User) -> None:
    page = reverse("platform:staff")
    assert client.post(page, {"email": "geen adres"}).status_code == 422
    assert client.post(page, {"email": staff.email}).status_code == 422
    assert client.post(page, {"email": "jasper@example.nl", "name": "Jasper Kuiper"}).status_code == 302
    assert "Jasper Kuiper" in client.get(page).content.decode()
    member = StaffMember.objects.get(user__email="jasper@example.nl")
    end = reverse("platform:end_staff", kwargs={"pk": member.pk})
    assert "Jasper Kuiper" in client.get(end).content.decode()
    assert client.post(end).status_code == 302
    assert client.post(end).status_code == 404
    own = reverse("platform:end_staff", kwargs={"pk": StaffMember.objects.get(user=staff).pk})
    assert client.post(own).status_code == 302
    assert client.get(LIST).status_code == 200, "the last one is still there"


# The list


def test_the_list_shows_how_many_and_not_what(client: Client, municipality: Municipality) -> None:
    build_member(municipality)
    with tenant(municipality):
        build_session(municipality, title="Een geheim gesprek", parties=["Woonstede"])
        build_session(municipality, title="Proef", is_rehearsal=True)
    page = client.get(LIST).content.decode()
    assert municipality.name in page and "Een geheim gesprek" not in page and "Woonstede" not in page
    detail = client.get(reverse("platform:municipality", kwargs={"pk": municipality.pk})).content.decode()
    assert "Een geheim gesprek" not in detail and "coordinator" not in detail
    assert figures(today=TODAY)[municipality.pk] == {"members": 1, "sessions": 1}


def test_the_list_costs_the_same_with_more(client: Client) -> None:
    asked = []
    for number in (1, 3):
        while Municipality.objects.count() < number:
            one = build_municipality()
            build_member(one)
            with tenant(one):
                build_session(one)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]


# Founding and changing


def test_staff_found_a_municipality_and_its_administrator_is_invited(client: Client) -> None:
    response = found(client)
    assert response.status_code == 302
    made = Municipality.objects.get(slug="sint-anna")
    with tenant(made):
        assert (Invitation.objects.get().email, Invitation.objects.get().role) == (
            "wil@sintanna.example",
            Role.ADMINISTRATOR,
        )
        assert not RetentionTerm.objects.exists()
        assert set(AuditEvent.objects.values_list("role", flat=True)) == {"staff"}
    for pk in due_promises(now=timezone.now()):
        fulfil(promise_id=pk, now=timezone.now())
    assert [message.to for message in mail.outbox] == [["wil@sintanna.example"]]


def test_a_region_is_founded_with_its_members_and_own_terms(client: Client) -> None:
    chosen = terms()
    name = next(iter(chosen))
    months = category_named(name.removeprefix("term_")).most
    response = found(client, kind="region", members="Dorpstede GM0001\nZandoord GM0002", **{name: months})
    assert response.status_code == 302
    made = Municipality.objects.get()
    assert made.kind == MunicipalityKind.REGION
    with tenant(made):
        assert RetentionTerm.objects.get().months == months


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "name"),
        ({"slug": "demo"}, "slug"),
        ({"slug": "Met Hoofdletters"}, "slug"),
        ({"cbs_code": "GM12"}, "cbs_code"),
        ({"cbs_code": "<script>"}, "cbs_code"),
        ({"kind": "land"}, "kind"),
        ({"kind": "region", "members": "geen code"}, "members"),
        ({"members": "Dorpstede GM0001"}, "members"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"mail_sender": "Sint Anna\r\nBcc: x@example.nl"}, "mail_sender"),
        ({"mail_reply_to": "geen adres"}, "mail_reply_to"),
        ({"administrator": "geen adres"}, "administrator"),
        ({"name": "W" * 81}, "name"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    client: Client, fields: dict[str, str], said: str
) -> None:
    response = found(client, **{"administrator_name": "Wil de Boer", **fields})
    assert response.status_code == 422
    assert said in response.context["form"].errors
    assert "Wil de Boer" in response.content.decode()
    assert not Municipality.objects.exists()


def test_a_taken_address_is_told_and_another_is_proposed(client: Client) -> None:
    build_municipality()
    Municipality.objects.update(slug="sint-anna")
    assert found(client, slug="sint-anna").status_code == 422
    assert found(client).status_code == 302
    assert Municipality.objects.filter(slug="sint-anna-2").exists()


def test_a_change_is_saved_logged_and_nothing_changes_nothing(
    client: Client, municipality: Municipality
) -> None:
    page = reverse("platform:change", kwargs={"pk": municipality.pk})
    same = {"name": "Waterveen", "kind": "municipality", "time_zone": "Europe/Amsterdam"}
    assert client.post(page, same).status_code == 302
    with tenant(municipality):
        assert not AuditEvent.objects.exists()
    assert client.post(page, {**same, "cbs_code": "gm0363", "name": "Waterveen-Oost"}).status_code == 302
    municipality.refresh_from_db()
    assert (municipality.name, municipality.cbs_code) == ("Waterveen-Oost", "GM0363")
    assert client.post(page, {**same, "name": ""}).status_code == 422
    with tenant(municipality):
        assert AuditEvent.objects.get().action == "change municipality"


def test_staff_invite_an_administrator_when_there_is_none(client: Client, municipality: Municipality) -> None:
    page = reverse("platform:invite_administrator", kwargs={"pk": municipality.pk})
    assert client.post(page, {"email": "x"}).status_code == 422
    assert client.post(page, {"email": "wil@example.nl"}).status_code == 302
    assert client.post(page, {"email": "wil@example.nl"}).status_code == 422
    with tenant(municipality):
        assert Invitation.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    "name", ["municipality", "change", "suspend", "lift", "succeed", "remove", "ask_removal"]
)
def test_a_municipality_that_is_not_there(client: Client, name: str) -> None:
    assert client.get(reverse(f"platform:{name}", kwargs={"pk": 10**15})).status_code == 404


# Suspending


def test_suspended_is_read_only_and_told_and_can_be_lifted(
    client: Client, municipality: Municipality
) -> None:
    administrator = build_member(municipality, Role.ADMINISTRATOR)
    page = reverse("platform:suspend", kwargs={"pk": municipality.pk})
    assert "Niemand kan iets veranderen" in client.get(page).content.decode()
    assert client.post(page, {"reason": " "}).status_code == 422
    assert client.post(page, {"reason": "Bel 06-12345678"}).status_code == 422
    assert client.post(page, {"reason": "Contract afgelopen"}).status_code == 302
    assert client.post(page, {"reason": "Nog eens"}).status_code == 302
    municipality.refresh_from_db()
    assert (municipality.is_suspended, municipality.suspension_reason) == (True, "Contract afgelopen")
    inside = sign_in(Client(), administrator)
    settings_page = reverse("municipalities:settings", kwargs={"gemeente": municipality.slug})
    assert inside.get(settings_page).status_code == 200
    assert inside.post(settings_page, {"time_zone": "America/Aruba"}).status_code == 403
    assert client.post(reverse("platform:lift", kwargs={"pk": municipality.pk})).status_code == 302
    assert inside.post(settings_page, {"time_zone": "America/Aruba"}).status_code == 302
    for pk in due_promises(now=timezone.now()):
        fulfil(promise_id=pk, now=timezone.now())
    assert [message.to for message in mail.outbox] == [[administrator.email]] * 2
    with tenant(municipality):
        suspended = AuditEvent.objects.get(action="suspend municipality")
        assert (suspended.reason, suspended.role) == ("Contract afgelopen", "staff")


def test_suspending_twice_is_once(municipality: Municipality) -> None:
    assert suspend_municipality(municipality, reason="a", actor=STAFF, now=NOW)
    assert not suspend_municipality(municipality, reason="b", actor=STAFF, now=NOW)
    assert lift_suspension(municipality, actor=STAFF, now=NOW + timedelta(hours=1))
    assert not lift_suspension(municipality, actor=STAFF, now=NOW + timedelta(hours=1))


def test_a_person_of_a_municipality_is_no_staff(municipality: Municipality) -> None:
    client = sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR))
    assert client.get(LIST).status_code == 404
    assert sign_in(Client(), build_user()).get(LIST).status_code == 404


def test_who_founds_one_twice_reads_that_it_is_there(client: Client) -> None:
    assert found(client).status_code == 302
    again = client.post(reverse("platform:found"), FOUND | terms(), headers={"accept-language": "en"})
    assert again.status_code == 422 and "at /sint-anna/" in again.text and "wil@sintanna" in again.text
    assert Municipality.objects.filter(name="Sint Anna").count() == 1
