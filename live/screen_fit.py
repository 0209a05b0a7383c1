"""How the revealed statement fits on the big screen: where the picture stands, and how large the letters are.

Sizes are in `u`, as in static/css/big-screen.css: a hundredth of the width at 16 : 9. At 4 : 3 the same
letters leave less width and more height.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Statement
from catalogue.wording import OFFICIAL_LANGUAGE
from questionnaire.dot_plot import Size, figures_in_words, measures
from questionnaire.dot_plot_formats import FORMATS
from questionnaire.lettering import width_of
from questionnaire.picture import StatementPicture

from .screen_points import Points

FEW, CROWD = 9, 12
"""So few parties always stand under the statement; more than a crowd stand beside it, in the whole height."""
LEAST_ROW, LEAST_LETTERS = 2.6, 1.9
"""What is between those stands under the statement while its rows and letters are no smaller than this.

In parts of a hundred of the height of the window.
"""

LINE = 1.18
LETTERS = (3.0, 2.6, 2.2, 1.9)
"""The sizes of a statement; the class names in the style sheet count from 0."""
MOST_LINES, MOST_HEIGHT_BESIDE = 3, 17.0
SIDE_LETTERS = (1.6, 1.5, 1.4, 1.25)
"""The sizes of what stands out, beside the picture; the smallest is 2.2 % of the height at 16 : 9."""
SIDE_WIDTH, BESIDE_WIDTH = 21.4, 25.0
SIDE_HEIGHT, BESIDE_HEIGHT = 44.0, 45.0
AGREED_LETTERS, AGREED_HEIGHT = (2.1, 1.85, 1.65, 1.5), 30.0
"""The sizes of the action points at the end, and the room under the heads of their table."""
HEADS, NO_PATTERN, CARD = 9.0, 2.4, 6.0
"""The room of the label and the pattern over what is said, the pattern, and the frame of a question."""
TITLE, POINT, POINT_LINES = 3.6, 3.2, 3
"""The room of the number of action points, of one of them but for its text, and the lines of that text."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The window of a projector, and the picture's format for it."""

    width: float
    height: float
    size: Size


