"""The style sheet of one house: what its brand colour, corners, font and design tokens make of the tokens."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.templatetags.static import static

from ..enums import Corners, Font
from .colour_ramp import dark_ramp, light_ramp
from .neutral_style import BASIS, DARK, LIGHT

NEUTRAL_BRAND = "#00857d"
RADII = {
    Corners.NONE: ("0", "0", "0", "0"),
    Corners.SMALL: ("0.125rem", "0.25rem", "0.375rem", "0.25rem"),
    Corners.MEDIUM: ("0.375rem", "0.5rem", "0.75rem", "99rem"),
    Corners.LARGE: ("0.625rem", "1.125rem", "1.5rem", "99rem"),
}
"""For small things, controls, cards and labels."""
FALLBACK = "Arial, sans-serif"
LATIN = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
LATIN_EXTENDED = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)


@dataclass(frozen=True)
class Choices:
    """What somebody chose for a house, without its logo; `refinements` are tokens by their names."""

    brand_colour: str = NEUTRAL_BRAND
    corners: Corners = Corners.MEDIUM
    font: Font = Font.SOURCE_SANS
    refinements: tuple[tuple[str, str], ...] = ()

    @property
    def font_family(self) -> str:
        return f'"{self.font.label}", {FALLBACK}'


@dataclass(frozen=True)
class Sheet:
    """A style sheet and its fingerprint, which is its address too."""

    text: str
    fingerprint: str


def light_tokens(choices: Choices) -> dict[str, str]:
    """Return every colour of a light page, by the name of its token."""
    return {**LIGHT, **light_ramp(choices.brand_colour), **colours_of(choices.refinements)}


def dark_tokens(choices: Choices) -> dict[str, str]:
    """Return every colour of a dark screen; design tokens refine the light one only."""
    return {**DARK, **dark_ramp(choices.brand_colour)}


def colours_of(refinements: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: value for name, value in refinements if name.startswith(BASIS)}


def is_adapted(choices: Choices) -> bool:
    """Whether the brand colour itself is too light for words and buttons, so that a darker shade is used."""
    return light_ramp(choices.brand_colour)[f"{BASIS}action-1-inverse-bg-default"] != choices.brand_colour


@lru_cache(maxsize=256)
def sheet_of(choices: Choices, *, within: str = "") -> Sheet:
    """Return the style sheet of a house; `within` is a class that keeps it to a part of the page."""
    light = {
        **light_ramp(choices.brand_colour),
        **_shape(choices.corners),
        "--basis-text-font-family-default": choices.font_family,
        **dict(choices.refinements),
    }
    refined = colours_of(choices.refinements)
    dark = {**dark_ramp(choices.brand_colour), **{name: DARK[name] for name in refined if name in DARK}}
    fonts = [font for font in Font if any(f'"{font.label}"' in value for value in light.values())]
    rules = [_rule(f".ma-theme{within}", light), _rule(f".ma-theme{within}.app-dark", dark)]
    text = "".join([*map(_font_faces, fonts), *rules])
    return Sheet(text=text, fingerprint=hashlib.sha256(text.encode()).hexdigest()[:16])


def _shape(corners: Corners) -> dict[str, str]:
    small, control, card, label = RADII[corners]
    return {
        "--basis-border-radius-sm": small,
        "--basis-border-radius-md": control,
        "--basis-border-radius-lg": card,
        "--basis-border-radius-round": label,
    }


def _rule(selector: str, tokens: Mapping[str, str]) -> str:
    return f"{selector}{{{';'.join(f'{name}:{value}' for name, value in tokens.items())}}}\n"


def _font_faces(font: Font) -> str:
    """Return where the font is; the default font stands in the neutral style sheet already."""
    if font is Font.SOURCE_SANS:
        return ""
    return "".join(
        f'@font-face{{font-family:"{font.label}";font-weight:200 900;font-display:swap;'
        f'src:url("{font_address(font, ending)}") format("woff2");unicode-range:{letters}}}\n'
        for ending, letters in (("-ext", LATIN_EXTENDED), ("", LATIN))
    )


def font_address(font: Font, ending: str = "") -> str:
    """Return the address of the letters of a font; `-ext` has the accents that Dutch has not."""
    return static(f"vendor/{font.value}{ending}.woff2")
