"""Which design tokens a file may set, and to what: plain colours, sizes, numbers and fonts of ours."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from coloraide import Color

from ..enums import Font
from .colour_ramp import light_ramp
from .neutral_style import LIGHT


@dataclass(frozen=True)
class Size:
    """The smallest and largest size, in rem; a page stays usable at both ends."""

    least: float
    most: float


LENGTH = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(px|rem|em)|0", re.ASCII)
NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,4})?", re.ASCII)
COLOUR = re.compile(r"#[0-9a-f]{3}|#[0-9a-f]{6}|(?:rgb|hsl|oklch)\([0-9a-z.,% /+-]{1,60}\)", re.IGNORECASE)
PIXELS = 16
CORNER, BORDER = Size(0, 3), Size(0.0625, 0.25)
SIZES = {
    "--basis-border-radius-sm": CORNER,
    "--basis-border-radius-md": CORNER,
    "--basis-border-radius-lg": CORNER,
    "--basis-border-radius-round": Size(0, 999),
    "--basis-form-control-border-radius": CORNER,
    "--basis-form-control-border-width": BORDER,
    "--basis-text-font-size-sm": Size(0.875, 1.125),
    "--basis-text-font-size-md": Size(1, 1.375),
    "--basis-text-font-size-lg": Size(1.0625, 1.625),
    "--basis-text-font-size-xl": Size(1.125, 2),
    "--basis-text-font-size-2xl": Size(1.25, 2.5),
    "--basis-text-font-size-3xl": Size(1.5, 3.5),
}
NUMBERS = {"--basis-text-line-height-md": (1.3, 2.0)}
FONTS = ("--basis-text-font-family-default", "--basis-heading-font-family")
COLOURS = frozenset(LIGHT) | frozenset(light_ramp("#000000"))


def rule_for(name: str) -> Callable[[str], str | None] | None:
    """Return what checks the value of a token: it gives the value to keep, or nothing for a wrong one."""
    if name in COLOURS:
        return plain_colour
    if name in SIZES:
        return partial(plain_size, size=SIZES[name])
    if name in NUMBERS:
        return partial(plain_number, limits=NUMBERS[name])
    return known_font if name in FONTS else None


def plain_colour(value: str) -> str | None:
    """Return a colour as #rrggbb; a see-through one is none, because nobody can tell its contrast."""
    if not COLOUR.fullmatch(value):
        return None
    try:
        colour = Color(value)
        shown = colour.clone().fit("srgb", method="oklch-chroma").convert("srgb").to_string(hex=True)
    except (ValueError, OverflowError):  # no colour, or numbers too large to reckon with
        return None
    return shown if colour.alpha() == 1 else None


def plain_size(value: str, *, size: Size) -> str | None:
    match = LENGTH.fullmatch(value)
    if match is None:
        return None
    rem = float(match[1] or 0) / (PIXELS if match[2] == "px" else 1)
    return value if size.least <= rem <= size.most else None


def plain_number(value: str, *, limits: tuple[float, float]) -> str | None:
    return value if NUMBER.fullmatch(value) and limits[0] <= float(value) <= limits[1] else None


def known_font(value: str) -> str | None:
    """Return the font family when its first name is one that is served here."""
    first = value.split(",")[0].strip().strip("\"'").lower()
    font = next((font for font in Font if font.label.lower() == first), None)
    return f'"{font.label}", Arial, sans-serif' if font else None
