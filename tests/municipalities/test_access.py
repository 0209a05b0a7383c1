"""Who gets in: by permission, today, and out at the next request."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.tenancy import tenant
from municipalities.access import GuardedView, roles_with
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from municipalities.permissions import ROLE_PERMISSIONS, Permission
from tests.builders import build_member


def test_a_view_without_a_permission_fails_at_import() -> None:
    with pytest.raises(ImproperlyConfigured):
        type("Forgotten", (GuardedView,), {})
    with pytest.raises(ImproperlyConfigured):
        type("Word", (GuardedView,), {"permission": "view sessions"})


def test_every_role_has_its_rights_written_down() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)


def test_no_role_in_a_municipality_leads_answers_or_watches() -> None:
    """Those rights come from a seat in one session."""
    for permission in (Permission.LEAD_SESSION, Permission.ANSWER_FOR_PARTY, Permission.WATCH_SCREEN):
        assert roles_with(permission) == []


@pytest.mark.parametrize(
    ("from_days", "until_days", "status"),
    [(0, None, 200), (0, 0, 200), (-9, 1, 200), (1, None, 404), (-9, -1, 404)],
)
def test_a_membership_holds_from_its_first_day_through_its_last(
    municipality: Municipality, client: Client, from_days: int, until_days: int | None, status: int
) -> None:
    today = timezone.localdate()
    until = None if until_days is None else today + timedelta(days=until_days)
    user = build_member(municipality, from_date=today + timedelta(days=from_days), until_date=until)
    client.force_login(user)
    url = reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})
    assert client.get(url).status_code == status


def test_a_person_removed_is_out_at_the_next_request(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality)
    client.force_login(user)
    url = reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})
    assert client.get(url).status_code == 200
    with tenant(municipality):
        Membership.objects.update(until_date=timezone.localdate() - timedelta(days=1))
    assert client.get(url).status_code == 404


def test_two_roles_give_the_rights_of_both(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality, Role.ADMINISTRATOR)
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=user, role=Role.READER, from_date=timezone.localdate()
        )
    client.force_login(user)
    assert client.get(reverse("agenda:list", kwargs={"gemeente": municipality.slug})).status_code == 200


def test_an_unknown_municipality_is_unknown(db: None, client: Client) -> None:
    assert client.get("/bestaat-niet/groepssessies/").status_code == 404
