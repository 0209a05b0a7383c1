"""Giving answers: one per party, on the scale, in time, and three kinds of empty."""

import pytest
from django.db import IntegrityError, transaction

from questionnaire.answers import answered_counts, own_answers, progress_marks
from questionnaire.enums import AnswerKind, Moment, RevealedKind, Source
from questionnaire.models import Answer, AnswerChange, RevealedAnswer
from questionnaire.refusals import (
    ForeignStatement,
    NotApplicableNotAllowed,
    NotOpenYet,
    OutsideScale,
    StaleAnswer,
    TooLate,
)
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    NOW,
    answer,
    answering,
    build_session,
    open_doors,
    reveal,
    seat,
    statements_of,
    take,
    theme_at,
)


def test_an_answer_is_stored_with_its_history(session: GroupSession) -> None:
    theme = answering(session)
    party, statement = session.parties.first(), statements_of(theme)[0]
    person = seat(party, "Sanne")
    first = answer(party, statement, 2, representative=person)
    second = answer(party, statement, 9, representative=person, expected_version=first.version)
    assert (second.value, second.version, second.given_by) == (9, 2, "Sanne")
    assert own_answers(party=party) == {(statement.pk, Moment.BEFORE_TALK): second}
    assert list(AnswerChange.objects.values_list("value", "version")) == [(2, 1), (9, 2)]


def test_the_same_answer_sent_again_is_the_same_answer(session: GroupSession) -> None:
    theme = answering(session)
    party, statement = session.parties.first(), statements_of(theme)[0]
    first = answer(party, statement, 2)
    assert answer(party, statement, 2) == first
    assert AnswerChange.objects.count() == 1


def test_a_colleague_who_answered_meanwhile_is_not_overwritten(session: GroupSession) -> None:
    theme = answering(session)
    party, statement = session.parties.first(), statements_of(theme)[0]
    answer(party, statement, 2, representative=seat(party, "Sanne"))
    with pytest.raises(StaleAnswer) as refusal:
        answer(party, statement, 8, representative=seat(party, "Yusuf"))
    assert (refusal.value.theirs.value, refusal.value.theirs.given_by) == (2, "Sanne")
    assert own_answers(party=party)[statement.pk, Moment.BEFORE_TALK].value == 2


@pytest.mark.parametrize("value", [-1, 11, 2**40, None])
def test_outside_the_scale_is_refused(session: GroupSession, value: int | None) -> None:
    theme = answering(session)
    with pytest.raises(OutsideScale):
        answer(session.parties.first(), statements_of(theme)[0], value)
    assert not Answer.objects.exists()


def test_not_applicable_only_where_the_statement_allows_it(session: GroupSession) -> None:
    theme = answering(session, 2)
    party = session.parties.first()
    for statement in statements_of(theme):
        if statement.number == 5:
            assert answer(party, statement, kind=AnswerKind.NOT_APPLICABLE).value is None
        else:
            with pytest.raises(NotApplicableNotAllowed):
                answer(party, statement, kind=AnswerKind.NOT_APPLICABLE)


def test_dont_know_is_always_allowed_and_is_no_figure(session: GroupSession) -> None:
    theme = answering(session)
    for statement in statements_of(theme):
        assert answer(session.parties.first(), statement, kind=AnswerKind.DONT_KNOW).value is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(value=5)


def test_a_statement_of_another_theme_or_list_is_refused(session: GroupSession) -> None:
    answering(session, 1)
    later = theme_at(session, 2)
    statement = statements_of(later)[0]
    with pytest.raises(NotOpenYet):
        answer(session.parties.first(), statement)
    later.delete()
    with pytest.raises(ForeignStatement):
        answer(session.parties.first(), statement)


def test_too_late_is_told_and_not_stored(session: GroupSession) -> None:
    theme = answering(session)
    reveal(session, theme)
    with pytest.raises(TooLate):
        answer(session.parties.first(), statements_of(theme)[0])
    assert not Answer.objects.exists()


def test_nothing_is_taken_while_interrupted_or_after_the_end(session: GroupSession) -> None:
    theme = answering(session)
    take(stage.pause_session, session)
    with pytest.raises(NotOpenYet):
        answer(session.parties.first(), statements_of(theme)[0])
    take(stage.resume_session, session)
    answer(session.parties.first(), statements_of(theme)[0])
    take(stage.close_session, session, follow_up_on=None)
    with pytest.raises(TooLate):
        answer(session.parties.first(), statements_of(theme)[1])


def test_answering_ahead_is_a_choice_of_the_session(session: GroupSession) -> None:
    ahead = build_session(session.municipality, answer_ahead=True)
    statement = statements_of(theme_at(session, 3))[0]
    assert answer(ahead.parties.first(), statement).version == 1
    open_doors(session)
    with pytest.raises(NotOpenYet):
        answer(session.parties.first(), statement)


def test_the_snapshot_keeps_every_kind_of_empty_apart(session: GroupSession) -> None:
    theme = answering(session, 2)
    statement = next(s for s in statements_of(theme) if s.allows_not_applicable)
    first, second, third = session.parties.all()
    third.absent_since = NOW
    third.save()
    answer(first, statement, kind=AnswerKind.NOT_APPLICABLE)
    answer(second, statement, kind=AnswerKind.DONT_KNOW)
    snapshot = reveal(session, theme)
    kinds = dict(RevealedAnswer.objects.filter(statement=statement).values_list("party_id", "kind"))
    assert kinds == {
        first.pk: RevealedKind.NOT_APPLICABLE,
        second.pk: RevealedKind.DONT_KNOW,
        third.pk: RevealedKind.ABSENT,
    }
    other = statements_of(theme)[0]
    assert snapshot.answers.get(party=first, statement=other).kind == RevealedKind.UNANSWERED
    assert snapshot.answers.count() == 3 * len(statements_of(theme))
    assert len(snapshot.sha256) == 64


def test_answers_after_the_talk_stand_beside_the_first(session: GroupSession) -> None:
    theme = answering(session)
    party, statement = session.parties.first(), statements_of(theme)[0]
    answer(party, statement, 3)
    before = reveal(session, theme)
    take(stage.reopen_theme, session, theme=theme, reason="nieuwe cijfers")
    answer(party, statement, 8)
    assert own_answers(party=party)[statement.pk, Moment.BEFORE_TALK].value == 3
    after = reveal(session, theme)
    assert before.answers.get(party=party, statement=statement).value == 3
    assert after.moment == Moment.AFTER_TALK
    assert after.answers.get(party=party, statement=statement).value == 8


def test_counts_tell_how_many_and_never_what(session: GroupSession) -> None:
    theme = answering(session)
    party = session.parties.first()
    assert progress_marks(session_ids=[session.pk]) == {}
    answer(party, statements_of(theme)[0], 3, source=Source.PAPER)
    answer(party, statements_of(theme)[1], 4)
    assert answered_counts(session=session) == {(party.pk, theme.theme_id): 2}
    assert progress_marks(session_ids=[session.pk]).keys() == {session.pk}
