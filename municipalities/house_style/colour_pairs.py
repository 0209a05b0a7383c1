"""Which colours meet on a page: a text or mark, and the ground it stands on.

Every rule of static/css and of the NL Design System components that sets a colour on a ground is in this
table. The ramp is fitted to it, an uploaded token file is held against it, and the tests prove it for
every brand colour.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coloraide import Color

from .neutral_style import BASIS

TEXT, MARK = 4.5, 3.0
"""The contrast that WCAG 2.2 asks: 1.4.3 for text, 1.4.11 for borders, icons and what carries a meaning."""


@dataclass(frozen=True)
class Pair:
    """A colour and its ground by the names of their tokens, and the contrast they need."""

    colour: str
    ground: str
    needed: float


def _pairs(needed: float, colours: str, grounds: str) -> list[Pair]:
    return [
        Pair(BASIS + colour, BASIS + ground, needed)
        for colour in colours.split()
        for ground in grounds.split()
    ]


SURFACES = "default-bg-document default-bg-subtle"
TINT = "accent-1-bg-subtle"
STATUS = "positive-color-default warning-color-default negative-color-default info-color-default"

PAIRS: list[Pair] = [
    # words on the page, on a soft card, in a callout of the house
    *_pairs(TEXT, "default-color-document default-color-default default-color-subtle", f"{SURFACES} {TINT}"),
    *_pairs(TEXT, "default-color-document default-color-subtle", "default-bg-default"),
    *_pairs(TEXT, "default-color-document", "default-bg-hover default-bg-active"),
    *_pairs(TEXT, "accent-1-color-default accent-1-color-subtle", f"{SURFACES} default-bg-default {TINT}"),
    *_pairs(TEXT, "action-1-color-default action-1-color-hover action-1-color-active", f"{SURFACES} {TINT}"),
    *_pairs(TEXT, "action-1-color-default", "default-bg-default"),
    *_pairs(TEXT, "action-1-color-active", "action-1-bg-hover"),
    *_pairs(TEXT, "action-1-color-hover", "action-1-bg-subtle"),
    *_pairs(TEXT, "action-2-color-default action-2-color-hover action-2-color-active", f"{SURFACES} {TINT}"),
    *_pairs(TEXT, "accent-1-color-hover accent-1-color-active accent-1-color-document", f"{SURFACES} {TINT}"),
    *_pairs(TEXT, "accent-1-color-document", "accent-1-bg-default accent-1-bg-hover accent-1-bg-active"),
    # words on a button, on the chosen number of a scale, in a dot of the picture
    *[
        pair
        for group in ("accent-1", "action-1")
        for state in ("default", "hover", "active")
        for pair in _pairs(TEXT, f"{group}-inverse-color-{state}", f"{group}-inverse-bg-{state}")
    ],
    *_pairs(TEXT, "action-1-inverse-color-default", "default-color-subtle"),
    # a status beside or on a surface of the house, and on its own
    *_pairs(TEXT, STATUS, f"{SURFACES} {TINT}"),
    *[
        pair
        for group in ("positive", "warning", "negative", "info")
        for pair in (
            *_pairs(TEXT, f"{group}-color-default {group}-color-document", f"{group}-bg-default"),
            *_pairs(TEXT, "default-color-document action-2-color-default", f"{group}-bg-default"),
            *_pairs(MARK, f"{group}-border-default", "default-bg-document"),
        )
    ],
    # the negative button, and the mark of who is ready
    *_pairs(
        TEXT, "default-bg-document", "negative-color-default negative-color-document positive-color-default"
    ),
    # borders of fields and boxes, the line of the header, bars, dots and icons
    *_pairs(MARK, "default-border-default default-border-hover default-border-active", f"{SURFACES} {TINT}"),
    *_pairs(
        MARK, "accent-1-border-default accent-1-border-hover accent-1-border-active", f"{SURFACES} {TINT}"
    ),
    *_pairs(MARK, "action-1-inverse-bg-default", f"{SURFACES} {TINT}"),
    # the filled part of a bar against the rest of it
    *_pairs(MARK, "accent-1-border-default action-1-inverse-bg-default", "default-border-subtle"),
    # the present one of the parts of a session
    *_pairs(MARK, "default-color-document", "default-bg-document"),
]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    return Color(one).contrast(other)


def broken_pairs(tokens: Mapping[str, str]) -> list[tuple[Pair, float]]:
    """Return the pairs that can't be read or seen with these colours, each with the contrast it has."""
    measured = ((pair, contrast(tokens[pair.colour], tokens[pair.ground])) for pair in PAIRS)
    return [(pair, found) for pair, found in measured if found < pair.needed]
