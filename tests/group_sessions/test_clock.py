"""The clock of a session, its timers and its advice: they count, rest during a pause, and close nothing."""

from datetime import timedelta

import pytest

from questionnaire.answers import own_answers
from sessions import stage
from sessions.clock import minutes_left
from sessions.enums import ThemeState
from sessions.models import GroupSession
from sessions.stepping import StaleStep, StepRefused
from sessions.time_plan import time_plan
from sessions.timer import set_timer, timer_seconds
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_session,
    open_doors,
    reveal,
    statements_of,
    take,
    theme_at,
)


def after(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def step_at(verb, session: GroupSession, minutes: float, **arguments: object) -> None:  # type: ignore[no-untyped-def]
    """Take a step so many minutes after the start."""
    session.refresh_from_db()
    said = {"actor": FACILITATOR, "expected_revision": session.revision, **arguments}
    verb(session, now=NOW + after(minutes), **said)


def started(session: GroupSession) -> GroupSession:
    open_doors(session)
    take(stage.start_session, session)
    return session


def test_there_is_no_clock_before_the_start(session: GroupSession) -> None:
    assert minutes_left(session, now=NOW) is None
    open_doors(session)
    assert minutes_left(session, now=NOW) is None


def test_it_counts_from_the_start_and_not_from_the_plan(session: GroupSession) -> None:
    started(session)
    assert session.starts_at > NOW
    told = [minutes_left(session, now=NOW + after(minutes)) for minutes in (0, 0.5, 1, 119.5, 120, 125.5)]
    assert told == [120, 120, 119, 1, 0, -5]


def test_a_pause_of_days_comes_back_on_the_clock(session: GroupSession) -> None:
    started(session)
    step_at(stage.pause_session, session, 30)
    assert minutes_left(session, now=NOW + after(30)) == 90
    assert minutes_left(session, now=NOW + timedelta(days=7)) == 90
    back = timedelta(days=7) / after(1)
    step_at(stage.resume_session, session, back)
    assert minutes_left(session, now=NOW + timedelta(days=7)) == 90
    assert minutes_left(session, now=NOW + timedelta(days=7, minutes=15)) == 75


def test_a_session_from_before_the_clock_has_none(session: GroupSession) -> None:
    started(session)
    GroupSession.objects.filter(pk=session.pk).update(time_is_up_at=None)
    step_at(stage.pause_session, session, 1)
    step_at(stage.resume_session, session, 2)
    assert minutes_left(session, now=NOW) is None


def test_a_timer_counts_and_is_taken_away(session: GroupSession) -> None:
    theme = answering(session)
    assert timer_seconds(session, theme, now=NOW) is None
    take(set_timer, session, theme=theme, minutes=5)
    theme = theme_at(session, 1)
    assert timer_seconds(session, theme, now=NOW + after(2)) == 180
    assert timer_seconds(session, theme, now=NOW + after(6)) == -60
    take(set_timer, session, theme=theme, minutes=0)
    assert timer_seconds(session, theme_at(session, 1), now=NOW) is None


def test_a_timer_that_ran_out_closes_nothing(session: GroupSession) -> None:
    theme = answering(session)
    take(set_timer, session, theme=theme, minutes=2)
    party = session.parties.first()
    answer(party, statements_of(theme)[0], 4, now=NOW + after(30))
    assert [given.value for given in own_answers(party=party).values()] == [4]
    assert theme_at(session, 1).state == ThemeState.ANSWERING


def test_a_timer_stands_still_in_a_pause(session: GroupSession) -> None:
    theme = answering(session)
    take(set_timer, session, theme=theme, minutes=10)
    step_at(stage.pause_session, session, 4)
    assert timer_seconds(session, theme_at(session, 1), now=NOW + after(60)) == 360
    step_at(stage.resume_session, session, 64)
    assert timer_seconds(session, theme_at(session, 1), now=NOW + after(64)) == 360


def test_the_timer_of_answering_is_over_with_the_reveal(session: GroupSession) -> None:
    theme = answering(session)
    take(set_timer, session, theme=theme, minutes=2)
    session.themes.filter(pk=theme.pk).update(timer_ends_at=NOW - after(1))
    reveal(session, theme_at(session, 1))
    assert timer_seconds(session, theme_at(session, 1), now=NOW) is None
    take(set_timer, session, theme=theme, minutes=2)
    assert timer_seconds(session, theme_at(session, 1), now=NOW) == 120


@pytest.mark.parametrize("minutes", [-1, 61, 10**9])
def test_a_strange_timer_is_refused(session: GroupSession, minutes: int) -> None:
    theme = answering(session)
    with pytest.raises(StepRefused):
        take(set_timer, session, theme=theme, minutes=minutes)


def test_a_timer_is_for_the_theme_the_table_is_at(session: GroupSession) -> None:
    answering(session, 1)
    with pytest.raises(StepRefused):
        take(set_timer, session, theme=theme_at(session, 2), minutes=2)
    other = build_session(session.municipality)
    with pytest.raises(StepRefused):
        take(set_timer, session, theme=theme_at(other, 1), minutes=2)
    take(stage.pause_session, session)
    with pytest.raises(StepRefused):
        take(set_timer, session, theme=theme_at(session, 1), minutes=2)


def test_an_old_page_sets_no_timer(session: GroupSession) -> None:
    theme = answering(session)
    with pytest.raises(StaleStep):
        set_timer(session, theme=theme, minutes=2, actor=FACILITATOR, expected_revision=1, now=NOW)


@pytest.mark.parametrize("themes", [1, 3, 4, 5, 6])
def test_the_advice_adds_up_to_the_session(themes: int) -> None:
    for minutes in range(45, 481):
        plan = time_plan(duration_minutes=minutes, themes=themes)
        assert plan.theme == plan.introduction + plan.answering + plan.talk
        parts = plan.welcome + plan.overall + themes * plan.theme + plan.wrap_up + plan.closing
        assert parts == minutes
        assert min(plan.introduction, plan.answering, plan.talk, plan.wrap_up, plan.closing) >= 1


def test_a_session_that_is_too_short_for_its_themes_still_has_a_minute_for_each_part() -> None:
    plan = time_plan(duration_minutes=30, themes=12)
    assert min(plan.introduction, plan.answering, plan.talk, plan.wrap_up, plan.closing) == 1


def test_two_hours_with_four_themes() -> None:
    plan = time_plan(duration_minutes=120, themes=4)
    assert (plan.welcome, plan.overall, plan.theme, plan.wrap_up, plan.closing) == (10, 10, 20, 15, 5)
    assert (plan.introduction, plan.answering, plan.talk) == (3, 5, 12)
