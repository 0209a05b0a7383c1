"""Handing over and changing while something else happens at that very moment: no work is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.db.models import QuerySet

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.owners import handing_over
from agenda.owners.handing_over import hand_over_actions, who_stays
from agenda.owners.replying import tell_progress
from agenda.points import changing
from agenda.points.accepting import accept_action
from agenda.points.assigning import assign_owner
from agenda.points.describing import plan_next_step, reword_action
from agenda.points.proposing import propose_action
from agenda.points.refusals import ActionRefused, StaleAction
from agenda.several.changing import Kind, Wish, change_all, chosen
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.promises import due_promises, fulfil
from sessions.contacts import add_contact, end_contact
from sessions.locks import hold_session
from sessions.merging import merge_organisations
from sessions.models import Contact, GroupSession, Organisation
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_organisation,
    build_session,
)
from tests.group_sessions.test_locks import meanwhile

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

BY: dict[str, Any] = {"actor": FACILITATOR, "now": NOW}
SAID: dict[str, Any] = {"author": "R. Smit", **BY}
HANDED: dict[str, Any] = {"today": TODAY, "author": "", **BY}
YESTERDAY = TODAY - timedelta(days=1)
JAN, NOOR, PIET = "jan@woonstede.example", "noor@woonstede.example", "piet@woonstede.example"
BOTH_WAYS = pytest.mark.parametrize(
    "handed_first", [True, False], ids=["hand over first", "hand over second"]
)


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def room(house: Municipality) -> GroupSession:
    with tenant(house):
        session = build_session(house)
        answering(session)
    return session


def woonstede(room: GroupSession) -> Organisation:
    return room.parties.get(name="Woonstede").organisation


def contact(room: GroupSession, name: str, email: str) -> Contact:
    said = {"phone": "", "function": "", "themes": [], "from_date": date(2020, 1, 1)}
    return add_contact(woonstede(room), name=name, email=email, **said, **BY)


def agreed(room: GroupSession, what: str = "Samen bellen") -> ActionPoint:
    owner = {"owner_organisation": woonstede(room), "owner_name": "Jan", "owner_email": JAN}
    point = propose_action(room, what=what, today=TODAY, deadline=date(2027, 3, 1), **owner, **SAID)
    accept_action(point, expected_revision=1, **SAID)
    return point


def leaves(room: GroupSession, house: Municipality) -> tuple[ActionPoint, Contact]:
    """Return a point of Jan, who left yesterday and handed nothing over yet; Noor follows."""
    with tenant(house):
        jan, _noor = contact(room, "Jan", JAN), contact(room, "Noor", NOOR)
        point = agreed(room)
        Contact.objects.filter(pk=jan.pk).update(until_date=YESTERDAY)
        jan.refresh_from_db()
    return point, jan


def now_is(house: Municipality, point: ActionPoint) -> ActionPoint:
    with tenant(house):
        return ActionPoint.objects.get(pk=point.pk)


def told(verb: Callable[[], object]) -> Callable[[], None]:
    """Let a verb be refused in words, as a page does."""

    def run() -> None:
        try:
            verb()
        except ActionRefused as refused:
            assert str(refused.words)

    return run


@BOTH_WAYS
@pytest.mark.parametrize("what", ["an update by mail", "finished by mail", "another owner", "other words"])
def test_what_happens_to_a_point_while_it_is_handed_over(
    house: Municipality, room: GroupSession, what: str, handed_first: bool
) -> None:
    point, jan = leaves(room, house)
    by = {**SAID, "expected_revision": 2}
    verbs: dict[str, Callable[[], object]] = {
        "an update by mail": lambda: tell_progress(point, word="stuck", text="Vol", resident_effect="", **by),
        "finished by mail": lambda: tell_progress(point, word=None, text="Af", resident_effect="", **by),
        "another owner": lambda: assign_owner(
            point,
            owner_organisation=point.owner_organisation,
            owner_name="Piet",
            owner_email=PIET,
            **by,
        ),
        "other words": lambda: reword_action(point, what="Beter gezegd", **by),
    }
    hand_over, other = lambda: hand_over_actions(jan, **HANDED), told(verbs[what])
    first, second = (hand_over, other) if handed_first else (other, hand_over)
    meanwhile(house, second, first=first)
    with tenant(house):
        row, lines = ActionPoint.objects.get(pk=point.pk), list(point.events.values_list("change", flat=True))
    is_told = {"an update by mail": "update", "finished by mail": "status", "other words": "wording"}.get(
        what
    )
    if handed_first:
        assert (row.owner_name, row.status, row.what) == ("Noor", ActionStatus.ACCEPTED, "Samen bellen")
        return
    assert is_told is None or is_told in lines
    theirs = {"another owner": "Piet", "finished by mail": "Jan"}.get(what, "Noor")
    assert row.owner_name == theirs


def test_two_workers_hand_the_same_over_once(house: Municipality, room: GroupSession) -> None:
    point, jan = leaves(room, house)
    meanwhile(house, lambda: hand_over_actions(jan, **HANDED), first=lambda: hand_over_actions(jan, **HANDED))
    with tenant(house):
        assert point.events.filter(change="owner").count() == 1


@pytest.mark.parametrize("is_kept", [True, False], ids=["held", "without the lock"])
def test_who_would_follow_leaves_at_the_same_moment(
    house: Municipality, room: GroupSession, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Noor leaves once it is known that she follows Jan: his points fall to nobody, and not to who left."""
    if not is_kept:
        monkeypatch.setattr(handing_over, "hold_municipality", lambda municipality: municipality)
    point, jan = leaves(room, house)
    with tenant(house):
        noor = Contact.objects.get(person__email=NOOR)
    seen: list[list[Contact] | None] = []

    def look() -> None:
        """Do what handing over begins with: hold the address book, and see who stays."""
        handing_over.hold_municipality(house)
        seen.append(who_stays(jan, today=TODAY))

    def noor_leaves() -> None:
        """Her own hand-over finds nothing of hers yet, unless it waited for that of Jan."""
        end_contact(noor, last_day=YESTERDAY, **BY)
        hand_over_actions(Contact.objects.get(pk=noor.pk), **HANDED)

    def seen_before(contact: Contact, *, today: date) -> list[Contact] | None:
        return seen[0] if contact.pk == jan.pk else who_stays(contact, today=today)

    monkeypatch.setattr(handing_over, "who_stays", seen_before)
    meanwhile(house, noor_leaves, first=look, then=lambda: hand_over_actions(jan, **HANDED))
    assert now_is(house, point).has_owner is not is_kept


