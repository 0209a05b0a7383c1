"""Every verb on an action point: what it writes, what it refuses, and what a double click does."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from agenda.enums import (
    ACTION_STEPS,
    ActionChange,
    ActionStatus,
    OwnersWord,
)
from agenda.models import ActionPoint
from agenda.points import accepting, assigning, describing, progress, proposing
from agenda.points.refusals import (
    ActionRefused,
    DeadlineMissing,
    DeadlinePassed,
    DeadlineTooFar,
    ForeignRow,
    OwnerMissing,
    ReasonMissing,
    SessionNotOn,
    StaleAction,
    StatusNotReachable,
    TextMissing,
    TextTooLong,
    WhatMissing,
)
from audit.models import AuditEvent
from common.tenancy import tenant
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_organisation,
    outside,
    statements_of,
    take,
)

BY = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
CHANGED = {**BY, "expected_revision": 1}
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    answering(session)
    return session


@pytest.fixture
def point(running: GroupSession) -> ActionPoint:
    return propose(running, owner_organisation=running.parties.first().organisation, deadline=LATER)


def propose(session: GroupSession, what: str = "Eén nummer op elke brief", **fields: object) -> ActionPoint:
    return proposing.propose_action(session, what=what, today=TODAY, **{**BY, **fields})


def test_a_proposal_keeps_all_that_was_said(running: GroupSession) -> None:
    before = running.revision
    organisation = running.parties.first().organisation
    statement = statements_of(running.current)[0]
    point = propose(
        running,
        statements=[statement],
        owner_organisation=organisation,
        owner_name="S. Bakker",
        owner_role="teamleider",
        owner_email="s@example.org",
        deadline=LATER,
        resident_effect="Eén telefoonnummer",
    )
    point = ActionPoint.objects.get(pk=point.pk)
    assert (point.status, point.revision, point.postponed) == (ActionStatus.PROPOSED, 1, 0)
    assert (point.owner_organisation, point.owner_name, point.deadline) == (organisation, "S. Bakker", LATER)
    assert (point.theme, list(point.statements.all())) == (running.current.theme, [statement])
    assert [event.change for event in point.events.all()] == [ActionChange.PROPOSED]
    assert AuditEvent.objects.filter(action="propose action", target_id=point.pk).count() == 1
    assert GroupSession.objects.get(pk=running.pk).revision == before + 1


def test_a_gap_is_allowed(running: GroupSession) -> None:
    point = propose(running)
    assert not point.has_owner
    assert point.deadline is None


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"what": "  "}, WhatMissing),
        ({"what": "x" * 301}, TextTooLong),
        ({"what": "x" * 10_000}, TextTooLong),
        ({"owner_name": "x" * 121}, TextTooLong),
        ({"deadline": TODAY - timedelta(days=1)}, DeadlinePassed),
        ({"deadline": date(9999, 1, 1)}, DeadlineTooFar),
    ],
)
def test_bad_proposals_make_nothing(
    running: GroupSession, fields: dict, refusal: type[ActionRefused]
) -> None:
    with pytest.raises(refusal):
        propose(running, **fields)
    assert not ActionPoint.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "👩‍👩‍👧 samen 🎉", "שלום عليكم", "x" * 300])
def test_any_text_stays_as_typed(running: GroupSession, text: str) -> None:
    assert ActionPoint.objects.get(pk=propose(running, what=text).pk).what == text


def test_nothing_of_another_municipality_gets_in(running: GroupSession) -> None:
    other = build_municipality("Elders")
    with outside(), tenant(other):
        foreign = build_organisation(other)
    with pytest.raises(ForeignRow):
        propose(running, owner_organisation=foreign)


def test_the_same_click_makes_one(running: GroupSession) -> None:
    key = uuid4()
    assert propose(running, submission=key).pk == propose(running, submission=key).pk
    assert propose(running, what="Zonder sleutel").pk == propose(running, what="Zonder sleutel").pk
    propose(running, what="Zonder sleutel", now=NOW + timedelta(minutes=1))
    assert ActionPoint.objects.count() == 3


def test_another_text_from_the_back_button_is_not_lost(running: GroupSession) -> None:
    key = uuid4()
    first, second = propose(running, submission=key), propose(running, submission=key, what="Iets anders")
    assert (first.what, second.what) == ("Eén nummer op elke brief", "Iets anders")


def test_no_action_points_before_the_session(session: GroupSession) -> None:
    with pytest.raises(SessionNotOn):
        propose(session)


def test_the_owner_says_yes_once(point: ActionPoint) -> None:
    accepting.accept_action(point, **CHANGED)
    assert (point.status, point.revision) == (ActionStatus.ACCEPTED, 2)
    accepting.accept_action(point, **CHANGED)
    assert point.events.filter(change=ActionChange.ACCEPTED).count() == 1


def test_nobody_says_yes_for_nobody(running: GroupSession) -> None:
    with pytest.raises(OwnerMissing):
        accepting.accept_action(propose(running), **CHANGED)


def test_handing_back_needs_a_reason_and_keeps_who_had_it(point: ActionPoint) -> None:
    with pytest.raises(ReasonMissing):
        accepting.hand_back_action(point, reason=" ", **CHANGED)
    accepting.hand_back_action(point, reason="Geen mensen", **CHANGED)
    assert point.status == ActionStatus.HANDED_BACK
    assert point.owner_organisation is not None
    assert not point.has_owner
    assert point.events.last().text == "Geen mensen"


def test_a_new_owner_is_asked_again(running: GroupSession, point: ActionPoint) -> None:
    accepting.accept_action(point, **CHANGED)
    other = running.parties.last().organisation
    assigning.assign_owner(
        point, owner_organisation=other, owner_name="Y. Demir", **{**BY, "expected_revision": 2}
    )
    assert (point.status, point.owner_organisation) == (ActionStatus.PROPOSED, other)
    event = point.events.last()
    assert event.after == "Y. Demir, Voedselbank"
    assert event.before == "Woonstede"


def test_another_person_of_the_same_owner_keeps_the_yes(point: ActionPoint) -> None:
    accepting.accept_action(point, **CHANGED)
    assigning.assign_owner(
        point,
        owner_organisation=point.owner_organisation,
        owner_name="P. Willems",
        **{**BY, "expected_revision": 2},
    )
    assert (point.status, point.owner_name) == (ActionStatus.ACCEPTED, "P. Willems")


def move_deadline(point: ActionPoint, to: date | None, reason: str = "", revision: int = 1) -> None:
    progress.change_deadline(
        point, deadline=to, reason=reason, today=TODAY, **{**BY, "expected_revision": revision}
    )


def test_at_the_table_a_deadline_is_not_postponed(point: ActionPoint) -> None:
    move_deadline(point, LATER + timedelta(days=30))
    assert point.postponed == 0


def test_afterwards_a_later_deadline_needs_a_reason_and_counts(
    running: GroupSession, point: ActionPoint
) -> None:
    take(stage.close_session, running, follow_up_on=None)
    revision = GroupSession.objects.get(pk=running.pk).revision
    later = LATER + timedelta(days=30)
    with pytest.raises(ReasonMissing):
        move_deadline(point, later)
    move_deadline(point, later, "Wacht op het college")
    assert (point.deadline, point.postponed) == (later, 1)
    move_deadline(point, LATER, revision=2)
    assert point.postponed == 1
    assert GroupSession.objects.get(pk=running.pk).revision == revision


def test_a_weekend_shift_is_no_postponement(running: GroupSession) -> None:
    saturday = date(2026, 12, 12)
    point = propose(running, deadline=saturday)
    take(stage.close_session, running, follow_up_on=None)
    move_deadline(point, date(2026, 12, 14))
    assert point.postponed == 0
    move_deadline(point, date(2026, 12, 15), "Overleg later", revision=2)
    assert point.postponed == 1


def test_a_deadline_can_not_go_back_in_time_or_away(point: ActionPoint) -> None:
    with pytest.raises(DeadlinePassed):
        move_deadline(point, TODAY - timedelta(days=1))
    with pytest.raises(DeadlineMissing):
        move_deadline(point, None)


def test_rewording_keeps_the_earlier_words(point: ActionPoint) -> None:
    describing.reword_action(point, what="Beter gezegd", **CHANGED)
    event = point.events.last()
    assert (event.before, event.after) == ("Eén nummer op elke brief", "Beter gezegd")
    with pytest.raises(WhatMissing):
        describing.reword_action(point, what="", **{**BY, "expected_revision": 2})


def test_the_table_marks_and_unmarks(point: ActionPoint) -> None:
    describing.set_priority(point, is_priority=True, **CHANGED)
    describing.set_priority(point, is_priority=True, **CHANGED)
    assert point.is_priority
    describing.set_priority(point, is_priority=False, **{**BY, "expected_revision": 2})
    assert not point.is_priority
    assert point.events.count() == 3


def test_an_update_starts_an_accepted_point(point: ActionPoint) -> None:
    accepting.accept_action(point, **CHANGED)
    said = {"owners_word": OwnersWord.STUCK, "text": "Geen uren in het rooster"}
    for _click in range(2):
        progress.report_progress(point, **said, **{**BY, "expected_revision": 2})
    assert (point.status, point.owners_word) == (ActionStatus.IN_PROGRESS, OwnersWord.STUCK)
    assert point.events.filter(change=ActionChange.UPDATE).count() == 1
    with pytest.raises(TextMissing):
        progress.report_progress(point, owners_word=None, text="", **{**BY, "expected_revision": 3})


def test_finishing_keeps_what_a_resident_notices(point: ActionPoint) -> None:
    accepting.accept_action(point, **CHANGED)
    progress.change_status(
        point, ActionStatus.DONE, resident_effect="Eén brief", **{**BY, "expected_revision": 2}
    )
    assert (point.status, point.resident_effect) == (ActionStatus.DONE, "Eén brief")
    with pytest.raises(StatusNotReachable):
        progress.report_progress(point, owners_word=None, text="Nog iets", **{**BY, "expected_revision": 3})


@pytest.mark.parametrize("to", ActionStatus)
@pytest.mark.parametrize("start", ActionStatus)
def test_statuses_move_as_the_table_says(point: ActionPoint, start: ActionStatus, to: ActionStatus) -> None:
    ActionPoint.objects.filter(pk=point.pk).update(status=start)
    if start == to:
        progress.change_status(point, to, reason="Daarom", **CHANGED)
        assert point.revision == 1
    elif to in ACTION_STEPS[start]:
        progress.change_status(point, to, reason="Daarom", **CHANGED)
        assert (point.status, point.events.last().before) == (to, start)
    else:
        with pytest.raises(StatusNotReachable):
            progress.change_status(point, to, reason="Daarom", **CHANGED)


STALE: list[Callable[[ActionPoint], None]] = [
    lambda point: accepting.accept_action(point, **CHANGED),
    lambda point: accepting.hand_back_action(point, reason="x", **CHANGED),
    lambda point: assigning.assign_owner(point, owner_organisation=None, owner_name="", **CHANGED),
    lambda point: move_deadline(point, TODAY),
    lambda point: describing.reword_action(point, what="Anders", **CHANGED),
    lambda point: describing.set_priority(point, is_priority=True, **CHANGED),
    lambda point: progress.report_progress(point, owners_word=None, text="Gaat goed", **CHANGED),
    lambda point: progress.change_status(point, ActionStatus.DROPPED, reason="x", **CHANGED),
]


@pytest.mark.parametrize("verb", STALE)
def test_an_old_page_changes_nothing(point: ActionPoint, verb: Callable[[ActionPoint], None]) -> None:
    ActionPoint.objects.filter(pk=point.pk).update(revision=2)
    with pytest.raises(StaleAction):
        verb(point)
    assert ActionPoint.objects.get(pk=point.pk).revision == 2
    assert point.events.count() == 1
