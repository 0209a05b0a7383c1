"""Erasing a person while they accept: they come after it and find nothing, or before it and are erased."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone

import municipalities.invitations.accepting
import sessions.forgetting
from audit.actors import Actor
from common.personal import NAME_REMOVED
from common.tenancy import across_municipalities, tenant
from municipalities.invitations.accepting import accept_invitation
from municipalities.invitations.inviting import InvitationOver
from municipalities.invitations.links import invitation_token
from municipalities.models import Invitation, Membership, Municipality
from municipalities.privacy import erasing as erasing_module
from municipalities.privacy.erasing import erase_everywhere, erase_person_here
from sessions.facilitators import AppointmentOver, accept_appointment, appoint_facilitator
from sessions.forgetting import forget_people
from sessions.links import token_for
from sessions.locks import hold_session
from sessions.models import Facilitator, Representative
from tests.builders import NOW, TODAY, build_municipality, build_session, invite
from tests.group_sessions.test_locks import meanwhile
from users.erasing import erase_account
from users.models import User

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

EMAIL = "willemijn@example.org"
NAME = "Willemijn Zoekmij"
GUARD = Actor(role="administrator")
BOTH_WAYS = pytest.mark.parametrize("accepted_first", [True, False], ids=["accept first", "erase first"])


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user(email=EMAIL)


def accepting(house: Municipality, user: User) -> Callable[[], None]:
    """Return accepting an invitation, by a browser that signed in before."""
    with tenant(house):
        token = invitation_token(invite(house, EMAIL, name=NAME))

    def accept() -> None:
        try:
            accept_invitation(token=token, user=User.objects.get(pk=user.pk), now=timezone.now())
        except InvitationOver as over:
            assert over.why == "closed"

    return accept


def erasing(house: Municipality) -> Callable[[], bool]:
    return lambda: erase_person_here(house, email=EMAIL, actor=GUARD, today=TODAY, now=timezone.now())


def require_gone(user: User) -> None:
    """Check that nothing tells who this was, and that the account gives nothing any more."""
    user.refresh_from_db()
    assert (user.name, user.is_active) == (NAME_REMOVED, False)
    with across_municipalities("demo"):
        assert not Membership.objects.filter(user=user).exists()


@BOTH_WAYS
def test_accepting_and_being_erased_by_the_same_municipality(
    house: Municipality, person: User, accepted_first: bool
) -> None:
    accept, erase = accepting(house, person), erasing(house)
    first, second = (accept, erase) if accepted_first else (erase, accept)
    meanwhile(house, second, first=first)
    require_gone(person)
    with tenant(house):
        assert not Invitation.objects.exists()


@BOTH_WAYS
def test_accepting_and_going_from_everywhere(house: Municipality, person: User, accepted_first: bool) -> None:
    accept = accepting(house, person)

    def go() -> None:
        assert erase_everywhere(User.objects.get(pk=person.pk), today=TODAY, now=timezone.now()) == []

    first, second = (accept, go) if accepted_first else (go, accept)
    meanwhile(house, second, first=first)
    require_gone(person)


def test_accepting_with_an_account_that_is_erased_at_this_moment(house: Municipality, person: User) -> None:
    meanwhile(house, accepting(house, person), first=lambda: erase_account(person, now=NOW))
    require_gone(person)


def test_without_the_lock_the_name_comes_back(
    house: Municipality, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a browser that knew the person from before writes their name, and gives them a role."""
    monkeypatch.setattr(municipalities.invitations.accepting, "hold_account", lambda user: user)
    meanwhile(house, accepting(house, person), first=lambda: erase_account(person, now=NOW))
    person.refresh_from_db()
    assert person.name == NAME
    with tenant(house):
        assert Membership.objects.filter(user=person).exists()


def go_while_invited_elsewhere(person: User, house: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a person go; when the first municipality forgot them, they accept a role in another."""
    other = build_municipality("Dorpstede")
    with tenant(house):
        invite(house, EMAIL)
    erase_one = erasing_module.erase_here

    def erase_and_be_invited(municipality: Municipality, **said: Any) -> Any:
        gone = erase_one(municipality, **said)
        if municipality == house:
            said_yes.append(municipality)
        return gone

    said_yes: list[Municipality] = []
    forget = erasing_module._erase_in_each

    def forget_and_be_invited(user: User, **said: Any) -> list[Municipality]:
        held = forget(user, **said)
        if len(said_yes) == 1:
            said_yes.append(other)
            with tenant(other):
                accepting(other, person)()
        return held

    monkeypatch.setattr(erasing_module, "erase_here", erase_and_be_invited)
    monkeypatch.setattr(erasing_module, "_erase_in_each", forget_and_be_invited)
    erase_everywhere(person, today=TODAY, now=timezone.now())
    assert said_yes == [house, other]


def test_a_role_taken_elsewhere_while_going_goes_too(
    house: Municipality, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_while_invited_elsewhere(person, house, monkeypatch)
    require_gone(person)


def test_without_looking_again_a_role_of_nobody_stays(
    house: Municipality, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: one round, and no look at what came meanwhile."""
    monkeypatch.setattr(erasing_module, "ROUNDS", 1)
    monkeypatch.setattr(erasing_module, "_erase_account_of_nowhere", lambda *said, **more: False)
    go_while_invited_elsewhere(person, house, monkeypatch)
    with across_municipalities("demo"):
        assert Membership.objects.filter(user=person).exists()


def leading(house: Municipality) -> tuple[Facilitator, Callable[[], None]]:
    with tenant(house):
        facilitator = appoint_facilitator(build_session(house), name=NAME, email=EMAIL, actor=GUARD, now=NOW)
        token = token_for(facilitator)

    def accept() -> None:
        with suppress(AppointmentOver):
            accept_appointment(token=token, now=NOW)

    return facilitator, accept


@BOTH_WAYS
def test_accepting_to_lead_a_session_and_being_erased(house: Municipality, accepted_first: bool) -> None:
    facilitator, accept = leading(house)
    first, second = (accept, erasing(house)) if accepted_first else (erasing(house), accept)
    meanwhile(house, second, first=first)
    with tenant(house):
        facilitator.refresh_from_db()
    assert (facilitator.name, facilitator.email, facilitator.user) == (NAME_REMOVED, "", None)
    assert facilitator.ended_at is not None
    assert not User.objects.filter(email=EMAIL).exists() or accepted_first


def test_without_the_lock_the_two_stop_each_other(
    house: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each holds what the other wants, so one of them is broken off by the database."""
    monkeypatch.setattr(sessions.forgetting, "hold_sessions", lambda session_ids: None)
    facilitator, accept = leading(house)
    said = {"participants": Representative.objects.none(), "now": NOW}
    tellings: list[Exception] = []

    def forget() -> None:
        try:
            with transaction.atomic():
                people = Facilitator.objects.filter(pk=facilitator.pk)
                forget_people(house, facilitators=people, **said)
        except OperationalError as error:
            tellings.append(error)

    def hold_then_accept() -> None:
        hold_session(facilitator.session_id)

    def accept_after_all() -> None:
        try:
            with transaction.atomic():
                accept()
        except OperationalError as error:
            tellings.append(error)

    meanwhile(house, forget, first=hold_then_accept, then=accept_after_all)
    assert ["deadlock" in str(error) for error in tellings] == [True]
