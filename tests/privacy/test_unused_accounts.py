"""Accounts that nobody uses and that give nothing go by themselves, many in one look at the sign-ins."""

from datetime import date, datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.personal import NAME_REMOVED
from common.retention import months_before
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.invitations.links import invitation_token
from municipalities.models import Invitation, Membership, Municipality
from municipalities.privacy.unused_accounts import forget_unused_accounts
from tests.builders import build_user, invite
from users.erasing import erase_accounts
from users.models import User

NOW = datetime.fromisoformat("2026-11-23T14:00:00+01:00")
LATER = NOW + timedelta(days=365 * 5)
TODAY = NOW.date()


def months_later(day: date, months: int) -> date:
    return months_before(day, -months)


def test_an_account_without_a_role_goes_two_years_after_the_last_sign_in(
    municipality: Municipality,
) -> None:
    unused, used, member = build_user("Oud Account"), build_user("Nieuw Account"), build_user("Lid")
    User.objects.update(date_joined=NOW, last_login=NOW)
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=member, role=Role.READER, from_date=date(2020, 1, 1)
        )
    day = months_later(TODAY, 25)
    User.objects.filter(pk=used.pk).update(last_login=LATER)
    assert forget_unused_accounts(today=TODAY, now=NOW) == 0
    assert forget_unused_accounts(today=day, now=LATER) == 1
    assert forget_unused_accounts(today=day, now=LATER) == 0
    left = set(User.objects.filter(erased_at=None).values_list("name", flat=True))
    assert left == {"Nieuw Account", "Lid"}
    unused.refresh_from_db()
    assert (unused.name, unused.is_active) == (NAME_REMOVED, False)


def test_who_asked_for_the_code_of_an_invitation_and_never_came_is_forgotten(
    municipality: Municipality, client: Client
) -> None:
    with tenant(municipality):
        token = invitation_token(invite(municipality, "wel@example.org", role=Role.READER))
    page = reverse("municipalities:invitation", kwargs={"gemeente": municipality.slug, "token": token})
    client.post(page)
    made = User.objects.get(email="wel@example.org")
    User.objects.filter(pk=made.pk).update(date_joined=NOW)
    assert made.last_login is None
    later = months_later(TODAY, 3)
    assert forget_unused_accounts(today=later, now=LATER) == 0  # the invitation is still kept
    with tenant(municipality):
        Invitation.objects.all().delete()
    assert forget_unused_accounts(today=TODAY, now=LATER) == 0
    assert forget_unused_accounts(today=later, now=LATER) == 1
    assert not User.objects.filter(email="wel@example.org").exists()


def test_many_accounts_are_erased_with_one_look_at_the_sign_ins(db: None) -> None:
    people = [build_user(f"Persoon {number}") for number in range(3)]
    browsers = [Client() for _person in people]
    for browser, person in zip(browsers, people, strict=True):
        browser.force_login(person)
    waiting = SessionStore()
    waiting["code"] = {"email": people[0].email.upper()}
    waiting.save()
    with CaptureQueriesContext(connection) as asked:
        erase_accounts(people[:2], now=NOW)
    # PostgreSQL reads them through a cursor, so the words before it differ.
    reading = [one for one in asked if 'SELECT "django_session"' in one["sql"]]
    assert len(reading) == 1
    left = set(Session.objects.values_list("session_key", flat=True))
    assert left == {browsers[2].session.session_key}
