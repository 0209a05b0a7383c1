"""The figures of agreement against their sources, and the words at their limits."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.agreement import (
    Label,
    Mark,
    Pattern,
    Scale,
    agreement_of,
    agreement_of_counts,
    consensus_of,
    label_of,
    summarise,
)

TEN = Scale()
FIVE = Scale(minimum=1, maximum=5)
ANSWERS = st.lists(st.integers(0, 10), min_size=2, max_size=40)

# The answers on 0–10, then mean, median, Cns and A.
CHECK_VALUES = [
    ([7] * 8, 7.0, 7, 1.000, 1.000),
    ([0] * 4 + [10] * 4, 5.0, 5, 0.000, -1.000),
    ([6, 6, 7, 7, 7, 8, 8, 8], 7.125, 7, 0.901, 0.825),
    ([2, 3, 3, 8, 8, 9, 9, 7], 6.125, 7.5, 0.555, 0.226),
    ([7, 7, 7, 7, 7, 7, 1], 6.143, 7, 0.740, 0.670),
    (list(range(11)), 5.0, 5, 0.504, 0.000),
    ([5, 6, 6, 7, 7, 8], 6.5, 6.5, 0.873, None),
    ([9, 9, 8, 7, 7, 5, 3, 2], 6.25, 7, 0.626, None),
    ([5, 6], None, 5.5, 0.926, 0.900),
]


@pytest.mark.parametrize(("values", "mean", "median", "consensus", "agreement"), CHECK_VALUES)
def test_check_values(
    values: list[int], mean: float | None, median: float, consensus: float, agreement: float | None
) -> None:
    summary = summarise(values, TEN)
    assert (summary.n, summary.lowest, summary.highest) == (len(values), min(values), max(values))
    assert summary.median == median
    assert summary.mean == (None if mean is None else pytest.approx(mean, abs=0.0005))
    assert summary.consensus == pytest.approx(consensus, abs=0.0005)
    if agreement is not None:
        assert summary.agreement == pytest.approx(agreement, abs=0.0005)


def test_agreement_of_the_published_counts() -> None:
    assert agreement_of_counts([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


@pytest.mark.parametrize(
    ("values", "agreement", "consensus"), [([1, 1, 5, 5], -1.0, 0.0), ([4, 4, 5, 5, 3], 0.6, 0.739)]
)
def test_a_shorter_scale(values: list[int], agreement: float, consensus: float) -> None:
    assert agreement_of(values, 1, 5) == pytest.approx(agreement)
    assert consensus_of(values, 1, 5) == pytest.approx(consensus, abs=0.0005)


def test_two_categories_have_no_shape_in_between() -> None:
    assert agreement_of_counts([3, 3]) == 0.0
    assert agreement_of_counts([6, 0]) == 1.0


@pytest.mark.parametrize("values", [[], [4]])
def test_fewer_than_two_answers_have_no_label(values: list[int]) -> None:
    summary = summarise(values, TEN)
    assert (summary.consensus, summary.agreement, summary.label, summary.mean) == (None, None, None, None)
    assert summary.pattern == Pattern.NONE
    assert summary.median == (values[0] if values else None)


def test_a_mean_needs_three_answers() -> None:
    assert summarise([4, 8], TEN).mean is None
    assert summarise([4, 8, 9], TEN).mean == 7


@pytest.mark.parametrize(
    ("consensus", "label"),
    [
        (1.0, Label.AGREE),
        (0.85, Label.AGREE),
        (0.8499999, Label.SOME_DIFFERENCE),
        (0.70, Label.SOME_DIFFERENCE),
        (0.6999999, Label.CLEAR_DIFFERENCE),
        (0.0, Label.CLEAR_DIFFERENCE),
        (None, None),
    ],
)
def test_each_limit_belongs_to_the_word_above(consensus: float | None, label: Label | None) -> None:
    assert label_of(consensus) is label


@pytest.mark.parametrize(
    ("values", "low_until", "high_from"),
    [
        ([7, 7, 7, 7, 7, 7, 1], 1, None),
        ([3, 3, 2, 4, 3, 10], None, 10),
        ([5, 7, 9, 7, 3], 3, None),  # the next ones are two from the median
        ([7, 7, 7, 3], 3, None),  # exactly four from the median
        ([7, 7, 7, 4], None, None),  # three
        ([9, 7, 5, 7, 7, 3], 3, None),  # the rest within two, just
        ([10, 7, 7, 7, 7, 3], None, None),  # one of the rest is three away
        ([0, 10], None, None),
    ],
)
def test_one_party_sees_it_differently(
    values: list[int], low_until: int | None, high_from: int | None
) -> None:
    summary = summarise(values, TEN)
    expected = Pattern.NONE if low_until is None and high_from is None else Pattern.ONE_PARTY
    assert (summary.pattern, summary.low_until, summary.high_from) == (expected, low_until, high_from)


@pytest.mark.parametrize(
    ("values", "low_until", "high_from"),
    [
        ([3, 3, 7, 7], 3, 7),  # a gap of exactly four, two on each side
        ([2, 3, 3, 8, 8, 9, 9, 7], 3, 7),
        ([3, 3, 3, 7, 7, 9], 3, 7),  # also one party far from the median: the groups say more
        ([0, 0, 5, 5, 5, 10, 10], 0, 5),  # two gaps alike and as even: the lower
        ([0, 0, 4, 4, 9, 9], 4, 9),  # the wider gap
        ([7, 7, 7, 1, 1], 1, 7),  # two parties are not one
    ],
)
def test_two_groups(values: list[int], low_until: int, high_from: int) -> None:
    summary = summarise(values, TEN)
    assert (summary.pattern, summary.low_until, summary.high_from) == (
        Pattern.TWO_GROUPS,
        low_until,
        high_from,
    )
    assert {summary.mark(value) for value in values} == {Mark.LOW, Mark.HIGH}


@pytest.mark.parametrize("values", [[3, 3, 6, 6], [3, 3, 8], [2, 8, 8, 8, 5], [4, 5, 6, 7]])
def test_no_two_groups(values: list[int]) -> None:
    assert summarise(values, TEN).pattern != Pattern.TWO_GROUPS


def test_the_limits_follow_the_scale() -> None:
    assert summarise([1, 1, 3, 3], FIVE).pattern == Pattern.TWO_GROUPS
    assert summarise([2, 2, 3, 3], FIVE).pattern == Pattern.NONE


def test_without_a_pattern_nothing_is_marked() -> None:
    summary = summarise([9, 9, 8, 7, 7, 5, 3, 2], TEN)
    assert {summary.mark(value) for value in (*range(11), None)} == {None}


@pytest.mark.parametrize("values", [[11, 3], [-1, 3]])
def test_an_answer_outside_the_scale_is_refused(values: list[int]) -> None:
    with pytest.raises(ValueError, match="outside 0–10"):
        summarise(values, TEN)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="two steps"):
        Scale(minimum=3, maximum=3)
    with pytest.raises(ValueError, match="never negative"):
        agreement_of_counts([3, -1, 2])


@given(ANSWERS)
def test_figures_keep_their_range(values: list[int]) -> None:
    summary = summarise(values, TEN)
    assert 0 <= summary.consensus <= 1
    assert -1 <= summary.agreement <= 1


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_parties_says_nothing(values: list[int], chance: random.Random) -> None:
    shuffled = values[:]
    chance.shuffle(shuffled)
    assert summarise(shuffled, TEN) == summarise(values, TEN)


@given(ANSWERS)
def test_a_mirrored_scale_gives_the_same_figures(values: list[int]) -> None:
    straight, mirrored = summarise(values, TEN), summarise([10 - value for value in values], TEN)
    assert mirrored.consensus == pytest.approx(straight.consensus)
    assert mirrored.agreement == pytest.approx(straight.agreement)


@given(st.integers(0, 10), st.integers(2, 40))
def test_equal_answers_agree_wholly(value: int, n: int) -> None:
    summary = summarise([value] * n, TEN)
    assert (summary.consensus, summary.agreement) == (1.0, 1.0)
    assert (summary.label, summary.pattern) == (Label.AGREE, Pattern.NONE)


@given(ANSWERS)
def test_only_equal_answers_agree_wholly(values: list[int]) -> None:
    assert (consensus_of(values, 0, 10) == 1) == (len(set(values)) == 1)


@given(st.integers(1, 20))
def test_half_at_either_end_is_the_least(half: int) -> None:
    summary = summarise([0] * half + [10] * half, TEN)
    assert (summary.consensus, summary.agreement) == (0.0, -1.0)


@given(ANSWERS)
def test_a_mark_is_on_its_own_side(values: list[int]) -> None:
    summary = summarise(values, TEN)
    low = [value for value in values if summary.mark(value) == Mark.LOW]
    high = [value for value in values if summary.mark(value) == Mark.HIGH]
    assert max(low, default=-1) < min(high, default=11)
    assert {
        Pattern.NONE: not low and not high,
        Pattern.ONE_PARTY: len(low + high) == 1,
        Pattern.TWO_GROUPS: len(low + high) == len(values) and min(len(low), len(high)) >= 2,
    }[summary.pattern]
