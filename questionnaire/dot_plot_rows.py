"""One row of a dot plot: the name, the line, the dot, and where the party stood after the talk."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .agreement import Mark
from .dot_plot_sizes import STACKED_LINE, Box
from .lettering import ELLIPSIS, balanced, on_lines, width_of
from .picture import RevealedKind, Row

BASELINE = 0.35


@dataclass(frozen=True, kw_only=True)
class Text:
    x: int
    y: int
    text: str
    size: int
    anchor: str = "middle"


@dataclass(frozen=True, kw_only=True)
class Glyph:
    """A dot (`r`) or a pointed mark (`points`) with its figure."""

    kind: str
    x: int
    y: int
    r: int
    points: str = ""
    outline: str = ""
    stroke: int = 2
    number: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Arrow:
    x1: int
    x2: int
    head: str


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """A row as the template draws it; `title` is the whole name where the picture shows less of it."""

    top: int
    middle: int
    title: str
    names: list[Text]
    soft: bool
    dashed: bool
    lines: list[tuple[int, int]]
    words: list[Text]
    dot: Glyph | None
    after: Glyph | None
    arrow: Arrow | None


def draw_row(row: Row, box: Box, *, top: int) -> DrawnRow:
    """Return where everything of a party stands, its row starting at `top`."""
    middle = top + (round(box.row - box.radius * 1.2) if box.stacked else box.row // 2)
    names = _names(row, box, top=top, middle=middle)
    dot = _dot(row, box, middle)
    after = _after(row, box, middle)
    words = _words(row, box, middle)
    gaps = [
        (text.x - half, text.x + half)
        for text in words
        for half in [round(width_of(text.text, text.size) / 2 + box.small * 0.4)]
    ]
    return DrawnRow(
        top=top,
        middle=middle,
        title=row.name if names[-1].text.endswith(ELLIPSIS) or len(names) > 1 else "",
        names=names,
        soft=row.value is None,
        dashed=row.kind == RevealedKind.ABSENT,
        lines=_pieces(box, gaps),
        words=words,
        dot=dot,
        after=after,
        arrow=_arrow(dot, after, middle),
    )


def legend_glyphs(kind: str, *, x: int, y: int, box: Box) -> Glyph:
    """Return the shape of a kind of dot, without a figure, as large as the words beside it."""
    r = round(box.small * 0.42)
    if kind == "after":
        return Glyph(kind="after", x=x, y=y, r=r)
    return pointed(Mark(kind), x=x, y=y, r=r, stroke=2)


def _names(row: Row, box: Box, *, top: int, middle: int) -> list[Text]:
    """Return the name on one line or on two, shortened where not even that holds it."""
    size = box.name_size
    if box.stacked:
        lines = balanced(row.name, size=size, width=box.name_width)[: box.name_lines]
        # The last line stands just over the line of its dot, where others have their only one.
        last = top + round(size * (1.05 + STACKED_LINE * (box.name_lines - 1)))
        above = [round(size * STACKED_LINE) * (len(lines) - 1 - at) for at in range(len(lines))]
        return [_name_line(line, box, last - up, size) for line, up in zip(lines, above, strict=True)]
    if box.name_lines == 1:
        lines = on_lines(row.name, size=size, width=box.name_width, lines=1)
    else:
        lines = balanced(row.name, size=size, width=box.name_width)
    first = middle + round(size * BASELINE) - round((len(lines) - 1) * size * 0.54)
    return [_name_line(line, box, first + round(at * size * 1.08), size) for at, line in enumerate(lines)]


def _name_line(text: str, box: Box, y: int, size: int) -> Text:
    return Text(x=box.pad, y=y, text=box.written(text), size=size, anchor="start")


def _dot(row: Row, box: Box, middle: int) -> Glyph | None:
    if row.position is None:
        return None
    x = box.x_of(row.position)
    number = _number(str(row.value), x, middle, box)
    if row.mark:
        return pointed(row.mark, x=x, y=middle, r=box.radius, stroke=max(2, box.radius // 5), number=number)
    return Glyph(kind="dot", x=x, y=middle, r=box.radius, number=number)


def _after(row: Row, box: Box, middle: int) -> Glyph | None:
    if not row.changed or row.after_position is None:
        return None
    x, r = box.x_of(row.after_position), round(box.radius * 0.86)
    number = _number(str(row.after_value), x, middle, box)
    return Glyph(kind="after", x=x, y=middle, r=r, stroke=max(1, box.radius // 9), number=number)


def _number(text: str, x: int, middle: int, box: Box) -> Text:
    return Text(x=x, y=middle + round(box.number_size * BASELINE), text=text, size=box.number_size)


def pointed(mark: Mark, *, x: int, y: int, r: int, stroke: int, number: Text | None = None) -> Glyph:
    """Return a tag that points to its own end of the axis: another shape, to be seen without colour."""
    way = -1 if mark == Mark.LOW else 1

    def tag(size: float) -> str:
        corners = ((-0.95, -0.95), (0.55, -0.95), (1.5, 0), (0.55, 0.95), (-0.95, 0.95))
        return " ".join(f"{round(x + way * dx * size)},{round(y + dy * size)}" for dx, dy in corners)

    return Glyph(kind=str(mark), x=x, y=y, r=r, points=tag(r), stroke=stroke, number=number)


def _words(row: Row, box: Box, middle: int) -> list[Text]:
    """Return what is said in words on the line: no figure before the talk, or no figure any more after it."""
    before = None if row.value is not None else str(row.kind.label)
    after = None
    if row.changed and row.after_kind is not None and row.after_value is None:
        after = _("after the talk: %(answer)s") % {"answer": RevealedKind(row.after_kind).label}
    words = " · ".join(part for part in (before, after) if part)
    if not words:
        return []
    left, right = _free_part(row, box)
    size = min(box.font, max(box.small, round(box.radius * 1.1)))
    size = min(size, int(size * (right - left) / width_of(words, size)))
    y = middle + round(size * BASELINE)
    return [Text(x=round((left + right) / 2), y=y, text=words, size=size)]


def _free_part(row: Row, box: Box) -> tuple[int, int]:
    """Return the axis, or the larger part of it beside the row's only figure."""
    position = row.after_position if row.position is None and row.changed else row.position
    if position is None:
        return box.axis_left, box.axis_right
    x, room = box.x_of(position), round(box.radius * 1.7)
    return (box.axis_left, x - room) if position > 0.5 else (x + room, box.axis_right)


def _pieces(box: Box, gaps: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the row's line in pieces that leave the words free, whatever colour the page behind has."""
    pieces, start = [], box.axis_left
    for left, right in sorted(gaps):
        pieces.append((start, max(start, left)))
        start = min(box.axis_right, right)
    return [*pieces, (start, box.axis_right)]


def _arrow(dot: Glyph | None, after: Glyph | None, middle: int) -> Arrow | None:
    """Return the thin arrow from where a party stood to where it stands after the talk."""
    if dot is None or after is None:
        return None
    way = 1 if after.x > dot.x else -1
    start = dot.x + way * round(dot.r * (1.5 if dot.points else 1.1))
    tip = after.x - way * (after.r + after.stroke)
    length = max(3, round(after.r * 0.45))
    back = tip - way * length
    half = max(2, round(length * 0.6))
    return Arrow(x1=start, x2=back, head=f"{tip},{middle} {back},{middle - half} {back},{middle + half}")
