"""The figure that shows a whole session at a glance; drawn with matplotlib's object API, never `pyplot`."""

import base64
from collections.abc import Sequence
from io import BytesIO

import matplotlib as mpl
from django.utils.translation import gettext as _
from matplotlib.figure import Figure

from questionnaire.agreement import Label
from questionnaire.revealed import RevealedStatement, RevealedTheme

INK, LINE, NOTABLE = "#17212b", "#c9d1d9", "#8a4b00"
ROW_HEIGHT, TITLE_WIDTH = 0.27, 44
# Text stays text, so that the document sets it in its own font and a reader can search it.
mpl.rcParams["svg.fonttype"] = "none"


def overview_figure(themes: Sequence[RevealedTheme], *, accent: str, font: str) -> str:
    """Return the overview as the address of an SVG image: the range and the median of each statement.

    `accent` and `font` are those of the house.
    """
    with mpl.rc_context({"font.family": [font, "DejaVu Sans"]}):
        return _drawn(themes, accent)


def _drawn(themes: Sequence[RevealedTheme], accent: str) -> str:
    rows = [one for theme in themes for one in theme.in_order_of_number()]
    figure = Figure(figsize=(7.1, 0.8 + ROW_HEIGHT * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    for place, row in enumerate(rows):
        _draw_row(axes, place, row, accent)
    _dress(axes, rows)
    held = BytesIO()
    figure.savefig(held, format="svg", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(held.getvalue()).decode()


def _draw_row(axes: mpl.axes.Axes, place: int, row: RevealedStatement, accent: str) -> None:
    summary = row.picture.summary
    if summary.median is None or summary.lowest is None or summary.highest is None:
        axes.text(0, place, _("no figures"), va="center", fontsize=7.5, style="italic", color=INK)
        return
    notable = summary.label == Label.CLEAR_DIFFERENCE
    colour = NOTABLE if notable else accent
    axes.plot([summary.lowest, summary.highest], [place, place], color=colour, linewidth=2.2, alpha=0.55)
    axes.plot(
        [summary.median],
        [place],
        marker="D" if notable else "o",
        markersize=7,
        markerfacecolor="white" if notable else colour,
        markeredgecolor=colour,
        markeredgewidth=1.8,
    )


def _dress(axes: mpl.axes.Axes, rows: Sequence[RevealedStatement]) -> None:
    """Give the axes the titles of the statements and the whole scale, also where nobody answered."""
    scale = rows[0].picture.summary.scale
    titles = [f"{row.statement.number}. {row.picture.statement.short_title}"[:TITLE_WIDTH] for row in rows]
    axes.set_yticks(range(len(rows)), titles, fontsize=8.5, color=INK)
    axes.set_xticks(list(scale.steps))
    axes.set_xlim(scale.minimum - 0.5, scale.maximum + 0.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=8.5, colors=INK)
    axes.grid(axis="both", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
