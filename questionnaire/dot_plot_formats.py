"""Where a dot plot is shown, what room it has there, and with which colours it is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Format:
    """The room for a picture, in units: pixels on the web, 96 to the inch in print, 1500 across on screen.

    `grows` lets the rows become higher than the room, so that a long name gets two lines.
    """

    width: int
    rows_height: int
    row_least: int
    row_most: int
    font: int
    small: int
    name_least: int
    name_most: int
    stacked: bool = False
    printed: bool = False
    grows: bool = False


# With few parties the rows are high; with many they shrink to `row_least`, and the names get a wider column.
FORMATS = {
    "web": Format(
        width=860,
        rows_height=460,
        row_least=30,
        row_most=46,
        font=19,
        small=15,
        name_least=150,
        name_most=400,
        grows=True,
    ),
    # Beside the words of the statement, for who leads the talk.
    "console": Format(
        width=440,
        rows_height=330,
        row_least=26,
        row_most=38,
        font=17,
        small=14,
        name_least=110,
        name_most=220,
        grows=True,
    ),
    "phone": Format(
        width=360,
        rows_height=360,
        row_least=52,
        row_most=58,
        font=16,
        small=13,
        name_least=0,
        name_most=0,
        stacked=True,
        grows=True,
    ),
    "screen": Format(
        width=1500,
        rows_height=610,
        row_least=26,
        row_most=100,
        font=38,
        small=28,
        name_least=240,
        name_most=840,
    ),
    # A projector of 4 : 3: less width, so that everything is larger in parts of it.
    "screen-narrow": Format(
        width=1500,
        rows_height=800,
        row_least=40,
        row_most=130,
        font=52,
        small=39,
        name_least=300,
        name_most=900,
    ),
    "print": Format(
        width=650,
        rows_height=260,
        row_least=19,
        row_most=24,
        font=13,
        small=11,
        name_least=120,
        name_most=300,
        printed=True,
        grows=True,
    ),
}


INK = {
    "label": "var(--app-dot-label, currentColor)",
    "soft": "var(--app-dot-label-soft, currentColor)",
    "line": "var(--app-dot-line, #d5dae2)",
    "grid": "var(--app-dot-line, #d5dae2)",
    "band": "var(--app-dot-row, none)",
    "dot": "var(--app-dot, #00615a)",
    "dot_ink": "var(--app-dot-ink, #ffffff)",
    "surface": "var(--app-dot-ring, #ffffff)",
    "mark": "var(--app-dot-mark, #864700)",
    "mark_fill": "var(--app-dot-mark-fill, #ffffff)",
}


PAPER = {
    "font": "Source Sans 3",
    "label": "#15202b",
    "soft": "#545e6d",
    "line": "#c3cad4",
    "grid": "#e6eaef",
    "band": "#f4f6f9",
    "dot": "#00615a",
    "dot_ink": "#ffffff",
    "surface": "#ffffff",
    "mark": "#864700",
    "mark_fill": "#ffffff",
}
