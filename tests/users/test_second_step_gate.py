"""The second step: whose rights want it, where it leads, and that nothing opens without it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import municipalities.access
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import IdentityProvider, Membership, Municipality
from tests.builders import NOW, build_member, build_municipality, build_session, outside, sign_in


def at(municipality: Municipality, name: str = "municipalities:house_style") -> str:
    return reverse(name, kwargs={"gemeente": municipality.slug})


def asks(client: Client, address: str) -> bool:
    """Return whether an address leads to the second step, and from there back to itself."""
    answer = client.get(address)
    return answer.status_code == 302 and answer["Location"] == f"/mijn/tweede-stap/?next={address}"


def test_an_administrator_takes_the_second_step_first(municipality: Municipality, client: Client) -> None:
    administrator = build_member(municipality, Role.ADMINISTRATOR)
    sign_in(client, administrator, second_factor=False)
    assert asks(client, at(municipality)) and asks(client, at(municipality, "group_sessions:list"))
    assert client.post(at(municipality), {"brand_colour": "#123456"})["Location"].endswith("/?next=/")
    sign_in(client, administrator)
    assert client.get(at(municipality)).status_code == 200


def test_the_gate_taken_away_lets_an_administrator_in(
    municipality: Municipality, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is this gate that asks."""
    sign_in(client, build_member(municipality, Role.ADMINISTRATOR), second_factor=False)
    monkeypatch.setattr(municipalities.access, "usable", lambda memberships, *said: memberships)
    assert client.get(at(municipality)).status_code == 200


def test_other_rights_of_the_same_person_go_on_without(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality, Role.ADMINISTRATOR)
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=user, role=Role.COORDINATOR, from_date=date(2020, 1, 1)
        )
    sign_in(client, user, second_factor=False)
    assert client.get(at(municipality, "group_sessions:new")).status_code == 200
    assert asks(client, at(municipality))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MANAGER, Role.READER])
def test_a_municipality_chooses_roles_that_take_it_too(
    municipality: Municipality, client: Client, role: Role
) -> None:
    address = at(municipality, "group_sessions:list")
    sign_in(client, build_member(municipality, role), second_factor=False)
    assert client.get(address).status_code == 200
    Municipality.objects.filter(pk=municipality.pk).update(second_factor_roles=[role])
    assert asks(client, address)


def test_a_stranger_and_a_member_without_the_right_are_told_no_more(
    municipality: Municipality, client: Client
) -> None:
    other = build_member(build_municipality("Dorpstede"), Role.ADMINISTRATOR)
    sign_in(client, other, second_factor=False)
    assert client.get(at(municipality)).status_code == 404
    sign_in(client, build_member(municipality, Role.READER), second_factor=False)
    assert client.get(at(municipality)).status_code == 403


def test_the_second_step_of_somebody_else_counts_for_nobody(
    municipality: Municipality, client: Client
) -> None:
    first, second = (build_member(municipality, Role.ADMINISTRATOR) for _ in range(2))
    sign_in(client, first)
    browser = client.session
    browser["account_authentication_methods_user"] = str(second.pk)
    browser.save()
    assert asks(client, at(municipality))


@pytest.mark.parametrize(("promised", "said", "enough"), [(1, 0, 1), (0, 1, 1), (0, 0, 0)])
def test_the_account_of_the_municipality_itself_counts_there_only(
    municipality: Municipality, client: Client, promised: bool, said: bool, enough: bool
) -> None:
    other = build_municipality("Dorpstede")
    user = build_member(municipality, Role.ADMINISTRATOR)
    for one in (municipality, other):
        with outside(), tenant(one):
            IdentityProvider.objects.create(
                municipality=one,
                label="Eigen account",
                issuer="https://login.example/",
                client_id="x",
                gives_second_factor=bool(promised),
                in_use=True,
                changed_at=NOW,
            )
    with outside(), tenant(other):
        Membership.objects.create(
            municipality=other, user=user, role=Role.ADMINISTRATOR, from_date=date(2020, 1, 1)
        )
    sign_in(client, user, second_factor=False)
    browser = client.session
    record = {"method": "socialaccount", "at": NOW.timestamp(), "provider": municipality.slug, "uid": "x"}
    browser["account_authentication_methods"] = [record | ({"second_factor": True} if said else {})]
    browser.save()
    assert (client.get(at(municipality)).status_code == 200) is bool(enough)
    assert asks(client, at(other))


def test_the_one_click_of_the_demo_counts_in_the_demo_only(
    municipality: Municipality, client: Client, settings: object
) -> None:
    sign_in(client, build_member(municipality, Role.ADMINISTRATOR), second_factor=False)
    browser = client.session
    browser["demo_sign_in"] = True
    browser.save()
    assert asks(client, at(municipality))
    settings.DEMO = True  # type: ignore[attr-defined]
    assert client.get(at(municipality)).status_code == 200


def test_the_first_page_shows_no_sessions_before_the_second_step(
    municipality: Municipality, client: Client
) -> None:
    with tenant(municipality):
        session = build_session(municipality, starts_at=timezone.now() + timedelta(days=3))
    administrator = build_member(municipality, Role.ADMINISTRATOR)
    for is_seen in (False, True):
        sign_in(client, administrator, second_factor=is_seen)
        assert (session.title in client.get("/").content.decode()) is is_seen


def test_the_link_to_a_calendar_waits_for_it_too(municipality: Municipality, client: Client) -> None:
    """It goes on showing the sessions for ever, to whoever read it once."""
    municipality.second_factor_roles = [Role.COORDINATOR]
    municipality.save()
    user = build_member(municipality, Role.COORDINATOR)
    for seen in (False, True):
        page = sign_in(client, user, second_factor=seen).get("/mijn/").content.decode()
        assert (".ics" in page) is seen
        assert ("/mijn/tweede-stap/?next=/mijn/" in page) is not seen
