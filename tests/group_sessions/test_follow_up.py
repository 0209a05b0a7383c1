"""Closing plans the follow-up meeting in the same transaction, once, with the same table."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from outbox.models import Promise
from sessions import stage
from sessions.enums import Sequel, SessionState
from sessions.follow_up import close_and_plan, planned_follow_up, title_of_follow_up
from sessions.models import GroupSession, Representative
from sessions.planning import plan_session
from tests.builders import FACILITATOR, NOW, answering, seat, take

THEN = NOW + timedelta(weeks=6)


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    GroupSession.objects.filter(pk=session.pk).update(location="Stadhuis", duration_minutes=90)
    Representative.objects.create(
        municipality=session.municipality, party=session.parties.first(), name="Ans", email="ans@example.org"
    )
    answering(session)
    return session


def close(session: GroupSession, at: datetime | None = THEN, **more: object) -> GroupSession | None:
    return take(close_and_plan, session, follow_up_at=at, **more)


def test_the_same_table_meets_again(running: GroupSession) -> None:
    seat(running.parties.last(), "Yusuf")
    planned = close(running)
    running.refresh_from_db()
    assert (running.state, running.follow_up_on) == (SessionState.CLOSED, timezone.localdate(THEN))
    assert planned is not None
    assert (planned.sequel, planned.previous, planned.state) == (
        Sequel.FOLLOW_UP,
        running,
        SessionState.PLANNED,
    )
    assert (planned.starts_at, planned.location, planned.duration_minutes) == (THEN, "Stadhuis", 90)
    assert [party.name for party in planned.parties.all()] == [party.name for party in running.parties.all()]
    people = Representative.objects.filter(party__session=planned)
    assert sorted(str(person) for person in people) == ["Ans", "Yusuf"]
    assert not people.exclude(invited_at=None, joined_at=None, reply="").exists()
    assert planned.facilitators.count() == running.facilitators.count()
    assert planned_follow_up(running) == planned


def test_a_third_meeting_is_called_like_the_second(running: GroupSession) -> None:
    second = close(running)
    assert second is not None
    assert second.title != running.title and running.title in second.title
    answering(second)
    third = close(second, THEN + timedelta(weeks=6))
    assert third is not None and third.title == second.title


def test_without_a_moment_nothing_is_planned(running: GroupSession) -> None:
    day = timezone.localdate(THEN)
    assert close(running, None, follow_up_on=day) is None
    running.refresh_from_db()
    assert (running.state, running.follow_up_on) == (SessionState.CLOSED, day)
    assert planned_follow_up(running) is None


def test_a_rehearsal_is_followed_by_nothing(running: GroupSession) -> None:
    GroupSession.objects.filter(pk=running.pk).update(is_rehearsal=True)
    assert close(running) is None
    assert GroupSession.objects.count() == 1


@pytest.mark.parametrize("at", [NOW - timedelta(minutes=1), NOW + timedelta(days=3000)])
def test_a_moment_that_can_not_be_closes_nothing(running: GroupSession, at: datetime) -> None:
    with pytest.raises(ValidationError):
        close(running, at)
    running.refresh_from_db()
    assert running.state == SessionState.RUNNING
    assert not Promise.objects.exists()


def test_two_presses_plan_one(running: GroupSession) -> None:
    revision = GroupSession.objects.get(pk=running.pk).revision
    by = {"actor": FACILITATOR, "expected_revision": revision, "now": NOW}
    close_and_plan(running, follow_up_at=THEN, **by)
    with pytest.raises(stage.StepRefused):
        close_and_plan(running, follow_up_at=THEN, **by)
    assert GroupSession.objects.filter(previous=running).count() == 1


def test_one_that_was_planned_already_is_not_planned_again(running: GroupSession) -> None:
    there = plan_session(
        municipality=running.municipality,
        title=title_of_follow_up(running),
        starts_at=THEN,
        catalogue=running.catalogue,
        previous=running,
        actor=FACILITATOR,
        now=NOW,
    )
    assert close(running) == there
    running.refresh_from_db()
    assert running.state == SessionState.CLOSED
