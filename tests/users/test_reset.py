"""A second step that is lost is reset by somebody else, and only where they have a say."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

import municipalities.second_step.reset
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality, StaffMember
from tests.builders import TODAY, build_member, build_municipality, build_user, outside, sign_in
from tests.users.signing_in import give_app, is_in
from users.models import User
from users.second_step import factors_of

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def page_of(user: User, municipality: Municipality) -> str:
    with tenant(municipality):
        member = Membership.objects.get(user=user)
    return f"/{municipality.slug}/leden/{member.pk}/tweede-stap/"


def logged(municipality: Municipality) -> list[tuple[str, str, int | None]]:
    with tenant(municipality):
        rows = AuditEvent.objects.filter(action="reset second step")
        return list(rows.values_list("role", "reason", "target_id"))


@pytest.fixture
def administrator(municipality: Municipality, client: Client) -> Client:
    return sign_in(client, build_member(municipality, Role.ADMINISTRATOR))


def test_an_administrator_resets_that_of_a_colleague(
    administrator: Client, municipality: Municipality
) -> None:
    colleague = build_member(municipality, Role.ADMINISTRATOR)
    give_app(colleague)
    theirs = sign_in(Client(), colleague)
    assert is_in(theirs)
    page = page_of(colleague, municipality)
    assert (
        "called them" in administrator.get(page, headers=ENGLISH).content.decode()
        and factors_of(colleague).any
    )
    assert administrator.post(page, {"reason": ""}).status_code == 200 and factors_of(colleague).any
    assert administrator.post(page, {"reason": "telefoon kwijt"}).status_code == 302
    found = factors_of(colleague)
    assert not found.any and found.recovery is None
    assert not is_in(theirs), "whoever holds the lost telephone is out too"
    assert logged(municipality) == [("administrator", "telefoon kwijt", colleague.pk)]


@pytest.mark.django_db(transaction=True)
def test_who_it_is_about_gets_a_mail(administrator: Client, municipality: Municipality) -> None:
    colleague = build_member(municipality)
    administrator.post(page_of(colleague, municipality), {"reason": "telefoon kwijt"})
    assert [message.to for message in mail.outbox] == [[colleague.email]]


def test_who_guards_more_is_not_reset_here(administrator: Client, municipality: Municipality) -> None:
    """Or a beheerder of one municipality would open another."""
    colleague, other = build_member(municipality), build_municipality("Dorpstede")
    with outside(), tenant(other):
        Membership.objects.create(
            municipality=other, user=colleague, role=Role.ADMINISTRATOR, from_date=TODAY.replace(year=2020)
        )
    give_app(colleague)
    answer = administrator.post(page_of(colleague, municipality), {"reason": "kwijt"}, headers=ENGLISH)
    assert "outside your municipality" in answer.content.decode()
    assert "Dorpstede" not in answer.content.decode()
    assert factors_of(colleague).any and logged(municipality) == []


@pytest.mark.parametrize("begins_in", [-1, 1])
def test_nor_who_works_elsewhere_in_any_role(
    administrator: Client, municipality: Municipality, begins_in: int
) -> None:
    """Somebody may have chosen a second step for that work, and it would end there without a word."""
    colleague, other = build_member(municipality), build_municipality("Dorpstede")
    with outside(), tenant(other):
        Membership.objects.create(
            municipality=other,
            user=colleague,
            role=Role.READER,
            from_date=timezone.localdate() + timedelta(days=begins_in),
        )
    give_app(colleague)
    theirs = sign_in(Client(), colleague)
    administrator.post(page_of(colleague, municipality), {"reason": "kwijt"})
    assert factors_of(colleague).any and is_in(theirs)
    with outside(), tenant(other):
        Membership.objects.update(ended_at=timezone.now())
    administrator.post(page_of(colleague, municipality), {"reason": "kwijt"})
    assert not factors_of(colleague).any


def test_without_that_check_it_would_be(
    administrator: Client, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    colleague = build_member(municipality)
    StaffMember.objects.create(user=colleague, from_date=TODAY.replace(year=2020), appointed_by="x")
    give_app(colleague)
    administrator.post(page_of(colleague, municipality), {"reason": "kwijt"})
    assert factors_of(colleague).any
    monkeypatch.setattr(municipalities.second_step.reset, "_guards_more", lambda *said, **more: False)
    administrator.post(page_of(colleague, municipality), {"reason": "kwijt"})
    assert not factors_of(colleague).any


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PROTECTION_OFFICER])
def test_others_can_not(municipality: Municipality, client: Client, role: Role) -> None:
    colleague = build_member(municipality)
    give_app(colleague)
    sign_in(client, build_member(municipality, role))
    assert client.post(page_of(colleague, municipality), {"reason": "kwijt"}).status_code == 403
    assert factors_of(colleague).any


def test_staff_resets_anybody_and_learns_nothing(municipality: Municipality, client: Client) -> None:
    staff, lost = build_user(), build_member(municipality, Role.ADMINISTRATOR)
    StaffMember.objects.create(user=staff, from_date=timezone.localdate(), appointed_by="x")
    give_app(lost)
    sign_in(client, staff)
    said = []
    for email in (lost.email, "niemand@example.org"):
        answer = client.post("/platform/tweede-stap/", {"email": email, "reason": "kwijt"}, follow=True)
        said.append([str(message) for message in answer.context["messages"]])
    assert said[0] == said[1]
    assert not factors_of(lost).any and logged(municipality) == [("staff", "kwijt", lost.pk)]


def test_the_server_is_the_last_way_back(municipality: Municipality) -> None:
    lost = build_member(municipality)
    give_app(lost)
    call_command("reset_second_step", lost.email, "--reason", "kwijt")
    assert not factors_of(lost).any and logged(municipality) == [("system", "kwijt", lost.pk)]
    with pytest.raises(CommandError):
        call_command("reset_second_step", "niemand@example.org", "--reason", "kwijt")
