"""How large everything in a dot plot is: the room it gets divided over its rows and its longest name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from .dot_plot_formats import Format
from .lettering import isolated, width_of, width_on_two_lines
from .right_to_left import in_visual_order

# How many times the size of its letters a row is high when it holds a name on two lines.
TWO_LINES = 2.1
STACKED_LINE = 1.1
"""The same for each line of a name over its own line."""
# The letters of a name, in parts of the height of its row, on one line and on two.
ON_ONE, ON_TWO = 0.74, 0.41
ALMOST = 0.95
"""Two lines with letters almost as large as on one line leave the axis more room: then two."""
LEAST = 0.7
"""How far the letters of names shrink, in parts of the small letters, before a name is shortened."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where everything stands in one picture."""

    width: int
    pad: int
    row: int
    font: int
    small: int
    tick_size: int
    radius: int
    name_width: int
    name_size: int
    name_lines: int
    stacked: bool
    printed: bool
    axis_left: int
    axis_right: int
    labels_y: int
    ticks_y: int
    rows_top: int
    rows_bottom: int

    @property
    def axis_width(self) -> int:
        return self.axis_right - self.axis_left

    @property
    def number_size(self) -> int:
        return round(self.radius * 1.25)

    def written(self, text: str) -> str:
        """Return a line as the renderer needs it: a browser orders the letters, the report's does not."""
        return in_visual_order(text) if self.printed else isolated(text)

    def x_of(self, position: float) -> int:
        return self.axis_left + round(position * self.axis_width)

    @property
    def line(self) -> int:
        """The height of a line of the end labels."""
        return round(self.small * 1.15)

    def raised(self) -> "Box":
        """Return the measures when the end labels take one line, and leave the room of the other."""
        tops = ("labels_y", "ticks_y", "rows_top", "rows_bottom")
        return replace(self, **{name: getattr(self, name) - self.line for name in tops})


def box_for(form: Format, names: Sequence[str], *, height: int = 0, below: int = 0) -> Box:
    """Return the measures for so many rows with these names.

    A `height` that is given is filled, but for what stands `below` the rows.
    """
    rows = max(1, len(names))
    room = form.rows_height
    if height:
        # The letters over the axis shrink with the rows, so the room under them is found in two rounds.
        for row in (height // (rows + 2), 0):
            row = row or _row_in(form, room, rows)
            room = height - below - _over_the_rows(form, row)
    row = _row_in(form, room, rows)
    if form.grows and _has_long_name(form, names):
        row = row + round(form.font * STACKED_LINE) if form.stacked else max(row, ceil(form.font * TWO_LINES))
    return _measured(form, names, row)


def _has_long_name(form: Format, names: Sequence[str]) -> bool:
    room = form.width - 2 * _pad(form) if form.stacked else form.name_most
    return any(width_of(name, form.font) > room for name in names)


def _pad(form: Format) -> int:
    return max(4, round(form.font * 0.4))


def _row_in(form: Format, room: int, rows: int) -> int:
    return min(form.row_most, max(form.row_least, room // rows))


def _font_for(form: Format, row: int) -> int:
    return form.font if form.stacked else min(form.font, round(row * ON_ONE))


def _over_the_rows(form: Format, row: int) -> int:
    font = _font_for(form, row)
    return round(min(font, form.small) * 2.35) + round(font * 1.25) + round(font * 0.55)


def _measured(form: Format, names: Sequence[str], row: int) -> Box:
    font = _font_for(form, row)
    small = min(font, form.small)
    pad = _pad(form)
    size, lines, name_width = _lettering(form, names, row, font)
    radius = round(font * 0.8) if form.stacked else round(row * 0.44)
    axis_left = pad + radius + 2 if form.stacked else 2 * pad + name_width + round(radius * 1.6)
    labels_y = round(small * 2.35)
    ticks_y = labels_y + round(font * 1.25)
    rows_top = ticks_y + round(font * 0.55)
    return Box(
        width=form.width,
        pad=pad,
        row=row,
        font=font,
        small=small,
        tick_size=round(font * 0.85),
        radius=radius,
        name_width=form.width - 2 * pad if form.stacked else name_width,
        name_size=size,
        name_lines=lines,
        stacked=form.stacked,
        printed=form.printed,
        axis_left=axis_left,
        axis_right=form.width - pad - round(radius * 1.6),
        labels_y=labels_y,
        ticks_y=ticks_y,
        rows_top=rows_top,
        rows_bottom=rows_top + max(1, len(names)) * row,
    )


def _lettering(form: Format, names: Sequence[str], row: int, font: int) -> tuple[int, int, int]:
    """Return the size of all names, on how many lines a long one stands, and the width of their column.

    One size for all: nobody at the table is written smaller than another.
    """
    if form.stacked or not names:
        return font, 2 if form.stacked and _has_long_name(form, names) else 1, form.name_least
    on_one = _largest(form, max(width_of(name, 1) for name in names), font)
    on_two = _largest(form, max(width_on_two_lines(name, 1) for name in names), min(font, int(row * ON_TWO)))
    least = round(min(font, form.small) * LEAST)
    lines = 2 if on_one < font and on_two >= max(least, on_one * ALMOST) else 1
    size = max(least, on_two if lines == 2 else on_one)
    widest = max(width_on_two_lines(name, size) if lines == 2 else width_of(name, size) for name in names)
    return size, lines, ceil(min(form.name_most, max(form.name_least, widest)))


def _largest(form: Format, width_of_one: float, most: int) -> int:
    """Return the largest letters with which this width, at letters of one unit, fits the column of names."""
    return min(most, int(form.name_most / width_of_one)) if width_of_one else most
