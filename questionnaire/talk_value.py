"""What to talk about first, and who could open the talk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from .agreement import Scale, Summary

POINTS_PER_OPENING = 2


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A statement's place in the order of talk; statements worth the same share a rank."""

    rank: int
    tied: bool
    number: int
    value: float


@dataclass(frozen=True, kw_only=True)
class Stance:
    """A party, by a text that is its own within the session, and the figure it gave."""

    party: str
    value: int


@dataclass(frozen=True, kw_only=True)
class OwnAndTogether:
    """What the parties say of themselves against what they say of the table, on the scale of the answers.

    A mean is `None` where no statement of its kind has three answers; `difference` is together minus own.
    """

    own: float | None
    together: float | None
    difference: float | None
    own_statements: int
    together_statements: int


def talk_value(summary: Summary) -> float:
    """Return how much there is to talk about: 0 (nothing) to 1 (two extremes, and low).

    Disagreement counts first, in whole hundredths of consensus, because less than that is noise; between
    statements that disagree as much, the lower median weighs more, by less than one such step. Fewer than two
    answers say nothing about disagreement, none says nothing at all.
    """
    if summary.median is None:
        return 0.0
    disagreement = 0.0 if summary.consensus is None else 1 - summary.consensus
    lowness = (summary.scale.maximum - summary.median) / summary.scale.width
    return (round(disagreement * 100) + lowness / 2) / 100.5


def order_of_talk(summaries: Mapping[int, Summary]) -> list[Turn]:
    """Return the statements (by number) in the order to talk about, ties in the order of their numbers."""
    values = {number: talk_value(summary) for number, summary in summaries.items()}
    ordered = sorted(values, key=lambda number: (-values[number], number))
    shared = Counter(values.values())
    return [
        Turn(
            rank=1 + sum(other > values[number] for other in values.values()),
            tied=shared[values[number]] > 1,
            number=number,
            value=values[number],
        )
        for number in ordered
    ]


def opening_parties(
    stances: Sequence[Stance], *, scale: Scale, earlier: Mapping[str, int] | None = None
) -> tuple[Stance, ...]:
    """Return who could open: one from the lower half and one from the upper half of the answers given.

    The most extreme answer goes first, but each earlier opening weighs as much as two points on 0–10, so that
    nobody always starts. Of the two, the one who opened least speaks first, else the lower. All equal: one
    party.
    """
    if not stances:
        return ()
    openings = earlier or {}
    lowest = min(stance.value for stance in stances)
    highest = max(stance.value for stance in stances)

    def fairest(side: Iterable[Stance], extreme: int) -> Stance:
        def cost(stance: Stance) -> tuple[float, int, str, str]:
            opened = openings.get(stance.party, 0)
            points = abs(stance.value - extreme) * 10 / scale.width
            return points + POINTS_PER_OPENING * opened, opened, stance.party.casefold(), stance.party

        return min(side, key=cost)

    if lowest == highest:
        return (fairest(stances, lowest),)
    middle = (lowest + highest) / 2
    low = fairest((stance for stance in stances if stance.value < middle), lowest)
    high = fairest((stance for stance in stances if stance.value > middle), highest)
    return (low, high) if openings.get(low.party, 0) <= openings.get(high.party, 0) else (high, low)


def own_and_together(*, own: Iterable[Summary], together: Iterable[Summary]) -> OwnAndTogether:
    """Set the statements about the own organisation against those about the whole table.

    Each statement counts once, however many parties answered it, and only where it has three answers or more.
    The overall grade is neither: the caller leaves it out.
    """
    own_means = [summary.mean for summary in own if summary.mean is not None]
    table_means = [summary.mean for summary in together if summary.mean is not None]
    own_mean = fmean(own_means) if own_means else None
    table_mean = fmean(table_means) if table_means else None
    return OwnAndTogether(
        own=own_mean,
        together=table_mean,
        difference=None if own_mean is None or table_mean is None else table_mean - own_mean,
        own_statements=len(own_means),
        together_statements=len(table_means),
    )
