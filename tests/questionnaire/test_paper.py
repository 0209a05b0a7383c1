"""Answers from paper: all of a row or nothing, with their source, and no way to find out what stands."""

import pytest

from audit.models import AuditEvent
from questionnaire.answers import own_answers
from questionnaire.enums import AnswerKind, Moment, Source
from questionnaire.models import Answer, AnswerChange, RevealedAnswer
from questionnaire.paper import OnPaper, RowRefused, type_row
from questionnaire.progress import given_cells
from questionnaire.refusals import NotApplicableNotAllowed, OutsideScale, StaleAnswer, TooLate
from sessions import stage
from sessions.models import GroupSession, Party, SessionTheme
from tests.builders import FACILITATOR, NOW, answer, answering, reveal, statements_of, take


@pytest.fixture
def theme(session: GroupSession) -> SessionTheme:
    return answering(session)


@pytest.fixture
def party(session: GroupSession) -> Party:
    return session.parties.first()


def on_paper(theme: SessionTheme, *values: int | str | None, seen: int = 0) -> dict:
    kinds = {"?": AnswerKind.DONT_KNOW, "n": AnswerKind.NOT_APPLICABLE}
    return {
        statement: OnPaper(
            kind=kinds.get(str(value), AnswerKind.VALUE),
            value=value if isinstance(value, int) else None,
            seen_version=seen,
        )
        for statement, value in zip(statements_of(theme), values, strict=False)
        if value is not None
    }


def write(party: Party, answers: dict) -> None:
    type_row(party=party, answers=answers, actor=FACILITATOR, now=NOW)


def test_a_row_is_stored_with_its_source(party: Party, theme: SessionTheme) -> None:
    write(party, on_paper(theme, 7, "?"))
    rows = Answer.objects.filter(party=party).order_by("pk")
    assert [(row.kind, row.value, row.source) for row in rows] == [
        (AnswerKind.VALUE, 7, Source.PAPER),
        (AnswerKind.DONT_KNOW, None, Source.PAPER),
    ]
    reveal(party.session, theme)
    assert set(RevealedAnswer.objects.filter(party=party).values_list("source", flat=True)) == {"paper", ""}


def test_one_wrong_answer_and_nothing_of_the_row_is_stored(party: Party, theme: SessionTheme) -> None:
    first, second = statements_of(theme)[:2]
    with pytest.raises(RowRefused) as refused:
        write(party, on_paper(theme, 7, 11))
    assert refused.value.why == {second.pk: OutsideScale}
    with pytest.raises(RowRefused) as refused:
        write(party, on_paper(theme, "n", 4))
    assert refused.value.why == {first.pk: NotApplicableNotAllowed}
    assert not Answer.objects.exists()
    assert not AnswerChange.objects.exists()
    assert not AuditEvent.objects.filter(action="type paper answers").exists()


@pytest.mark.parametrize("guess", range(11))
def test_guessing_tells_nothing_of_what_a_party_answered(
    party: Party, theme: SessionTheme, guess: int
) -> None:
    """The right guess is refused like every wrong one: whoever types can't find an answer by trying."""
    statement = statements_of(theme)[0]
    answer(party, statement, 6)
    with pytest.raises(RowRefused) as refused:
        write(party, on_paper(theme, guess))
    assert refused.value.why == {statement.pk: StaleAnswer}
    assert not hasattr(refused.value, "theirs")
    assert [(given.value, given.version) for given in own_answers(party=party).values()] == [(6, 1)]


@pytest.mark.parametrize("value", [6, 5])
def test_replacing_looks_the_same_whatever_stood_there(party: Party, theme: SessionTheme, value: int) -> None:
    answer(party, statements_of(theme)[0], 6)
    write(party, on_paper(theme, value, seen=1))
    row = Answer.objects.get(party=party)
    assert (row.value, row.version, row.source) == (value, 2, Source.PAPER)
    assert AnswerChange.objects.filter(party=party).count() == 2


def test_a_party_that_answers_meanwhile_is_not_overwritten(party: Party, theme: SessionTheme) -> None:
    statement = statements_of(theme)[0]
    answer(party, statement, 6)
    answer(party, statement, 8, expected_version=1)
    with pytest.raises(RowRefused):
        write(party, on_paper(theme, 5, 5, seen=1))
    assert [given.value for given in own_answers(party=party).values()] == [8]


def test_a_party_sees_and_changes_what_was_typed_for_it(party: Party, theme: SessionTheme) -> None:
    write(party, on_paper(theme, 7))
    statement = statements_of(theme)[0]
    assert own_answers(party=party)[statement.pk, Moment.BEFORE_TALK].value == 7
    assert answer(party, statement, 9, expected_version=1).version == 2


def test_after_the_reveal_paper_is_too_late(party: Party, theme: SessionTheme) -> None:
    reveal(party.session, theme)
    with pytest.raises(RowRefused) as refused:
        write(party, on_paper(theme, 7))
    assert set(refused.value.why.values()) == {TooLate}
    assert not Answer.objects.exists()


def test_after_a_reopening_paper_is_after_the_talk(party: Party, theme: SessionTheme) -> None:
    reveal(party.session, theme)
    take(stage.reopen_theme, party.session, theme=theme, reason="Anders gezien")
    write(party, on_paper(theme, 7))
    assert Answer.objects.get().moment == Moment.AFTER_TALK


def test_what_is_told_of_an_answer_is_that_it_is_there(
    party: Party, theme: SessionTheme, session: GroupSession
) -> None:
    statement = statements_of(theme)[0]
    answer(party, statement, 6)
    told = given_cells(session=session, moment=Moment.BEFORE_TALK)
    given = told[party.pk, statement.pk]
    assert list(told) == [(party.pk, statement.pk)]
    assert vars(given) == {"version": 1, "source": Source.OWN_DEVICE}


def test_the_log_says_for_whom_and_not_what(party: Party, theme: SessionTheme) -> None:
    write(party, on_paper(theme, 7))
    event = AuditEvent.objects.get(action="type paper answers")
    assert (event.target_id, event.reason) == (party.pk, "")