SHAPES = {
    "wide": Shape(width=100, height=56.25, size="screen"),
    "narrow": Shape(width=86.9, height=65.2, size="screen-narrow"),
}


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Where everything goes; `heights` are in the units of each shape's picture."""

    is_beside: bool
    letters: int
    heights: dict[str, int]
    side_letters: int
    has_sentences: bool
    has_question: bool
    points: int = 0


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What there is to say beside the picture; `points` are the last action points, the latest at the end."""

    question: str = ""
    openers: Sequence[str] = ()
    points: Sequence[str] = ()


def fit(statement: Statement, picture: StatementPicture, beside: Beside) -> Fit:
    """Return how a revealed statement fits."""
    text = statement.text_in(get_language() or OFFICIAL_LANGUAGE)
    is_beside = not _fits_under(text, picture)
    letters = _letters(text, is_beside=is_beside)
    heights = {
        name: _height(shape, text, LETTERS[letters], is_beside=is_beside) for name, shape in SHAPES.items()
    }
    room = BESIDE_HEIGHT - _height_of([text], LETTERS[letters], BESIDE_WIDTH) if is_beside else SIDE_HEIGHT
    width = BESIDE_WIDTH if is_beside else SIDE_WIDTH
    return Fit(is_beside=is_beside, letters=letters, heights=heights, **_side(picture, beside, room, width))


def _fits_under(text: str, picture: StatementPicture) -> bool:
    """Return whether the picture can be read from afar when it stands under the statement."""
    if not FEW < len(picture.rows) <= CROWD:
        return len(picture.rows) <= FEW
    letters = LETTERS[_letters(text, is_beside=False)]
    return all(_is_readable_under(text, picture, letters, shape) for shape in SHAPES.values())


def _is_readable_under(text: str, picture: StatementPicture, letters: float, shape: Shape) -> bool:
    box = measures(picture, size=shape.size, height=_height(shape, text, letters, is_beside=False))
    part = 100 * _plot_width(shape, is_beside=False) / box.width / shape.height
    smallest = min(box.name_size, box.number_size, box.tick_size, box.small)
    return box.row * part >= LEAST_ROW and smallest * part >= LEAST_LETTERS


def _side(picture: StatementPicture, beside: Beside, room: float, width: float) -> dict[str, Any]:
    """Return what has room beside the picture, in the largest letters; the question gives way first."""
    least = {"side_letters": len(SIDE_LETTERS) - 1, **_LEAVING_OUT[-1]}
    for kept in _LEAVING_OUT:
        if kept["points"] > len(beside.points):
            continue
        for at, size in enumerate(SIDE_LETTERS if kept is _LEAVING_OUT[-1] else SIDE_LETTERS[:-1]):
            if _side_height(picture, beside, kept, size, width) <= room:
                return {"side_letters": at, **kept}
    return least


# What is kept beside the picture, from everything to what is always there. While action points are being
# written down they are what the room looks at.
_LEAVING_OUT: Sequence[dict[str, Any]] = (
    {"has_sentences": True, "has_question": True, "points": 2},
    {"has_sentences": True, "has_question": True, "points": 1},
    {"has_sentences": True, "has_question": False, "points": 2},
    {"has_sentences": True, "has_question": False, "points": 1},
    {"has_sentences": False, "has_question": False, "points": 1},
    {"has_sentences": True, "has_question": True, "points": 0},
    {"has_sentences": True, "has_question": False, "points": 0},
    {"has_sentences": False, "has_question": False, "points": 0},
)


def _side_height(
    picture: StatementPicture, beside: Beside, kept: dict[str, Any], size: float, width: float
) -> float:
    said = [*(picture.sentences if kept["has_sentences"] else ()), "   ".join(figures_in_words(picture))]
    said += [names_later()] if picture.names_hidden else []
    needed = HEADS + _height_of(said, size, width) + len(said) * 0.5
    needed -= 0 if picture.summary.pattern.label else NO_PATTERN
    if kept["has_question"]:
        needed += CARD + _height_of([beside.question], size * 1.15, width - 3)
    if beside.openers:
        needed += CARD + _height_of(beside.openers, size * 1.15, width - 3)
    if beside.points:
        needed += TITLE
    for text in beside.points[len(beside.points) - kept["points"] :]:
        lines = min(POINT_LINES, _lines(text, size * 1.1, width - 1))
        needed += POINT + lines * size * 1.1 * 1.33
    return needed


def _lines(text: str, size: float, width: float) -> int:
    """Return on how many lines a text stands; a word that goes to the next line leaves some of this one."""
    return ceil(width_of(text, size) * 1.06 / width)


def _letters(text: str, *, is_beside: bool) -> int:
    def suits(size: float) -> bool:
        if is_beside:
            return _lines(text, size, BESIDE_WIDTH) * size * LINE <= MOST_HEIGHT_BESIDE
        return _lines(text, size, _plot_width(SHAPES["wide"], is_beside=False)) <= MOST_LINES

    return next((at for at, size in enumerate(LETTERS) if suits(size)), len(LETTERS) - 1)


def _plot_width(shape: Shape, *, is_beside: bool) -> float:
    return shape.width - (32.4 if is_beside else 31.4)


def _height(shape: Shape, text: str, letters: float, *, is_beside: bool) -> int:
    """Return how many units high the picture can be when it is as wide as its place."""
    width = _plot_width(shape, is_beside=is_beside)
    height = shape.height - 1.6
    if not is_beside:
        height = shape.height - 13.6 - _lines(text, letters, width) * letters * LINE
    return round(height / width * FORMATS[shape.size].width)


def _height_of(texts: Sequence[str], size: float, width: float) -> float:
    return sum(_lines(text, size, width) for text in texts) * size * 1.33


def names_later() -> str:
    """Return why no names stand beside the answers."""
    return _("The names come after the talk.")


def letters_of_agreed(points: Points) -> int:
    """Return the largest size in which the action points fit that are on the screen at the end."""

    def height(size: float) -> float:
        texts = [(point.what, point.owner) for point in points.shown]
        lines = [min(2, max(_lines(what, size, 49), _lines(owner, size, 20))) for what, owner in texts]
        return sum(count * size * 1.25 + size * 0.7 for count in lines)

    return next((at for at, size in enumerate(AGREED_LETTERS) if height(size) <= AGREED_HEIGHT), 3)
