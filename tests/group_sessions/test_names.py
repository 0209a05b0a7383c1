"""Names beside the answers: at once, or after the talk, chosen per theme until they were shown."""

from datetime import timedelta

import pytest

from sessions import stage
from sessions.copying import copy_session
from sessions.enums import Sequel
from sessions.models import GroupSession
from sessions.names import hide_names, names_on_screen, show_names
from sessions.stepping import StaleStep, StepRefused
from tests.builders import FACILITATOR, NOW, answering, build_session, reveal, take, theme_at


def names(session: GroupSession) -> list[bool]:
    session.refresh_from_db()
    return [names_on_screen(session, theme) for theme in session.themes.order_by("position")]


def hidden_everywhere(session: GroupSession) -> None:
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)


def test_names_are_shown_unless_it_was_planned_otherwise(session: GroupSession) -> None:
    assert names(session) == [True] * 5
    hidden_everywhere(session)
    assert names(session) == [False] * 5


def test_a_theme_shows_its_names_after_the_talk(session: GroupSession) -> None:
    hidden_everywhere(session)
    reveal(session, answering(session))
    assert not any(names(session))
    take(show_names, session, theme=theme_at(session, 1))
    assert names(session) == [False, True, False, False, False]
    with pytest.raises(StepRefused):
        take(show_names, session, theme=theme_at(session, 1))


def test_names_that_were_planned_for_after_the_talk_never_come_with_the_answers(
    session: GroupSession,
) -> None:
    """Each party read so in its invitation, and before its first answer."""
    hidden_everywhere(session)
    theme = answering(session)
    for early in (theme, theme_at(session, 2)):
        with pytest.raises(StepRefused):
            take(show_names, session, theme=early)
    assert not any(names(session))
    reveal(session, theme)
    take(show_names, session, theme=theme_at(session, 1))
    assert names(session) == [False, True, False, False, False]


def test_what_is_away_is_not_kept_away_once_more(session: GroupSession) -> None:
    hidden_everywhere(session)
    theme = answering(session)
    with pytest.raises(StepRefused):
        take(hide_names, session, theme=theme)
    with pytest.raises(StepRefused):
        take(show_names, session, theme=theme)


def test_a_choice_on_the_spot_is_no_plan_for_the_next_session(session: GroupSession) -> None:
    take(hide_names, session, theme=answering(session))
    take(stage.close_session, session, follow_up_on=None)
    assert session.names_after_talk and not again(session, title="Op het moment zelf").names_after_talk
    hidden_everywhere(planned := build_session(session.municipality))
    planned.refresh_from_db()
    assert again(planned, title="Zo gepland").names_after_talk


def again(earlier: GroupSession, *, title: str) -> GroupSession:
    return copy_session(
        earlier,
        title=title,
        starts_at=NOW + timedelta(days=40),
        duration_minutes=120,
        location="",
        sequel=Sequel.NONE,
        actor=FACILITATOR,
        now=NOW,
    )


def test_names_are_kept_away_on_the_spot_for_one_theme(session: GroupSession) -> None:
    theme = answering(session)
    take(hide_names, session, theme=theme)
    assert names(session) == [True, False, True, True, True]
    take(hide_names, session, theme=theme_at(session, 2))
    assert names(session) == [True, False, False, True, True]
    take(show_names, session, theme=theme_at(session, 1))
    assert names(session) == [True, True, False, True, True]


def test_names_that_were_shown_are_never_hidden_again(session: GroupSession) -> None:
    reveal(session, answering(session))
    with pytest.raises(StepRefused):
        take(hide_names, session, theme=theme_at(session, 1))
    take(hide_names, session, theme=theme_at(session, 2))
    assert names(session) == [True, True, False, True, True]


def test_an_old_page_changes_nothing(session: GroupSession) -> None:
    theme = answering(session)
    for verb in (hide_names, show_names):
        with pytest.raises(StaleStep):
            verb(session, theme=theme, actor=FACILITATOR, expected_revision=1, now=NOW)
    assert names(session) == [True] * 5
