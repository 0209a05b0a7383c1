"""The traps of owners: everybody, who was not there, twice the same point, and statuses that turn back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus, MeetingOutcome
from agenda.models import ActionPoint
from agenda.owners.asking import ASK_ALL
from agenda.owners.everybody import is_everybody
from agenda.owners.load import points_of_owner
from agenda.owners.reply_link import reply_token
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.assigning import assign_owner
from agenda.points.helping import set_helpers
from agenda.points.history import in_words
from agenda.points.merged import merged_with
from agenda.points.merging import first_agreed, merge_actions, whole_history
from agenda.points.progress import change_deadline, change_status
from agenda.points.proposing import propose_action
from agenda.points.refusals import EverybodyIsNobody, ReasonMissing, StatusNotReachable
from municipalities.enums import Role
from outbox.models import Promise
from outbox.promises import fulfil
from sessions import stage
from sessions.models import GroupSession, Organisation
from sessions.parties import mark_absent
from tests.agenda.test_meeting import decide, follow, walked
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_member,
    build_organisation,
    build_session,
    outside,
    sign_in,
    take,
)

SAID: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def organisation(session: GroupSession, position: int = 0) -> Organisation:
    return session.parties.all()[position].organisation


def propose(session: GroupSession, what: str = "Samen bellen", **fields: Any) -> ActionPoint:
    fields = {"owner_organisation": organisation(session), "deadline": LATER, **fields}
    return propose_action(session, what=what, today=TODAY, submission=uuid4(), **fields, **SAID)


def by(point: ActionPoint) -> dict[str, Any]:
    return {**SAID, "expected_revision": point.revision}


@pytest.mark.parametrize(
    "name",
    ["Alle partijen", "alle partijen.", "Iedereen", "ALLEMAAL", "de hele tafel", "Samen", "All parties"],
)
def test_trap_32_everybody_is_no_owner_one_is_and_others_help(running: GroupSession, name: str) -> None:
    with pytest.raises(EverybodyIsNobody) as refused:
        propose(running, owner_organisation=build_organisation(running.municipality, name))
    assert str(refused.value.words)
    with pytest.raises(EverybodyIsNobody):
        propose(running, owner_name=name)
    assert not ActionPoint.objects.exists()
    point = propose(running)
    with pytest.raises(EverybodyIsNobody):
        assign_owner(point, owner_organisation=organisation(running), owner_name=name, **by(point))
    others = [party.organisation for party in running.parties.all()]
    set_helpers(point, helpers=others, **by(point))
    assert point.owner_organisation == others[0] and set(point.helpers.all()) == set(others[1:])


@pytest.mark.parametrize(
    "name", ["Alle Hens BV", "Allianz", "Samenwerkingsverband Noord", "Woonstede", "", "A"]
)
def test_trap_32_an_organisation_that_only_sounds_so_may_own(name: str) -> None:
    assert not is_everybody(name)


def test_trap_32_at_the_table_everybody_is_asked_who_it_is(running: GroupSession, client: Client) -> None:
    leader = running.facilitators.get().user
    with outside():
        sign_in(client, leader)
        place = {"gemeente": running.municipality.slug, "pk": running.pk}
        running.refresh_from_db()
        answer = client.post(
            reverse("live:console_propose", kwargs=place),
            {
                "expected_revision": running.stage_revision,
                "action-what": "Samen bellen",
                "action-owner": "Alle partijen",
                "action-submission": str(uuid4()),
                "action-add_owner": "on",
            },
        )
    assert answer.status_code == 422 and "Samen bellen" in answer.content.decode()
    assert not ActionPoint.objects.exists()
    assert not Organisation.objects.filter(name__iexact="alle partijen").exists()


def test_trap_33_who_was_not_there_is_marked_and_asked(running: GroupSession) -> None:
    mark_absent(running.parties.last(), actor=FACILITATOR, now=NOW)
    there, empty_chair = propose(running), propose(running, owner_organisation=organisation(running, 2))
    elsewhere = build_organisation(running.municipality, "Bibliotheek")
    outsider = propose(running, owner_organisation=elsewhere)
    assert [one.named_in_absence for one in (there, empty_chair, outsider)] == [False, True, True]
    assert not propose(running, owner_organisation=None).named_in_absence
    take(stage.close_session, running, follow_up_on=None)
    for row in Promise.objects.filter(kind=ASK_ALL):
        with outside():
            assert fulfil(promise_id=row.pk, now=NOW)
    asked = ActionPoint.objects.exclude(asked_at=None)
    assert set(asked) == {there, empty_chair, outsider}, "also of who has no address an answer is waited for"
    assign_owner(outsider, owner_organisation=organisation(running), owner_name="Jan", **by(outsider))
    assert not outsider.named_in_absence and outsider.asked_at == NOW


def test_trap_33_who_has_no_account_answers_and_a_no_comes_back_first(running: GroupSession) -> None:
    take(stage.close_session, running, follow_up_on=None)
    point = propose(running, owner_name="Jan", owner_email="jan@woonstede.example")
    token = reply_token(point, sent_on=timezone.localdate())
    page = reverse("agenda:reply", args=[running.municipality.slug, token])
    with outside():
        answer = Client().post(page, {"answer": "back", "reason": "Geen mensen", "revision": point.revision})
    assert answer.status_code == 303
    point.refresh_from_db()
    assert point.status == ActionStatus.HANDED_BACK and point.asked_at is None
    assert point in ActionPoint.objects.without_owner()


def test_trap_33_who_has_nine_points_is_seen_to_have_them(running: GroupSession, client: Client) -> None:
    points = [propose(running, f"Punt {number}") for number in range(9)]
    ended = points[0]
    accept_action(ended, **by(ended))
    change_status(ended, ActionStatus.DONE, **by(ended))
    assert points_of_owner(points[1]) == 8
    client.force_login(build_member(running.municipality, Role.COORDINATOR))
    page = reverse("agenda:detail", args=[running.municipality.slug, points[1].pk])
    assert client.get(page).context["load"] == 8


def test_trap_36_the_same_point_in_two_sessions_keeps_its_first_date_and_its_delays(
    running: GroupSession,
) -> None:
    old = propose(running)
    take(stage.close_session, running, follow_up_on=None)
    for days in (7, 14, 21):
        to = LATER + timedelta(days=days)
        change_deadline(old, deadline=to, reason="Besluit later", today=TODAY, **by(old))
    again = build_session(running.municipality, title="Herhaalsessie")
    answering(again)
    new = propose(again, "Samen bellen op maandag", deadline=LATER + timedelta(days=200))
    merge_actions(old, into=new, **by(old))
    history = whole_history(new, merged_with(new))
    assert (new.postponed, first_agreed(history)) == (3, LATER)
    assert new.deadline == LATER + timedelta(days=21), "merging is no way to postpone"
    assert {event.action_point_id for event in history} == {old.pk, new.pk}
    assert all(in_words(event) for event in history)


def test_trap_36_carried_over_by_two_meetings_it_keeps_its_first_date_and_its_delays(
    running: GroupSession,
) -> None:
    point, meeting = propose(running), running
    take(stage.close_session, running, follow_up_on=None)
    for number in (1, 2):
        meeting = follow(meeting, title=f"Vervolg {number}")
        assert walked(meeting) == [point.what]
        later = LATER + timedelta(days=30 * number)
        decide(meeting, point, MeetingOutcome.CARRY_ON, deadline=later, note="De drukker is ziek")
    assert (point.postponed, point.deadline) == (2, LATER + timedelta(days=60))
    assert first_agreed(whole_history(point, [])) == LATER
    assert ActionPoint.objects.count() == 1, "carrying over copies nothing"


def test_trap_38_opened_again_done_without_a_sign_and_left_on_purpose(
    running: GroupSession, client: Client
) -> None:
    point = propose(running)
    accept_action(point, **by(point))
    change_status(point, ActionStatus.DONE, **by(point))
    client.force_login(build_member(running.municipality, Role.COORDINATOR))
    page = reverse("agenda:detail", args=[running.municipality.slug, point.pk])
    shown = client.get(page).content.decode()
    assert 'id="form-effect" open' in shown, "what a resident notices is asked again"
    with pytest.raises(ReasonMissing):
        change_status(point, ActionStatus.IN_PROGRESS, **by(point))
    change_status(point, ActionStatus.IN_PROGRESS, reason="Bij twee partijen nog niet", **by(point))
    assert "Bij twee partijen nog niet" in client.get(page).content.decode()
    with pytest.raises(ReasonMissing):
        change_status(point, ActionStatus.DROPPED, **by(point))
    change_status(point, ActionStatus.DROPPED, reason="Bewust niet", **by(point))
    with pytest.raises(StatusNotReachable):
        change_status(point, ActionStatus.DONE, reason="Toch wel", **by(point))
    change_status(point, ActionStatus.PROPOSED, reason="De raad wil het toch", **by(point))
    assert [one.text for one in point.events.exclude(text="")] == [
        "Bij twee partijen nog niet",
        "Bewust niet",
        "De raad wil het toch",
    ]


def test_trap_38_what_was_dropped_asks_its_owner_anew(running: GroupSession) -> None:
    take(stage.close_session, running, follow_up_on=None)
    point = propose(running, owner_email="jan@woonstede.example")
    hand_back_action(point, reason="Geen tijd", **by(point))
    change_status(point, ActionStatus.DROPPED, reason="Niemand", **by(point))
    before = reply_token(point, sent_on=TODAY)
    change_status(point, ActionStatus.PROPOSED, reason="Toch wel", **by(point))
    assert point.asked_at == NOW and reply_token(point, sent_on=TODAY) != before
