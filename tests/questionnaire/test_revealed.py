"""From the snapshot to the picture."""

from collections import Counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionnaire.enums import RevealedKind
from questionnaire.revealed import revealed_session, revealed_theme
from sessions import stage
from sessions.models import GroupSession
from tests.builders import answer, answering, build_party, reveal, statements_of, take, theme_at


def test_before_the_reveal_there_is_no_picture(session: GroupSession) -> None:
    theme = answering(session)
    answer(session.parties.first(), statements_of(theme)[0], 3)
    assert revealed_theme(theme) is None
    assert revealed_session(session) == {}


def test_the_most_different_statement_comes_first(session: GroupSession) -> None:
    theme = answering(session)
    first, second, third = statements_of(theme)
    for party, value in zip(session.parties.all(), (0, 5, 10), strict=True):
        answer(party, first, 7, note="zo doen wij dat")
        answer(party, second, value)
        answer(party, third, 7 + value // 10)
    reveal(session, theme)
    shown = revealed_theme(theme)
    assert [one.statement.number for one in shown.statements] == [2, 3, 1]
    assert [one.statement.number for one in shown.in_order_of_number()] == [1, 2, 3]
    first_party, _middle, last_party = session.parties.all()
    assert set(shown.statements[0].openers) == {first_party.name, last_party.name}
    assert len(shown.in_order_of_number()[0].notes) == 3


def test_an_answer_after_the_talk_stands_beside_the_first(session: GroupSession) -> None:
    theme = answering(session)
    party, statement = session.parties.first(), statements_of(theme)[0]
    answer(party, statement, 3)
    reveal(session, theme)
    take(stage.reopen_theme, session, theme=theme, reason="nieuwe cijfers")
    answer(party, statement, 8)
    assert not revealed_theme(theme).in_order_of_number()[0].picture.has_after
    reveal(session, theme)
    row = revealed_theme(theme).in_order_of_number()[0].picture.rows[0]
    assert (row.value, row.after_value) == (3, 8)


def test_who_walked_in_after_the_first_reveal_stands_in_the_picture_of_the_second(
    session: GroupSession,
) -> None:
    theme = answering(session)
    first = statements_of(theme)[0]
    answer(session.parties.first(), first, 3)
    reveal(session, theme)
    late, silent = build_party(session, "Buurthuis", 8), build_party(session, "Kerk", 9)
    take(stage.reopen_theme, session, theme=theme, reason="Wie later kwam")
    answer(late, first, 8, note="Bij ons ook.")
    reveal(session, theme_at(session, 1))
    one, other = revealed_theme(theme).in_order_of_number()[:2]
    row = next(row for row in one.picture.rows if row.name == late.name)
    assert (row.kind, row.value, row.after_value, row.changed) == (RevealedKind.UNANSWERED, None, 8, True)
    assert one.picture.summary.n == 1, "what was said after the talk enters no figure"
    assert not any(row.name == silent.name for row in one.picture.rows)
    assert not any(row.name == late.name for row in other.picture.rows)
    hidden = revealed_theme(theme, names_hidden=True).in_order_of_number()[0]
    assert len(hidden.picture.rows) == len(one.picture.rows) and late.name not in repr(hidden)


def test_a_note_of_after_the_talk_stands_beside_the_first(session: GroupSession) -> None:
    theme = answering(session)
    party, other, _third = session.parties.all()
    statement = statements_of(theme)[0]
    answer(party, statement, 3, note="Te weinig mensen.")
    answer(other, statement, 4, note="Gaat goed.")
    reveal(session, theme)
    take(stage.reopen_theme, session, theme=theme, reason="nieuwe cijfers")
    answer(party, statement, 8, note="Samen lukt het wel.")
    answer(other, statement, 4, note="Gaat goed.")
    reveal(session, theme_at(session, 1))
    shown = revealed_theme(theme).in_order_of_number()[0]
    assert shown.notes == (
        (party.name, "Te weinig mensen."),
        (other.name, "Gaat goed."),
        (f"{party.name} (na het gesprek)", "Samen lukt het wel."),
    )
    assert revealed_theme(theme, names_hidden=True).in_order_of_number()[0].notes == ()


def opened(session: GroupSession) -> dict[int, list[tuple[str, ...]]]:
    """Return who could open each talk, by the position of the theme."""
    shown = revealed_session(session).values()
    return {one.session_theme.position: [talk.openers for talk in one.statements] for one in shown}


def differ(session: GroupSession, position: int) -> None:
    """Show a theme at which the parties answer 0, 1, 9 and 10 to every statement."""
    theme = answering(session, position)
    for statement in statements_of(theme):
        for party, value in zip(session.parties.all(), (0, 1, 9, 10), strict=True):
            answer(party, statement, value)
    reveal(session, theme)


def test_who_opens_rotates_over_the_whole_session(session: GroupSession) -> None:
    build_party(session, "Kerk", 4)
    for position in (1, 2, 3):
        differ(session, position)
    talks = [talk for theme in opened(session).values() for talk in theme]
    turns = Counter(name for talk in talks for name in talk)
    assert len(turns) == 4 and max(turns.values()) - min(turns.values()) <= 1
    # The control: each theme for itself lets the same two begin it.
    alone = [revealed_theme(theme_at(session, position)).statements[0].openers for position in (1, 2, 3)]
    assert len(set(alone)) == 1 and talks[len(opened(session)[1])] not in alone


def test_who_opened_stays_also_when_an_earlier_theme_is_shown_later(session: GroupSession) -> None:
    build_party(session, "Kerk", 4)
    differ(session, 2)
    said = opened(session)[2]
    differ(session, 1)
    after = opened(session)
    assert list(after) == [1, 2], "in the order of the table"
    assert after[2] == said, "of a talk that was held nobody else is named afterwards"


def test_hidden_names_are_nowhere(session: GroupSession) -> None:
    theme = answering(session)
    for party in session.parties.all():
        for statement in statements_of(theme):
            answer(party, statement, party.pk % 11, note=f"van {party.name}")
    reveal(session, theme)
    text = repr(revealed_theme(theme, names_hidden=True).statements)
    for party in session.parties.all():
        assert party.name not in text


def test_a_whole_session_takes_as_many_queries_as_one_theme(session: GroupSession) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            revealed_session(session)
        return len(captured)

    reveal(session, answering(session, 1))
    with_one = queries()
    reveal(session, answering(session, 2))
    reveal(session, answering(session, 3))
    assert queries() == with_one == 4
