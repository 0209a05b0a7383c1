"""Two presses on "plan" at the same moment: one session, with everybody in it, whoever was first."""

from contextlib import suppress

import pytest

from common.tenancy import tenant
from municipalities.models import Municipality
from sessions import planning
from sessions.models import GroupSession, Party
from sessions.planning import AlreadyPlanned
from tests.builders import build_municipality
from tests.group_sessions.test_copying import copy, held
from tests.group_sessions.test_locks import meanwhile

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def earlier(house: Municipality) -> GroupSession:
    with tenant(house):
        return held(house)


def press_twice(house: Municipality, earlier: GroupSession) -> int:
    """Return how many copies there are after two presses at once."""

    def press() -> None:
        with suppress(AlreadyPlanned):
            copy(GroupSession.objects.select_related("municipality", "catalogue").get(pk=earlier.pk))

    meanwhile(house, press, first=press)
    with tenant(house):
        return GroupSession.objects.filter(previous=earlier).count()


def test_two_presses_at_once_make_one_session_with_everybody_in_it(
    house: Municipality, earlier: GroupSession
) -> None:
    assert press_twice(house, earlier) == 1
    with tenant(house):
        assert Party.objects.filter(session__previous=earlier).count() == 3


def test_without_the_lock_there_are_two(
    house: Municipality, earlier: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "hold_municipality", lambda municipality: municipality)
    assert press_twice(house, earlier) == 2
