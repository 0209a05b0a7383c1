"""What is promised to one person around one moment is one promise, each thing in it once."""

from datetime import timedelta

import pytest
from django.db.models import QuerySet

from common.tenancy import tenant
from municipalities.models import Municipality
from outbox import registry
from outbox.models import Promise
from outbox.promises import fulfil, promise_together
from tests.builders import NOW, build_municipality
from tests.group_sessions.test_locks import meanwhile

SOON = NOW + timedelta(minutes=5)


@registry.handler("test: together")
def together(row: Promise, now: object) -> None:
    """Do nothing: what was promised is looked at."""


def add(house: Municipality, *items: int, who: str = "a", minutes: int = 0) -> None:
    promise_together(
        municipality=house,
        kind="test: together",
        to={"who": who},
        items=[["point", one] for one in items],
        now=NOW,
        due_at=SOON + timedelta(minutes=minutes),
    )


def found(house: Municipality) -> list[list[int]]:
    """Return the things in each promise, in the order in which they were made."""
    with tenant(house):
        rows = Promise.objects.filter(kind="test: together").order_by("pk")
        return [[one for _word, one in row.payload["items"]] for row in rows]


@pytest.mark.django_db
def test_each_thing_once_and_all_in_one_that_waits_for_the_last(municipality: Municipality) -> None:
    with tenant(municipality):
        add(municipality, 1, 2)
        add(municipality, 2, 3, minutes=4)
        add(municipality, 1, minutes=9)
        add(municipality, 1, who="b")
        assert Promise.objects.order_by("pk").first().due_at == SOON + timedelta(minutes=4)
    assert found(municipality) == [[1, 2, 3], [1]]


@pytest.mark.django_db
def test_what_comes_when_somebody_began_is_another_promise(municipality: Municipality) -> None:
    with tenant(municipality):
        add(municipality, 1)
        pk = Promise.objects.get().pk
    assert fulfil(promise_id=pk, now=SOON)
    with tenant(municipality):
        add(municipality, 1, 2)
    assert found(municipality) == [[1], [2]]


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False], ids=["the first ones", "to one that waits"])
def test_two_who_add_at_the_same_moment_add_to_one(house: Municipality, is_first: bool) -> None:
    if not is_first:
        with tenant(house):
            add(house, 1)
    meanwhile(house, lambda: add(house, 3), first=lambda: add(house, 2))
    assert found(house) == [[2, 3] if is_first else [1, 2, 3]]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_holding_it_what_the_first_added_would_be_lost(
    house: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both read what waits as it was, and the last one writes it whole."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    with tenant(house):
        add(house, 1)
    meanwhile(house, lambda: add(house, 3), first=lambda: add(house, 2))
    assert found(house) == [[1, 3]]
