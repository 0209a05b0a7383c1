"""How far the answers to one statement lie apart, in figures and in one plain word.

Everything here is pure: whole-number answers in, figures out. Only answers with a value enter; the three
kinds of empty are left out by the caller.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, log2
from statistics import fmean, median

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

AGREE_FROM = 0.85
SOME_DIFFERENCE_FROM = 0.70
FAR_TENTHS = 4
NEAR_TENTHS = 2
MEAN_FROM = 3


class Label(TextChoices):
    """The consensus in one word; no word where fewer than two parties gave a figure."""

    AGREE = "agree", _("in agreement")
    SOME_DIFFERENCE = "some_difference", _("some difference")
    CLEAR_DIFFERENCE = "clear_difference", _("clear difference")


class Pattern(TextChoices):
    """The shape of a disagreement that is worth a mark."""

    NONE = "none", ""
    ONE_PARTY = "one_party", _("one party sees it differently")
    TWO_GROUPS = "two_groups", _("two groups")


class Mark(StrEnum):
    """On which side an answer stands out."""

    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The whole-number steps an answer can have, both ends included."""

    minimum: int = 0
    maximum: int = 10

    def __post_init__(self) -> None:
        if self.minimum >= self.maximum:
            raise ValueError(f"A scale needs two steps or more: {self.minimum}–{self.maximum}")

    @property
    def width(self) -> int:
        return self.maximum - self.minimum

    @property
    def steps(self) -> range:
        return range(self.minimum, self.maximum + 1)


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the answers to one statement say together.

    `mean` is there from three answers on, and is never *the* result.
    `low_until` and `high_from` are the limits of what stands out, both `None` where there is no pattern.
    """

    scale: Scale
    n: int
    lowest: int | None
    highest: int | None
    median: float | None
    mean: float | None
    consensus: float | None
    agreement: float | None
    label: Label | None
    pattern: Pattern
    low_until: int | None
    high_from: int | None

    def mark(self, value: int | None) -> Mark | None:
        """Return on which side an answer stands out, if it does."""
        if value is None:
            return None
        if self.low_until is not None and value <= self.low_until:
            return Mark.LOW
        if self.high_from is not None and value >= self.high_from:
            return Mark.HIGH
        return None


def summarise(values: Iterable[int], scale: Scale) -> Summary:
    """Return the figures, label and pattern of the answers; raises `ValueError` for one outside the scale."""
    known = _on_scale(values, scale)
    consensus = consensus_of(known, scale.minimum, scale.maximum)
    pattern, low_until, high_from = _pattern(known, scale)
    return Summary(
        scale=scale,
        n=len(known),
        lowest=known[0] if known else None,
        highest=known[-1] if known else None,
        median=median(known) if known else None,
        mean=fmean(known) if len(known) >= MEAN_FROM else None,
        consensus=consensus,
        agreement=agreement_of(known, scale.minimum, scale.maximum),
        label=label_of(consensus),
        pattern=pattern,
        low_until=low_until,
        high_from=high_from,
    )


def consensus_of(values: Sequence[int], scale_min: int, scale_max: int) -> float | None:
    """Return the consensus: 1 all equal, 0 half of them at either end; `None` below two answers.

    Source: W.J. Tastle and M.J. Wierman, "Consensus and dissention: a measure of ordinal dispersion",
    International Journal of Approximate Reasoning 45 (2007), p. 531: Cns = 1 + Σ pᵢ · log₂(1 − |xᵢ − μ| /
    (max − min)).
    """
    known = _on_scale(values, Scale(minimum=scale_min, maximum=scale_max))
    if len(known) < 2:
        return None
    width = scale_max - scale_min
    mean = fsum(known) / len(known)
    spread = fsum(
        count / len(known) * log2(1 - abs(value - mean) / width)
        for value, count in sorted(Counter(known).items())
    )
    return min(1.0, max(0.0, 1 + spread))


def agreement_of(values: Sequence[int], scale_min: int, scale_max: int) -> float | None:
    """Return van der Eijk's agreement A of single answers; see `agreement_of_counts`."""
    scale = Scale(minimum=scale_min, maximum=scale_max)
    tally = Counter(_on_scale(values, scale))
    return agreement_of_counts([tally[step] for step in scale.steps])


