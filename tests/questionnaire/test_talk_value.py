"""What to talk about first, and who could open."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.agreement import Scale, Summary, summarise
from questionnaire.talk_value import (
    Stance,
    opening_parties,
    order_of_talk,
    own_and_together,
    talk_value,
)

SCALE = Scale()
ANSWERS = st.lists(st.integers(0, 10), max_size=30)


def summary(*values: int) -> Summary:
    return summarise(values, SCALE)


def stances(**values: int) -> list[Stance]:
    return [Stance(party=party, value=value) for party, value in values.items()]


def names(opening: tuple[Stance, ...]) -> list[str]:
    return [stance.party for stance in opening]


def test_disagreement_goes_before_a_low_score() -> None:
    apart_and_high, together_and_low = summary(6, 10, 10), summary(0, 0, 0)
    assert talk_value(apart_and_high) > talk_value(together_and_low)


def test_as_much_disagreement_and_lower_goes_first() -> None:
    assert talk_value(summary(2, 3, 4)) > talk_value(summary(7, 8, 9)) > talk_value(summary(8, 8, 8))


def test_nothing_to_talk_about_and_the_most() -> None:
    assert talk_value(summary()) == 0
    assert talk_value(summary(10, 10)) == 0
    assert talk_value(summary(*[0] * 5, *[10] * 5)) == pytest.approx(1, abs=0.005)
    assert 0 < talk_value(summary(2)) < talk_value(summary(2, 3))


@given(ANSWERS)
def test_the_talk_value_keeps_its_range(values: list[int]) -> None:
    assert 0 <= talk_value(summary(*values)) <= 1


@given(ANSWERS, ANSWERS)
def test_a_lower_score_never_beats_a_hundredth_of_consensus(one: list[int], other: list[int]) -> None:
    first, second = summary(*one), summary(*other)
    if None not in (first.consensus, second.consensus) and first.consensus + 0.0101 < second.consensus:
        assert talk_value(first) > talk_value(second)


def test_the_order_numbers_ties_alike() -> None:
    same = summary(4, 8)
    turns = order_of_talk({7: same, 4: summary(0, 10), 5: same, 6: summary(9, 9)})
    assert [(turn.rank, turn.number, turn.tied) for turn in turns] == [
        (1, 4, False),
        (2, 5, True),
        (2, 7, True),
        (4, 6, False),
    ]
    assert order_of_talk({}) == []


def test_the_lowest_and_the_highest_open() -> None:
    opening = opening_parties(stances(school=3, bank=9, stad=6), scale=SCALE)
    assert opening == (Stance(party="school", value=3), Stance(party="bank", value=9))


def test_who_opened_before_makes_room_on_the_same_side() -> None:
    around = stances(school=3, woonstede=3, bank=9, stad=9)
    assert names(opening_parties(around, scale=SCALE)) == ["school", "bank"]
    assert names(opening_parties(around, scale=SCALE, earlier={"school": 1})) == ["woonstede", "bank"]


def test_who_opened_least_speaks_first() -> None:
    around = stances(school=3, bank=9)
    assert names(opening_parties(around, scale=SCALE, earlier={"school": 1})) == ["bank", "school"]


def test_only_different_answers_open() -> None:
    around = stances(school=3, stad=6, bank=9)
    assert names(opening_parties(around, scale=SCALE, earlier={"school": 9, "bank": 9})) == ["school", "bank"]


def test_equal_answers_need_one_opener() -> None:
    around = stances(school=6, bank=6)
    assert names(opening_parties(around, scale=SCALE, earlier={"bank": 1})) == ["school"]
    assert names(opening_parties(around, scale=SCALE, earlier={"school": 1})) == ["bank"]
    assert opening_parties([], scale=SCALE) == ()


def test_over_a_session_nobody_always_starts() -> None:
    every_time = stances(a=0, b=3, c=4, d=8, e=9, f=10)
    opened: Counter[str] = Counter()
    proposals = []
    for _ in range(15):
        proposals.append(opening_parties(every_time, scale=SCALE, earlier=opened))
        opened.update(stance.party for stance in proposals[-1])
    assert sum(opened.values()) == 30
    assert set(opened) == set("abcdef")
    assert max(opened.values()) <= 7
    assert max(Counter(opening[0].party for opening in proposals).values()) < 15


@given(st.lists(st.integers(0, 10), min_size=1, max_size=12))
def test_openers_are_from_the_table_and_differ(values: list[int]) -> None:
    around = [Stance(party=f"p{at}", value=value) for at, value in enumerate(values)]
    opening = opening_parties(around, scale=SCALE)
    assert set(opening) <= set(around)
    assert len(opening) == (1 if len(set(values)) == 1 else 2)
    assert len({stance.value for stance in opening}) == len(opening)


def test_own_against_together_counts_each_statement_once() -> None:
    result = own_and_together(own=[summary(8, 8, 8, 8), summary(6, 6, 6)], together=[summary(4, 5, 6)])
    assert (result.own, result.together, result.difference) == (7.0, 5.0, -2.0)
    assert (result.own_statements, result.together_statements) == (2, 1)


def test_own_against_together_leaves_out_fewer_than_three_answers() -> None:
    result = own_and_together(own=[summary(8, 8, 8), summary(0, 0)], together=[summary(4, 5)])
    assert (result.own, result.together, result.difference) == (8.0, None, None)
    assert (result.own_statements, result.together_statements) == (1, 0)
