"""Two action points that say the same go on as one: nothing that was agreed or told is lost."""

from datetime import date, timedelta
from typing import Any

import pytest

from agenda.enums import ActionStatus
from agenda.models import ActionEvent, ActionPoint
from agenda.points import describing, helping, progress
from agenda.points.accepting import accept_action
from agenda.points.alike import alike_with
from agenda.points.describing import set_priority
from agenda.points.history import in_words
from agenda.points.merged import merged_with
from agenda.points.merging import (
    first_agreed,
    merge_actions,
    whole_history,
)
from agenda.points.proposing import propose_action
from agenda.points.refusals import ForeignRow, StaleAction, StatusNotReachable
from common.tenancy import tenant
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_session,
    outside,
    statements_of,
    take,
    theme_at,
)

SAID: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
EARLY, LATE = TODAY + timedelta(days=30), TODAY + timedelta(days=60)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    answering(session)
    return session


@pytest.fixture
def second(running: GroupSession) -> GroupSession:
    other = build_session(running.municipality, title="Herhaalsessie")
    answering(other)
    return other


def propose(session: GroupSession, what: str, owner: int = 0, **fields: object) -> ActionPoint:
    fields = {"owner_organisation": session.parties.all()[owner].organisation, **fields}
    return propose_action(session, what=what, today=TODAY, **fields, **SAID)


def merge(action: ActionPoint, into: ActionPoint, revision: int | None = None) -> None:
    merge_actions(action, into=into, expected_revision=revision or action.revision, **SAID)


def by(point: ActionPoint) -> dict[str, Any]:
    return {**SAID, "expected_revision": point.revision}


def test_one_goes_on_with_all_that_was_known_of_both(running: GroupSession, second: GroupSession) -> None:
    one, two, three = statements_of(theme_at(running, 1))
    old = propose(running, "Samen bellen", 0, deadline=EARLY, statements=[one, two])
    new = propose(second, "Samen bellen op maandag", 1, deadline=LATE, statements=[two, three])
    describing.plan_next_step(old, next_step="Rooster maken", **by(old))
    describing.say_resident_effect(old, resident_effect="Eén gesprek", **by(old))
    describing.change_links(old, address="https://example.org/rooster", label="", **by(old))
    helping.set_helpers(old, helpers=[running.parties.all()[2].organisation], **by(old))
    set_priority(old, is_priority=True, **by(old))
    before = ActionEvent.objects.count()
    merge(old, new)
    assert (old.status, old.merged_into, old.deadline) == (ActionStatus.DROPPED, new, EARLY)
    assert (new.deadline, new.next_step, new.resident_effect) == (EARLY, "Rooster maken", "Eén gesprek")
    assert new.is_priority and list(new.statements.order_by("number")) == [one, two, three]
    assert {one.name for one in new.helpers.all()} == {"Woonstede", "Voedselbank"}
    assert new.owner_organisation.name == "ROC Waterland"
    assert new.links.get().address == "https://example.org/rooster"
    assert ActionPoint.objects.count() == 2 and ActionEvent.objects.count() > before
    assert all(in_words(event) for event in ActionEvent.objects.all())
    revision = new.revision
    merge(old, new, revision=1)
    assert new.revision == revision


def test_both_histories_are_shown_together_the_newest_first(running: GroupSession) -> None:
    first, middle, last = (propose(running, f"Samen bellen {name}") for name in ("a", "b", "c"))
    merge(first, middle)
    merge(middle, last)
    merged = merged_with(last)
    events = whole_history(last, merged)
    assert [one.what for one in merged] == ["Samen bellen b", "Samen bellen a"]
    assert len(events) == ActionEvent.objects.count()
    assert {event.of for event in events} == {"", "Samen bellen a", "Samen bellen b"}
    assert merged_with(first) == []


def test_opening_again_lets_them_go_their_own_way(running: GroupSession) -> None:
    old, new = propose(running, "Samen bellen"), propose(running, "Samen schrijven")
    merge(old, new)
    progress.change_status(old, ActionStatus.PROPOSED, reason="Toch iets anders", **by(old))
    assert old.merged_into is None and old.status == ActionStatus.PROPOSED
    assert merged_with(new) == []


def test_merging_postpones_nothing(running: GroupSession, second: GroupSession) -> None:
    old = propose(running, "Samen bellen", deadline=EARLY)
    take(stage.close_session, running, follow_up_on=None)
    for days in (10, 20):
        to = EARLY + timedelta(days=days)
        progress.change_deadline(old, deadline=to, reason="College", today=TODAY, **by(old))
    new = propose(second, "Samen bellen op maandag", deadline=LATE)
    merge(old, new)
    assert (new.postponed, new.deadline) == (2, EARLY + timedelta(days=20))
    assert first_agreed(whole_history(new, merged_with(new))) == EARLY
    assert first_agreed(list(ActionEvent.objects.none())) is None


def test_what_can_not_be_merged(running: GroupSession) -> None:
    old, new = propose(running, "Samen bellen"), propose(running, "Samen schrijven")
    with pytest.raises(ForeignRow):
        merge(old, old)
    with pytest.raises(StaleAction):
        merge(old, new, revision=9)
    accept_action(new, **by(new))
    progress.change_status(new, ActionStatus.DONE, **by(new))
    for one, other in ((old, new), (new, old)):
        with pytest.raises(StatusNotReachable):
            merge(one, other)
    assert old.status == ActionStatus.PROPOSED


def test_neither_elsewhere_nor_with_a_rehearsal(running: GroupSession) -> None:
    own = propose(running, "Samen bellen")
    rehearsal = build_session(running.municipality, title="Oefenen", is_rehearsal=True)
    answering(rehearsal)
    for one, other in ((own, propose(rehearsal, "Oefenen")), (propose(rehearsal, "Nog eens"), own)):
        with pytest.raises(ForeignRow):
            merge(one, other)
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        theirs = build_session(elsewhere, parties=["Elders BV"])
        answering(theirs)
        foreign = propose(theirs, "Samen bellen")
    with pytest.raises(ForeignRow):
        merge(own, foreign)
    assert alike_with(own) == []


def test_what_looks_most_alike_is_offered_first(running: GroupSession) -> None:
    own = propose(running, "Elke maandag samen bellen")
    for what in ("Folder voor scholen", "Samen bellen op maandag", "Eén loket"):
        propose(running, what)
    ended = propose(running, "Maandag samen bellen")
    progress.change_status(ended, ActionStatus.DROPPED, reason="x", **by(ended))
    assert alike_with(own)[0].what == "Samen bellen op maandag"
    assert [one.what for one in alike_with(own, containing=" loket ")] == ["Eén loket"]


def test_a_point_from_a_list_can_go_on_in_one_of_a_session(running: GroupSession) -> None:
    own = propose(running, "Samen bellen", deadline=date(2027, 5, 3))
    listed = ActionPoint(municipality=running.municipality, what="Bellen", created_at=NOW, changed_at=NOW)
    listed.save()
    merge(listed, own)
    assert listed.merged_into == own and own.deadline == date(2027, 5, 3)
