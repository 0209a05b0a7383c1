"""Who works in a municipality: roles with a period, ended at the next request, kept as history."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.members import memberships as membership
from municipalities.members.memberships import (
    LastAdministrator,
    StaleMembership,
    change_membership,
    end_membership,
    version_of,
)
from municipalities.models import Invitation, Membership, Municipality
from outbox.models import Promise
from tests.builders import ADMINISTRATOR, build_member, build_municipality, build_session, invite, sign_in
from tests.municipalities.test_invitations import at_once
from users.models import User


def today() -> date:
    """Return the day by the clock, as pages do; it may be another one than when the tests were collected."""
    return timezone.localdate()


def tomorrow() -> date:
    return today() + timedelta(days=1)


@pytest.fixture
def administrator(municipality: Municipality) -> User:
    return build_member(municipality, Role.ADMINISTRATOR)


@pytest.fixture
def browser(administrator: User) -> Client:
    return sign_in(Client(headers={"accept-language": "en"}), administrator)


def at(municipality: Municipality, name: str, **kwargs: int) -> str:
    return reverse(f"municipalities:{name}", kwargs={"gemeente": municipality.slug, **kwargs})


def membership_of(user: User, municipality: Municipality) -> Membership:
    with tenant(municipality):
        return Membership.objects.select_related("municipality").get(user=user, ended_at=None)


def change(row: Membership, **fields: object) -> Membership:
    said = {"role": Role(row.role), "from_date": row.from_date, "until_date": row.until_date}
    said |= {"seen": version_of(row), "actor": ADMINISTRATOR, "now": timezone.now(), **fields}
    with tenant(row.municipality):
        return change_membership(row, **said)  # type: ignore[arg-type]


def end(row: Membership) -> bool:
    with tenant(row.municipality):
        return end_membership(row, actor=ADMINISTRATOR, now=timezone.now())


def test_the_page_shows_who_is_was_will_be_and_was_asked(
    municipality: Municipality, administrator: User, browser: Client
) -> None:
    both = build_member(municipality, Role.COORDINATOR)
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality,
            user=both,
            role=Role.READER,
            from_date=tomorrow(),
            until_date=tomorrow(),
        )
        build_member(municipality, Role.MANAGER, until_date=today() - timedelta(days=1))
        ended = build_member(municipality, Role.PROTECTION_OFFICER)
        Membership.objects.filter(user=ended).update(ended_at=timezone.now())
        invite(municipality, "wacht@example.nl")
        Promise.objects.update(bounced_at=timezone.now())
    response = browser.get(at(municipality, "members"))
    people = response.context["people"]
    assert {member.user for member in people.members} == {administrator, both}
    roles = {member.user: [role.membership.role for role in member.roles] for member in people.members}
    assert roles[both] == [Role.COORDINATOR, Role.READER]
    assert [row.role for row in people.former] == [Role.PROTECTION_OFFICER, Role.MANAGER]
    content = response.content.decode()
    assert "wacht@example.nl" in content and "did not arrive" in content and "coming" in content


def test_who_set_up_a_second_step_can_be_helped_to_a_new_one(
    municipality: Municipality, administrator: User, browser: Client
) -> None:
    lost, without = build_member(municipality, Role.COORDINATOR), build_member(municipality, Role.READER)
    for user in (administrator, lost):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    content = browser.get(at(municipality, "members")).content.decode()

    def way(user: User) -> str:
        member_pk = membership_of(user, municipality).pk
        return at(municipality, "reset_second_factor", member_pk=member_pk)

    assert f'href="{way(lost)}"' in content
    assert way(without) not in content and way(administrator) not in content
    assert browser.get(way(lost)).status_code == 200


def test_the_page_costs_as_many_queries_for_three_as_for_one(
    municipality: Municipality, browser: Client
) -> None:
    counts = []
    for number in (1, 2):
        for each in range(number):
            with tenant(municipality):
                build_member(municipality, Role.READER)
                build_member(municipality, Role.MANAGER, until_date=today() - timedelta(days=1))
                invite(municipality, f"wie{number}{each}@example.nl")
        browser.get(at(municipality, "members"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(at(municipality, "members")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_inviting_from_the_page_keeps_what_was_typed_when_it_cannot_be(
    municipality: Municipality, browser: Client
) -> None:
    page = at(municipality, "invite_member")
    bad = browser.post(page, {"email": "geen adres", "name": "Noor <i>Vos", "role": "reader"})
    assert bad.status_code == 422 and "Noor &lt;i&gt;Vos" in bad.content.decode()
    past = {"email": "n@example.nl", "role": "reader", "until_date": str(today() - timedelta(days=1))}
    assert browser.post(page, past).status_code == 422
    assert browser.post(page, {"email": "n@example.nl", "role": "koning"}).status_code == 422
    good = browser.post(page, {"email": "N@Example.nl", "role": "reader"})
    assert good.url == at(municipality, "members")
    assert browser.post(page, {"email": "n@example.NL", "role": "reader"}).status_code == 422
    with tenant(municipality):
        row = Invitation.objects.get()
        assert (row.email, row.invited_by.email) == ("n@example.nl", browser_user(browser).email)
        assert AuditEvent.objects.get(action="invite member").role == Role.ADMINISTRATOR


def browser_user(browser: Client) -> User:
    return User.objects.get(pk=browser.session["_auth_user_id"])


def test_sending_again_and_withdrawing_from_the_page(municipality: Municipality, browser: Client) -> None:
    with tenant(municipality):
        row = invite(municipality, "n@example.nl")
    again = at(municipality, "renew_invitation", invitation_pk=row.pk)
    for _press in range(2):
        assert browser.post(again, {"link_version": 1}).url == at(municipality, "members")
    with tenant(municipality):
        assert Invitation.objects.get().link_version == 2, "a double click sends one"
    revoke = at(municipality, "revoke_invitation", invitation_pk=row.pk)
    assert browser.get(revoke).status_code == 200
    with tenant(municipality):
        assert Invitation.objects.get().revoked_at is None
    for _press in range(2):
        browser.post(revoke)
    with tenant(municipality):
        assert Invitation.objects.get().revoked_at is not None
        assert AuditEvent.objects.filter(action="revoke invitation").count() == 1


def test_ending_works_at_the_next_request_and_stays_as_history(
    municipality: Municipality, browser: Client
) -> None:
    user = build_member(municipality, Role.READER)
    theirs = sign_in(Client(), user)
    sessions = reverse("group_sessions:list", args=[municipality.slug])
    assert theirs.get(sessions).status_code == 200
    row = membership_of(user, municipality)
    page = at(municipality, "end_membership", member_pk=row.pk)
    assert browser.get(page).status_code == 200
    assert theirs.get(sessions).status_code == 200, "asking ends nothing"
    assert browser.post(page).url == at(municipality, "members")
    assert theirs.get(sessions).status_code == 404
    assert str(user) in browser.get(at(municipality, "members")).content.decode()
    browser.post(page)
    with tenant(municipality):
        assert AuditEvent.objects.filter(action="end membership").count() == 1


def test_of_two_roles_the_other_one_stays(municipality: Municipality) -> None:
    user = build_member(municipality, Role.COORDINATOR)
    with tenant(municipality):
        reader = Membership.objects.create(
            municipality=municipality, user=user, role=Role.READER, from_date=today()
        )
        coordinator = Membership.objects.select_related("municipality").get(user=user, role=Role.COORDINATOR)
    theirs = sign_in(Client(), user)
    plan = reverse("group_sessions:new", args=[municipality.slug])
    assert theirs.get(plan).status_code == 200
    end(coordinator)
    assert theirs.get(plan).status_code == 403
    assert theirs.get(reverse("group_sessions:list", args=[municipality.slug])).status_code == 200
    with tenant(municipality):
        assert list(Membership.objects.current(today=today()).filter(user=user)) == [reader]


def test_the_log_names_the_role_that_gave_the_right(municipality: Municipality, administrator: User) -> None:
    """Who is both appoints a facilitator as coordinator, and invites as administrator."""
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=administrator, role=Role.COORDINATOR, from_date=today()
        )
        session = build_session(municipality)
    browser = sign_in(Client(), administrator)
    browser.post(at(municipality, "invite_member"), {"email": "n@example.nl", "role": "reader"})
    leads = reverse("group_sessions:facilitators", args=[municipality.slug, session.pk])
    browser.post(leads, {"name": "Noor Vos", "email": "noor@example.nl"})
    with tenant(municipality):
        told = dict(AuditEvent.objects.filter(user=administrator).values_list("action", "role"))
    assert told == {"invite member": Role.ADMINISTRATOR, "appoint facilitator": Role.COORDINATOR}


def test_another_role_ends_this_one_and_begins_today(municipality: Municipality, browser: Client) -> None:
    user = build_member(municipality, Role.READER)
    row = membership_of(user, municipality)
    page = at(municipality, "membership", member_pk=row.pk)
    shown = browser.get(page).context["form"]
    said = {"role": "manager", "seen": shown.initial["seen"], "until_date": ""}
    assert browser.post(page, said).status_code == 302
    with tenant(municipality):
        earlier = Membership.objects.get(pk=row.pk)
        assert earlier.role == Role.READER and earlier.ended_at is not None
        now = Membership.objects.get(user=user, ended_at=None)
        assert (now.role, now.from_date) == (Role.MANAGER, today())
    assert browser.post(page, said).status_code == 302, "an old page is told, and changes nothing"
    with tenant(municipality):
        assert Membership.objects.filter(user=user).count() == 2


def test_a_period_can_be_changed_within_reason(municipality: Municipality) -> None:
    row = membership_of(build_member(municipality, Role.READER), municipality)
    changed = change(row, until_date=tomorrow())
    assert changed.pk == row.pk and changed.until_date == tomorrow()
    for fields in (
        {"until_date": today() - timedelta(days=1)},
        {"from_date": today()},
        {"from_date": date(2019, 1, 1)},
    ):
        with pytest.raises(ValidationError):
            change(changed, **fields)
    with pytest.raises(StaleMembership):
        change(changed, seen=version_of(row), until_date=None)


def test_what_has_to_begin_can_be_moved_and_changed_freely(municipality: Municipality) -> None:
    row = membership_of(build_member(municipality, Role.READER, from_date=tomorrow()), municipality)
    moved = change(row, role=Role.MANAGER, from_date=today() + timedelta(days=9))
    assert (moved.pk, moved.role, moved.from_date) == (row.pk, Role.MANAGER, today() + timedelta(days=9))
    with pytest.raises(ValidationError):
        change(moved, from_date=today() - timedelta(days=1))


def test_nobody_holds_one_role_twice(municipality: Municipality) -> None:
    user = build_member(municipality, Role.COORDINATOR)
    with tenant(municipality):
        Membership.objects.create(municipality=municipality, user=user, role=Role.READER, from_date=today())
        row = Membership.objects.select_related("municipality").get(user=user, role=Role.COORDINATOR)
    with pytest.raises(ValidationError):
        change(row, role=Role.READER)


@pytest.mark.parametrize("act", ["end", "another role", "until a day"])
def test_the_last_administrator_cannot_go(
    municipality: Municipality, administrator: User, browser: Client, act: str
) -> None:
    row = membership_of(administrator, municipality)
    seen = version_of(row)
    build_member(municipality, Role.ADMINISTRATOR, from_date=today() + timedelta(days=9))
    gone = build_member(municipality, Role.ADMINISTRATOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    page = at(municipality, "end_membership" if act == "end" else "membership", member_pk=row.pk)
    said = {"seen": seen, "role": "reader" if act == "another role" else "administrator"}
    said |= {"until_date": str(tomorrow())} if act == "until a day" else {}
    answer = browser.post(page, said)
    assert answer.status_code == 422 and "no other administrator" in answer.content.decode()
    with tenant(municipality):
        assert version_of(Membership.objects.get(pk=row.pk)) == seen
        assert not AuditEvent.objects.filter(action__contains="membership").exists()
    build_member(municipality, Role.ADMINISTRATOR)
    assert browser.post(page, said).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_end_each_other_at_once_leave_one() -> None:
    municipality = build_municipality()
    rows = [membership_of(build_member(municipality, Role.ADMINISTRATOR), municipality) for _each in "ab"]
    given = at_once(2, lambda: end(rows.pop()))
    assert sorted(type(one).__name__ for one in given) == ["LastAdministrator", "bool"], given
    with tenant(municipality):
        assert Membership.objects.current(today=today()).count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_could_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: SQLite is alone in each transaction anyway, so on PostgreSQL only."""
    from threading import Barrier

    both_looked = Barrier(2)
    require = membership._require_another

    def slowly(row: Membership, *, on: date) -> None:
        require(row, on=on)
        both_looked.wait(5)

    monkeypatch.setattr(membership, "hold_municipality", lambda municipality: municipality)
    monkeypatch.setattr(membership, "_require_another", slowly)
    municipality = build_municipality()
    rows = [membership_of(build_member(municipality, Role.ADMINISTRATOR), municipality) for _each in "ab"]
    assert at_once(2, lambda: end(rows.pop())) == [True, True]


