"""Hand over by a code: short-lived, once, for whoever signed in; nobody guesses it and no log holds it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from audit.models import AuditEvent
from common.tenancy import tenant
from sessions import stage
from sessions.facilitators import end_appointment
from sessions.handing_over import GOOD_FOR, CodeRefused, code_of, make_code, take_over, withdraw_code
from sessions.models import Facilitator, GroupSession, HandOver
from sessions.stepping import StepRefused
from tests.builders import (
    FACILITATOR,
    NOW,
    answering,
    build_municipality,
    build_session,
    build_user,
    open_doors,
    outside,
    take,
)
from users.models import User


@pytest.fixture
def leader(session: GroupSession) -> Facilitator:
    return session.facilitators.get()


def code(leader: Facilitator) -> str:
    return make_code(leader, actor=FACILITATOR, now=NOW).code


def give(typed: str, leader: Facilitator, user: User, now=NOW) -> Facilitator:  # type: ignore[no-untyped-def]
    return take_over(typed, municipality=leader.municipality, user=user, now=now)


def test_somebody_else_leads_too(leader: Facilitator) -> None:
    typed, other = code(leader), build_user("A. Bos")
    revision = GroupSession.objects.get(pk=leader.session_id).revision
    taken = give(f" {typed[:4].lower()}-{typed[4:]} ", leader, other)
    assert (taken.user, taken.accepted_at, taken.ended_at) == (other, NOW, None)
    leader.refresh_from_db()
    assert leader.ended_at is None
    assert HandOver.objects.get().taken_by == taken
    assert GroupSession.objects.get(pk=leader.session_id).revision == revision + 1


def test_a_code_works_once(leader: Facilitator) -> None:
    typed = code(leader)
    give(typed, leader, build_user())
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user())
    assert Facilitator.objects.count() == 2


def test_a_code_works_a_quarter_of_an_hour(leader: Facilitator) -> None:
    typed = code(leader)
    assert code_of(leader, now=NOW + GOOD_FOR - timedelta(seconds=1)) is not None
    assert code_of(leader, now=NOW + GOOD_FOR) is None
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user(), now=NOW + GOOD_FOR)


def test_a_newer_code_withdraws_the_older(leader: Facilitator) -> None:
    first, second = code(leader), code(leader)
    with pytest.raises(CodeRefused):
        give(first, leader, build_user())
    give(second, leader, build_user())


def test_a_withdrawn_code_opens_nothing(leader: Facilitator) -> None:
    typed = code(leader)
    assert withdraw_code(leader, actor=FACILITATOR, now=NOW)
    assert not withdraw_code(leader, actor=FACILITATOR, now=NOW)
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user())


def test_whose_appointment_ended_hands_nothing_over(leader: Facilitator) -> None:
    typed = code(leader)
    end_appointment(leader, actor=FACILITATOR, now=NOW)
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user())


def test_a_session_that_is_over_is_not_handed_over(leader: Facilitator, session: GroupSession) -> None:
    answering(session)
    typed = code(leader)
    take(stage.close_session, session, follow_up_on=None)
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user())
    with pytest.raises(StepRefused):
        code(leader)


def test_who_leads_already_uses_no_code_up(leader: Facilitator) -> None:
    typed = code(leader)
    assert leader.user is not None
    assert give(typed, leader, leader.user) == leader
    assert give(typed, leader, build_user()) != leader


def test_an_invitation_that_waits_is_accepted_by_the_code(leader: Facilitator, session: GroupSession) -> None:
    other = build_user("A. Bos")
    waiting = Facilitator.objects.create(
        municipality=session.municipality, session=session, name="A. Bos", email=other.email.upper()
    )
    taken = give(code(leader), leader, other)
    assert taken == waiting
    assert (taken.user, taken.accepted_at) == (other, NOW)


@pytest.mark.parametrize("typed", ["", "x", "ABCD2345", "A" * 41, "ABCD-234", "\0" * 8, "0O1IL0O1"])
def test_a_wrong_code_is_refused(leader: Facilitator, typed: str) -> None:
    make_code(leader, actor=FACILITATOR, now=NOW, new_code=lambda: "ZZZZZZZZ")
    with pytest.raises(CodeRefused):
        give(typed, leader, build_user())


def test_a_code_of_another_municipality_is_no_code_here(leader: Facilitator) -> None:
    typed, user = code(leader), build_user()
    elsewhere = build_municipality("Dorpstede")
    with outside(), tenant(elsewhere), pytest.raises(CodeRefused):
        take_over(typed, municipality=elsewhere, user=user, now=NOW)
    with pytest.raises(CodeRefused):
        take_over(typed, municipality=elsewhere, user=user, now=NOW)


def test_a_code_that_is_taken_is_made_anew(leader: Facilitator, session: GroupSession) -> None:
    other = build_session(session.municipality).facilitators.get()
    letters: Callable[[], str] = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"]).__next__
    assert make_code(leader, actor=FACILITATOR, now=NOW, new_code=letters).code == "AAAAAAAA"
    assert make_code(other, actor=FACILITATOR, now=NOW, new_code=letters).code == "BBBBBBBB"


def test_the_log_tells_it_without_the_code(leader: Facilitator, session: GroupSession) -> None:
    open_doors(session)
    typed = code(leader)
    give(typed, leader, build_user())
    withdraw_code(leader, actor=FACILITATOR, now=NOW)
    rows = list(AuditEvent.objects.values_list("action", flat=True))
    assert rows[-2:] == ["make hand-over code", "take over session"]
    assert not any(typed in str(row) for row in AuditEvent.objects.values())


def race(people: int = 4) -> tuple[int, int]:
    """Return how many of several people who type one code at once lead, and how many are refused."""
    municipality = build_municipality()
    with tenant(municipality):
        leader = build_session(municipality).facilitators.get()
        typed = make_code(leader, actor=FACILITATOR, now=timezone.now()).code
    users, outcomes, start = [build_user() for _ in range(people)], [], Barrier(people)

    def attempt(user: User) -> None:
        start.wait()
        try:
            with tenant(municipality):
                take_over(typed, municipality=municipality, user=user, now=timezone.now())
            outcomes.append(True)
        except CodeRefused:
            outcomes.append(False)
        finally:
            connections.close_all()

    threads = [Thread(target=attempt, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes.count(True), outcomes.count(False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_several_who_type_it_at_once_one_leads() -> None:
    assert race() == (1, 3)
