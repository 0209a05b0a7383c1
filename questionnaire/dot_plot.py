"""Draw the picture of a statement: one SVG template for the web, the phone, the big screen and the report.

Everything is computed here in whole units, so that the template holds no sums and no localised number.
Colours are presentation attributes: custom properties of the house style with a fallback on the web, plain
colours in print, where no style sheet reaches. No style, script or reference to elsewhere, so the strictest
policy lets it through.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .agreement import Pattern
from .dot_plot_formats import FORMATS, INK, PAPER
from .dot_plot_rows import Glyph, Text, draw_row, legend_glyphs
from .dot_plot_sizes import Box, box_for
from .lettering import balanced, readable, width_of, width_on_two_lines
from .picture import RevealedKind, StatementPicture

Size = Literal["web", "console", "phone", "screen", "screen-narrow", "print"]
ON_SCREEN = {"screen", "screen-narrow"}
CAPTION_GAP = 1.3
LEGEND_HEIGHT = 2.1
"""The room of the legend, in times its letters."""


@dataclass(frozen=True, kw_only=True)
class PictureTable:
    """The same picture as a table, for who can't or does not want to see it."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def render_dot_plot(
    picture: StatementPicture,
    *,
    size: Size = "web",
    uid: str = "",
    height: int = 0,
    house: Mapping[str, str] | None = None,
) -> SafeString:
    """Return the picture as one `<svg>`; give a `uid` where the same statement stands on a page twice.

    A `height`, in the units of the format, is what the rows grow or shrink to fill.
    """
    box = measures(picture, size=size, height=height)
    rows = [draw_row(row, box, top=box.rows_top + at * box.row) for at, row in enumerate(picture.rows)]
    # On the big screen n, range and median stand large beside the picture.
    captions = [] if size in ON_SCREEN else _captions(picture, box)
    legend = _legend(picture, box, top=captions[-1].y if captions else box.rows_bottom)
    bottom = max([text.y for text in captions + [item.text for item in legend]] + [box.rows_bottom])
    return render_to_string(
        "questionnaire/dot_plot.svg",
        {
            "uid": uid or f"dot-plot-{picture.statement.number}-{size}",
            "language": get_language() or "",
            "size": size,
            "box": box,
            "height": bottom + box.small,
            "ink": {**PAPER, **(house or {})} if box.printed else INK,
            "printed": box.printed,
            "title": _title(picture),
            "description": picture.description,
            "ticks": _ticks(picture, box),
            "end_labels": _end_labels(picture, box),
            "rows": rows,
            "bands": rows[::2],
            "captions": captions,
            "legend": legend,
        },
    )


def measures(picture: StatementPicture, *, size: Size, height: int = 0) -> Box:
    """Return how large everything is in the picture of this size and height."""
    form = FORMATS[size]
    below = round(form.small * LEGEND_HEIGHT) if _shapes(picture) else 0
    names = [row.name for row in picture.rows]
    box = box_for(form, names, height=height, below=below)
    if all(label.y == box.labels_y for label in _end_labels(picture, box)):
        box = box_for(form, names, height=height and height + box.line, below=below).raised()
    return box


def dot_plot_image(picture: StatementPicture, *, house: Mapping[str, str] | None = None) -> str:
    """Return the printed picture as an image address; `picture.description` is its text alternative.

    `house` are the colours and the font of the house style: on paper no style sheet reaches the picture.
    """
    svg = render_dot_plot(picture, size="print", house=house)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def picture_as_table(picture: StatementPicture) -> PictureTable:
    """Return the picture as rows of text, with a column for the answers after the talk if there are any."""
    headers = [_("Party"), _("Answer")]
    columns = [
        [row.name for row in picture.rows],
        [str(row.kind.label) if row.value is None else str(row.value) for row in picture.rows],
    ]
    if picture.has_after:
        headers.append(_("After the talk"))
        columns.append([_after_words(row.after_kind, row.after_value) for row in picture.rows])
    if any(row.mark for row in picture.rows):
        words = _marks_in_words(picture)
        headers.append(_("Stands out"))
        columns.append([words[row.mark] if row.mark else "" for row in picture.rows])
    return PictureTable(
        caption=_title(picture), headers=tuple(headers), rows=tuple(zip(*columns, strict=True))
    )