def test_without_the_look_for_another_the_last_could_go(
    municipality: Municipality, administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    row = membership_of(administrator, municipality)
    with pytest.raises(LastAdministrator):
        end(row)
    monkeypatch.setattr(membership, "_require_another", lambda row, on: None)
    assert end(row)


def test_ids_of_another_municipality_are_unknown(municipality: Municipality, browser: Client) -> None:
    there = build_municipality("Duinrand")
    theirs = membership_of(build_member(there, Role.READER), there)
    with tenant(there):
        asked = invite(there, "n@example.nl")
    for name, kwargs in (
        ("membership", {"member_pk": theirs.pk}),
        ("end_membership", {"member_pk": theirs.pk}),
        ("revoke_invitation", {"invitation_pk": asked.pk}),
        ("renew_invitation", {"invitation_pk": asked.pk}),
    ):
        assert browser.post(at(municipality, name, **kwargs), {"link_version": 1}).status_code == 404
    with tenant(there):
        assert Membership.objects.get().ended_at is None
        assert (Invitation.objects.get().link_version, Invitation.objects.get().revoked_at) == (1, None)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_other_roles_give_nobody_a_role(municipality: Municipality, role: Role) -> None:
    theirs = sign_in(Client(), build_member(municipality, role))
    said = {"email": "n@example.nl", "role": "administrator"}
    assert theirs.post(at(municipality, "invite_member"), said).status_code == 403
    with tenant(municipality):
        assert not Invitation.objects.exists()


def test_nobody_can_act_as_another(municipality: Municipality, administrator: User, browser: Client) -> None:
    """No address signs in as somebody else: an administrator stays the administrator on every page."""
    other = build_member(municipality, Role.COORDINATOR)
    for page in ("/demo/inloggen/waterveen-coordinator/", f"/demo/inloggen/{other.pk}/"):
        assert browser.post(page).status_code == 404
    for name in ("hijack", "als", "user", "as", "namens", "su"):
        browser.get(f"/{municipality.slug}/?{name}={other.pk}")
        browser.post(at(municipality, "invite_member"), {name: other.pk})
    assert browser_user(browser) == administrator


SIGNS_IN = re.compile(r"(?<!def )(?<!super\(\)\.)\b(?:login|perform_login|force_login)\(")
MAY_SIGN_IN = {
    "sessions/views/facilitator_link.py",  # the person the link was sent to, who has no account yet
    "municipalities/own_account/views.py",  # who the provider of the municipality says it is
    "vroegsignalering/demo/views.py",  # the demo, and nowhere else
}
"""Where code signs somebody in, besides allauth; none of them takes the word of a colleague for it."""


def test_nothing_else_in_the_code_signs_somebody_in() -> None:
    root = Path(__file__).resolve().parents[2]
    found = {
        str(path.relative_to(root))
        for app in root.glob("*/apps.py")
        for path in app.parent.rglob("*.py")
        if SIGNS_IN.search(path.read_text())
    }
    assert found == MAY_SIGN_IN


def test_the_last_day_there_is_has_none_after_it(municipality: Municipality, administrator: User) -> None:
    changed = change(membership_of(administrator, municipality), until_date=date.max)
    assert changed.until_date == date.max