@pytest.mark.parametrize("is_kept", [True, False], ids=["in one order", "without"])
def test_a_change_of_several_and_a_hand_over_wait_for_each_other(
    house: Municipality, room: GroupSession, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Points of two sessions, the newer first: without one order each holds what the other wants."""
    if not is_kept:
        monkeypatch.setattr(handing_over, "hold_sessions", lambda session_ids: None)
    with tenant(house):
        other = build_session(house, title="Tweede")
        answering(other)
        jan, _noor = contact(room, "Jan", JAN), contact(room, "Noor", NOOR)
        points = [agreed(other, "In de tweede"), agreed(room, "In de eerste")]
        assert points[0].pk < points[1].pk and points[0].session_id > points[1].session_id
        Contact.objects.filter(pk=jan.pk).update(until_date=YESTERDAY)
        jan.refresh_from_db()
    broken: list[Exception] = []

    def and_then_the_other() -> None:
        wish = Wish(kind=Kind.PRIORITY, is_priority=True)
        rows = chosen(house, [one.pk for one in points])
        try:
            with transaction.atomic():
                change_all(rows, wish, revisions={one.pk: 2 for one in points}, today=TODAY, **SAID)
        except OperationalError as error:
            broken.append(error)

    def hand_over() -> None:
        try:
            with transaction.atomic():
                hand_over_actions(jan, **HANDED)
        except OperationalError as error:
            broken.append(error)

    # A change of several holds the sessions in one order, and comes to the second later.
    meanwhile(house, hand_over, first=lambda: hold_session(room.pk), then=and_then_the_other)
    assert ["deadlock" in str(error) for error in broken] == ([] if is_kept else [True])
    if is_kept:
        with tenant(house):
            rows = ActionPoint.objects.filter(pk__in=[one.pk for one in points])
            assert {(one.owner_name, one.is_priority) for one in rows} == {("Noor", True)}


def test_organisations_merge_while_a_point_is_handed_over(house: Municipality, room: GroupSession) -> None:
    point, jan = leaves(room, house)
    with tenant(house):
        where, into = woonstede(room), build_organisation(house, "Wonen Samen")
    meanwhile(
        house,
        lambda: merge_organisations(where, into=into, **BY),
        first=lambda: hand_over_actions(jan, **HANDED),
    )
    row = now_is(house, point)
    assert (row.owner_name, row.owner_organisation_id) == ("Noor", where.pk)


def two_managers(house: Municipality, point: ActionPoint) -> list[str]:
    """Let two managers who looked at the same page save at once; return what the second one was told."""
    refusals: list[str] = []

    def second() -> None:
        try:
            plan_next_step(point, next_step="Bel de school", expected_revision=2, **SAID)
        except StaleAction as stale:
            refusals.append(str(stale.words))

    meanwhile(
        house, second, first=lambda: reword_action(point, what="Beter gezegd", expected_revision=2, **SAID)
    )
    return refusals


def test_of_two_managers_who_save_at_once_the_second_is_told(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        point = agreed(room)
    assert len(two_managers(house, point)) == 1
    row = now_is(house, point)
    assert (row.what, row.next_step, row.revision) == ("Beter gezegd", "", 3)


def test_without_the_lock_the_second_takes_the_words_of_the_first_away(
    house: Municipality, room: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: both look at the point as it was, and the last one writes the whole row."""
    monkeypatch.setattr(changing, "hold_session", lambda pk: GroupSession.objects.get(pk=pk))
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    with tenant(house):
        point = agreed(room)
    assert two_managers(house, point) == []
    assert now_is(house, point).what == "Samen bellen"


def test_the_promise_to_hand_over_is_kept_by_the_worker(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        jan, _noor = contact(room, "Jan", JAN), contact(room, "Noor", NOOR)
        point = agreed(room)
        end_contact(jan, last_day=YESTERDAY, **BY)
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    assert now_is(house, point).owner_name == "Noor"
