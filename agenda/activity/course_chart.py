"""The two drawings of how the agenda went: places in per cents, so that they fit any screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from .course import Month, Week

STEPS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Two lines over the months: what was agreed and what of it was finished."""

    agreed: str
    finished: str
    months: list[tuple[float, str]]
    levels: list[tuple[float, int]]
    agreed_end: float
    finished_end: float


@dataclass(frozen=True, kw_only=True)
class Stick:
    """The bar of one week."""

    x: float
    y: float
    width: float
    height: float
    number: int


def lines_of(months: Sequence[Month]) -> Lines:
    """Return the drawing of the months; it begins at nothing, so that no rise looks larger than it is."""
    top = _round_up(max(month.agreed for month in months))
    places = [100 * at / max(len(months) - 1, 1) for at in range(len(months))]
    return Lines(
        agreed=_line(places, [_height(month.agreed, top) for month in months]),
        finished=_line(places, [_height(month.finished, top) for month in months]),
        months=[
            (round(x, 2), date_format(month.first, "b")) for x, month in zip(places, months, strict=True)
        ],
        levels=[(_height(level, top), level) for level in (0, top // 2, top)],
        agreed_end=_height(months[-1].agreed, top),
        finished_end=_height(months[-1].finished, top),
    )


def sticks_of(weeks: Sequence[Week]) -> list[Stick]:
    """Return a bar for each week."""
    top = max(1, *(week.number for week in weeks))
    room = 100 / len(weeks)
    return [
        Stick(
            x=round(at * room + room * 0.15, 2),
            y=round(100 - 100 * week.number / top, 2),
            width=round(room * 0.7, 2),
            height=round(100 * week.number / top, 2),
            number=week.number,
        )
        for at, week in enumerate(weeks)
    ]


def _height(number: int, top: int) -> float:
    return round(100 - 100 * number / top, 2)


def _line(places: Sequence[float], heights: Sequence[float]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in zip(places, heights, strict=True))


def _round_up(number: int) -> int:
    """Return the first of 2, 4, 6, 8, 10, 20, 40, 60 … that holds a number: it can be halved."""
    size = 2
    while True:
        for step in STEPS:
            if step * size >= max(number, 1):
                return step * size
        size *= 10