def agreement_of_counts(counts: Sequence[int]) -> float | None:
    """Return the agreement A: 1 one peak, 0 flat, −1 both ends; `None` below two answers.

    The counts are peeled off in layers of equal height; each layer is a pattern of empty and filled
    categories with an agreement of its own, weighed by the answers in it. Source: C. van der Eijk, "Measuring
    agreement in ordered rating scales", Quality & Quantity 35 (2001), p. 325.
    """
    if any(count < 0 for count in counts):
        raise ValueError("A count is never negative.")
    total = sum(counts)
    if total < 2:
        return None
    left, layers = list(counts), []
    while any(left):
        height = min(count for count in left if count)
        filled = [count > 0 for count in left]
        layers.append(height * sum(filled) / total * _layer_agreement(filled))
        left = [count - height if count else 0 for count in left]
    return min(1.0, max(-1.0, fsum(layers)))


def label_of(consensus: float | None) -> Label | None:
    """Return the word for a consensus; each limit belongs to the word above it."""
    if consensus is None:
        return None
    if consensus >= AGREE_FROM:
        return Label.AGREE
    return Label.SOME_DIFFERENCE if consensus >= SOME_DIFFERENCE_FROM else Label.CLEAR_DIFFERENCE


def _layer_agreement(filled: Sequence[bool]) -> float:
    categories, peaks = len(filled), sum(filled)
    if peaks == 1:
        return 1.0
    if peaks == categories:
        return 0.0
    unimodal = bimodal = 0
    for at, here in enumerate(filled):
        before, after = sum(filled[:at]), sum(filled[at + 1 :])
        if here:
            empty_before, empty_after = at - before, categories - at - 1 - after
            unimodal += before * empty_after + empty_before * after
        else:
            bimodal += before * after
    triples = (categories - 2) * (unimodal + bimodal)
    unimodality = ((categories - 2) * unimodal - (categories - 1) * bimodal) / triples
    return unimodality * (1 - (peaks - 1) / (categories - 1))


def _on_scale(values: Iterable[int], scale: Scale) -> list[int]:
    known = sorted(values)
    if known and not (scale.minimum <= known[0] and known[-1] <= scale.maximum):
        raise ValueError(f"An answer lies outside {scale.minimum}–{scale.maximum}.")
    return known


def _pattern(known: list[int], scale: Scale) -> tuple[Pattern, int | None, int | None]:
    """Return the pattern and its limits; two groups go before one party, because they say more."""
    split = _widest_gap(known, scale)
    if split:
        return Pattern.TWO_GROUPS, known[split - 1], known[split]
    lone = _lone_answer(known, scale)
    if lone is None:
        return Pattern.NONE, None, None
    return (Pattern.ONE_PARTY, lone, None) if lone < median(known) else (Pattern.ONE_PARTY, None, lone)


def _widest_gap(known: list[int], scale: Scale) -> int | None:
    """Return where the upper group starts: a gap of four tenths of the scale, two answers on each side."""
    gaps = [
        (known[at] - known[at - 1], min(at, len(known) - at), -at)
        for at in range(2, len(known) - 1)
        if _tenths(known[at] - known[at - 1], scale) >= FAR_TENTHS
    ]
    return -max(gaps)[2] if gaps else None


def _lone_answer(known: list[int], scale: Scale) -> int | None:
    """Return the one answer four tenths or more from the median, where all others lie within two tenths."""
    if not known:
        return None
    middle = median(known)
    distances = [(_tenths(abs(value - middle), scale), value) for value in known]
    far = [value for distance, value in distances if distance >= FAR_TENTHS]
    near = sum(distance <= NEAR_TENTHS for distance, _value in distances)
    return far[0] if len(far) == 1 and near == len(known) - 1 else None


def _tenths(distance: float, scale: Scale) -> float:
    """Return a distance as tenths of the scale, so that 4 on 0–10 means the same on a shorter scale."""
    return distance * 10 / scale.width