def figures_in_words(picture: StatementPicture) -> list[str]:
    """Return n, range and median, each in words; nothing but n where nobody gave a figure."""
    summary = picture.summary
    words = [ngettext("%(count)s figure", "%(count)s figures", summary.n) % {"count": summary.n}]
    if summary.n > 1 and summary.median is not None:
        decimals = 0 if summary.median == int(summary.median) else 1
        words.append(_("from %(low)s to %(high)s") % {"low": summary.lowest, "high": summary.highest})
        words.append(_("middle answer %(median)s") % {"median": number_format(summary.median, decimals)})
    return words


def _title(picture: StatementPicture) -> str:
    text = readable(picture.statement.text)
    return f"{picture.statement.number}. {text}" if picture.statement.number else text


def _after_words(kind: RevealedKind | None, value: int | None) -> str:
    if kind is None:
        return ""
    return str(RevealedKind(kind).label) if value is None else str(value)


def _ticks(picture: StatementPicture, box: Box) -> list[Text]:
    steps = picture.statement.scale.steps
    every = max(1, round(box.font * 1.4 / (box.axis_width / (len(steps) - 1))))
    return [
        Text(x=box.x_of(step / (len(steps) - 1)), y=box.ticks_y, text=str(value), size=box.tick_size)
        for step, value in enumerate(steps)
        if step % every == 0 or step == len(steps) - 1
    ]


def _end_labels(picture: StatementPicture, box: Box) -> list[Text]:
    """Return both end labels over their own half of the axis, on two lines at most.

    Where half an axis is too short they reach over its end, where no figure stands.
    """
    half = box.axis_width * 0.47
    statement, beyond = picture.statement, box.width - box.pad - box.axis_right
    return [
        *_end_label(statement.min_label, box, box.axis_left, "start", half, box.axis_left - box.pad),
        *_end_label(statement.max_label, box, box.axis_right, "end", half, beyond),
    ]


def _end_label(text: str, box: Box, x: int, anchor: str, half: float, beyond: int) -> list[Text]:
    text = readable(text)
    if not text:
        return []
    needed = ceil(width_on_two_lines(text, box.small) - half)
    over = min(beyond, max(0, needed))
    lines = balanced(text, size=box.small, width=half + over)
    x += over if anchor == "end" else -over
    first = box.labels_y - (len(lines) - 1) * box.line
    return [
        Text(x=x, y=first + at * box.line, text=box.written(line), size=box.small, anchor=anchor)
        for at, line in enumerate(lines)
    ]


def _captions(picture: StatementPicture, box: Box) -> list[Text]:
    """Return the figures under the rows, on as many lines as they need."""
    lines: list[str] = []
    for words in figures_in_words(picture):
        longer = f"{lines[-1]} · {words}" if lines else words
        if lines and width_of(longer, box.small) <= box.width - 2 * box.pad:
            lines[-1] = longer
        else:
            lines.append(words)
    step = round(box.small * CAPTION_GAP)
    return [
        Text(
            x=box.pad, y=box.rows_bottom + round(box.small * 0.6) + step * (at + 1), text=line, size=box.small
        )
        for at, line in enumerate(lines)
    ]


def _marks_in_words(picture: StatementPicture) -> dict[str, str]:
    """Return what each mark means; of two groups neither is the rest of the other."""
    if picture.summary.pattern == Pattern.TWO_GROUPS:
        return {"low": _("the lower group"), "high": _("the higher group")}
    return {"low": _("lower than the rest"), "high": _("higher than the rest")}


def _shapes(picture: StatementPicture) -> list[str]:
    """Return the kinds of shape in this picture that are no plain dot."""
    kinds = [mark for mark in ("low", "high") if any(row.mark == mark for row in picture.rows)]
    if any(row.changed and row.after_value is not None for row in picture.rows):
        kinds.append("after")
    return kinds


@dataclass(frozen=True, kw_only=True)
class LegendItem:
    glyph: Glyph
    text: Text


def _legend(picture: StatementPicture, box: Box, *, top: int) -> list[LegendItem]:
    """Return the meaning of each shape that is in this picture beside the plain dot."""
    words = {**_marks_in_words(picture), "after": _("after the talk")}
    items, x, y = [], box.pad, top + round(box.small * 1.6)
    for kind in _shapes(picture):
        needed = round(box.small * 1.8 + width_of(words[kind], box.small) + box.small)
        if x > box.pad and x + needed > box.width:
            x, y = box.pad, y + round(box.small * 1.6)
        glyph = legend_glyphs(kind, x=x + round(box.small * 0.7), y=y - round(box.small * 0.33), box=box)
        text = Text(x=x + round(box.small * 1.8), y=y, text=words[kind], size=box.small)
        items.append(LegendItem(glyph=glyph, text=text))
        x += needed
    return items
