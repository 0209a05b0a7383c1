"""The order of talk as the facilitator puts it, and who could open on the big screen."""

import pytest
from django.utils import timezone

from questionnaire.revealed import revealed_session, revealed_theme
from sessions import stage
from sessions.models import GroupSession, SessionTheme
from sessions.talk_order import put_openers_on_screen, set_talk_order
from tests.builders import answer, answering, reveal, statements_of, take, theme_at


def differing(session: GroupSession, position: int = 1) -> SessionTheme:
    """Reveal a theme of which the second statement has most to talk about, then the third, then the first."""
    theme = answering(session, position)
    first, second, *others = statements_of(theme)
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, first, 7)
        answer(party, second, value)
        for other in others:
            answer(party, other, 7 + value // 10)
    reveal(session, theme)
    return theme_at(session, position)


def order(theme: SessionTheme) -> list[int]:
    shown = revealed_theme(SessionTheme.objects.get(pk=theme.pk))
    assert shown is not None
    return [one.statement.number for one in shown.statements]


def test_the_order_is_proposed_until_the_facilitator_chooses(session: GroupSession) -> None:
    theme = differing(session)
    assert order(theme) == [2, 3, 1]
    take(set_talk_order, session, theme=theme, numbers=[1, 2, 3])
    assert order(theme) == [1, 2, 3]
    take(set_talk_order, session, theme=theme, numbers=[])
    assert order(theme) == [2, 3, 1]


@pytest.mark.parametrize("numbers", [[1, 2], [1, 2, 2], [1, 2, 3, 4], [1, 2, 99]])
def test_an_order_names_each_statement_once(session: GroupSession, numbers: list[int]) -> None:
    theme = differing(session)
    with pytest.raises(stage.StepRefused):
        take(set_talk_order, session, theme=theme, numbers=numbers)
    assert order(theme) == [2, 3, 1]


def test_before_the_reveal_there_is_no_order(session: GroupSession) -> None:
    theme = answering(session)
    with pytest.raises(stage.StepRefused):
        take(set_talk_order, session, theme=theme, numbers=[3, 2, 1])


def test_another_order_changes_nobody_who_could_open(session: GroupSession) -> None:
    theme = differing(session)
    before = {one.statement.number: one.openers for one in revealed_session(session)[theme.pk].statements}
    take(set_talk_order, session, theme=theme, numbers=[3, 1, 2])
    after = {one.statement.number: one.openers for one in revealed_session(session)[theme.pk].statements}
    assert before == after


def test_over_a_session_the_parties_open_in_turn(session: GroupSession) -> None:
    themes = [differing(session, position) for position in (1, 2, 3)]
    turns = [
        name
        for theme in themes
        for one in revealed_session(session)[theme.pk].statements
        for name in one.openers
    ]
    counts = [turns.count(party.name) for party in session.parties.all()]
    assert min(counts) * 2 > max(counts)


def test_openers_come_on_the_screen_with_their_statement(session: GroupSession) -> None:
    theme = differing(session)
    statement = statements_of(theme)[2]
    take(put_openers_on_screen, session, show=True, statement=statement)
    assert (session.openers_on_screen, session.shown_statement) == (True, statement)
    take(put_openers_on_screen, session, show=False)
    assert (session.openers_on_screen, session.shown_statement) == (False, statement)


@pytest.mark.parametrize("what", ["statement", "theme", "reveal"])
def test_what_is_shown_next_takes_the_openers_away(session: GroupSession, what: str) -> None:
    theme = differing(session)
    take(put_openers_on_screen, session, show=True)
    if what == "statement":
        take(stage.show_statement, session, statement=statements_of(theme)[0])
    elif what == "theme":
        take(stage.show_theme, session, theme=theme_at(session, 2))
    else:
        take(stage.reopen_theme, session, theme=theme, reason="Anders gezien")
        reveal(session, theme)
    assert not session.openers_on_screen


def test_while_names_are_hidden_nobody_is_named_as_lowest(session: GroupSession) -> None:
    theme = differing(session)
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
    with pytest.raises(stage.StepRefused):
        take(put_openers_on_screen, session, show=True)
    SessionTheme.objects.filter(pk=theme.pk).update(names_shown_at=timezone.now())
    take(put_openers_on_screen, session, show=True)
    assert session.openers_on_screen


def test_a_statement_of_another_theme_is_refused(session: GroupSession) -> None:
    differing(session)
    with pytest.raises(stage.StepRefused):
        take(put_openers_on_screen, session, show=True, statement=statements_of(theme_at(session, 2))[0])
