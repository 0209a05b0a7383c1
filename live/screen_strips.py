"""The overview of a theme on the big screen: a strip for each statement, with a dot for each figure.

The strips share one axis. No party is named here: its answer stands by name in the picture of one statement.
Sizes are in units of which a strip is a thousand wide, and in `u` as in static/css/big-screen.css.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from questionnaire.dot_plot import figures_in_words
from questionnaire.dot_plot_rows import pointed
from questionnaire.picture import StatementPicture
from questionnaire.revealed import RevealedStatement

WIDTH = 1000
UNITS_IN_U = 22
"""A strip is some 45u wide."""
ROOM, MOST = 36.0, 9.5
"""In u: the height for all strips together, and the most that one gets."""
GAP = 1.4
"""In u, between two strips."""
LARGEST, SMALLEST = 28, 5
"""The radius of a dot, in units."""
APART = 3


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One statement: where its dots stand (`x`, `y`), and the points of those that stand out."""

    shown: RevealedStatement
    dots: Sequence[tuple[int, int]]
    marks: Sequence[str]
    figures: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Strips:
    """The strips of a theme, in the order of talk, with the numbers of their axis."""

    strips: Sequence[Strip]
    axis: Sequence[tuple[int, int]]
    width: int
    height: int
    radius: int
    base: int

    @property
    def is_many(self) -> bool:
        """Return whether there are so many that their words get small letters."""
        return len(self.strips) > 5


def strips_of(statements: Sequence[RevealedStatement]) -> Strips:
    """Return the overview of the statements of one theme, which have one scale."""
    height = round(UNITS_IN_U * min(MOST, ROOM / max(1, len(statements)) - GAP))
    steps = list(statements[0].picture.statement.scale.steps) if statements else []
    column = WIDTH // max(1, len(steps))
    stack = max((max(_counts(one.picture).values(), default=0) for one in statements), default=0)
    radius = _radius(stack, column=column, height=height)
    return Strips(
        strips=[_strip(one, column, height, radius) for one in statements],
        axis=[(round((at + 0.5) * column), value) for at, value in enumerate(steps)],
        width=column * len(steps),
        height=height,
        radius=radius,
        base=height - 2,
    )


def _counts(picture: StatementPicture) -> Counter[int]:
    return Counter(row.value for row in picture.rows if row.value is not None)


def _side_by_side(column: int, radius: int) -> int:
    return max(1, (column - APART) // (2 * radius + APART))


def _radius(stack: int, *, column: int, height: int) -> int:
    """Return the largest dots of which so many fit over one number."""
    for radius in range(LARGEST, SMALLEST, -1):
        if _side_by_side(column, radius) * ((height - 4) // (2 * radius + APART)) >= stack:
            return radius
    return SMALLEST


def _strip(shown: RevealedStatement, column: int, height: int, radius: int) -> Strip:
    picture = shown.picture
    dots: list[tuple[int, int]] = []
    marks: list[str] = []
    for value, count in sorted(_counts(picture).items()):
        middle = round((value - picture.statement.scale.minimum + 0.5) * column)
        mark = picture.summary.mark(value)
        for x, y in _stacked(count, middle, height, radius, _side_by_side(column, radius)):
            if mark:
                # As in the picture of one statement; its tip reaches over the edge of a dot.
                marks.append(pointed(mark, x=x, y=y, r=round(radius * 0.9), stroke=2).points)
            else:
                dots.append((x, y))
    return Strip(shown=shown, dots=dots, marks=marks, figures=figures_in_words(picture))


def _stacked(count: int, middle: int, height: int, radius: int, across: int) -> list[tuple[int, int]]:
    """Return where so many dots stand over one number, from the line upwards and around its middle."""
    places = []
    step = 2 * radius + APART
    for at in range(count):
        level, place = divmod(at, across)
        on_level = min(across, count - level * across)
        x = middle + round((place - (on_level - 1) / 2) * step)
        places.append((x, height - 4 - radius - level * step))
    return places
