"""From one brand colour to every colour that pages need, light and dark: contrast by construction.

Hue and colourfulness come from the brand colour, lightness is moved until each text and mark reaches the
contrast it needs on each of its grounds. The sums are done in OKLCH, where equal steps look equal
(Björn Ottosson, 2020); a colour that no screen can show loses colourfulness, never lightness.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isnan

from coloraide import Color

from .colour_pairs import MARK, TEXT, contrast
from .neutral_style import BASIS, DARK, LIGHT

STEPS = 200
"""Lightness moves by half a per cent."""

Ground = tuple[str, float]
"""A colour to stand on, and the contrast that is needed there."""


@dataclass(frozen=True)
class Shades:
    """All lightnesses of one colour."""

    hue: float
    chroma: float

    def at(self, lightness: float, *, most: float = 0.4) -> str:
        """Return the shade of a lightness from 0 to 1; `most` is its greatest colourfulness."""
        step = min(STEPS, max(0, round(lightness * STEPS)))
        return _shade(step, min(self.chroma, most), self.hue)

    def reaching(
        self, lightness: float, grounds: Sequence[Ground], *, towards: int, most: float = 0.4
    ) -> tuple[float, str]:
        """Return the first shade from here that is seen on all its grounds; `towards` is -1 for darker.

        Black and white are the ends; on the grounds of `neutral_style` one of them always suffices.
        """
        step = min(STEPS, max(0, round(lightness * STEPS)))
        while 0 <= step + towards <= STEPS and not self._is_seen(step, grounds, most):
            step += towards
        return step / STEPS, self.at(step / STEPS, most=most)

    def _is_seen(self, step: int, grounds: Sequence[Ground], most: float) -> bool:
        shade = self.at(step / STEPS, most=most)
        return all(contrast(shade, ground) >= needed for ground, needed in grounds)


@lru_cache(maxsize=4096)
def _shade(step: int, chroma: float, hue: float) -> str:
    colour = Color("oklch", [step / STEPS, chroma, hue]).fit("srgb", method="oklch-chroma")
    return colour.convert("srgb").to_string(hex=True)


def shades_of(brand: str) -> tuple[float, Shades]:
    """Return the lightness of a colour from 0 to 1, and its shades; greys have no hue."""
    lightness, chroma, hue = Color(brand).convert("oklch").coords()
    if isnan(hue) or chroma < 0.002:
        return lightness, Shades(hue=0, chroma=0)
    return lightness, Shades(hue=round(hue, 2), chroma=round(chroma, 4))


def light_ramp(brand: str) -> dict[str, str]:
    """Return the tokens of a light page; the brand colour itself stands in them where it can be read."""
    lightness, shades = shades_of(brand)
    _level, tint = shades.reaching(0.97, _on(_inks(LIGHT), TEXT), towards=1, most=0.016)
    surfaces = [*_surfaces(LIGHT), tint]
    bar = LIGHT[f"{BASIS}default-border-subtle"]
    hover_ground = shades.at(0.915, most=0.04)
    words, word = _fitted(brand, _on([*surfaces, LIGHT[f"{BASIS}default-bg-default"]], TEXT), towards=-1)
    bright, mark = _fitted(brand, _on([*surfaces, bar], MARK), towards=-1)
    solid, ground = _fitted(brand, [("#ffffff", TEXT), *_on([*surfaces, bar], MARK)], towards=-1)
    # A colour that is nearly black has no darker neighbours: it grows lighter under the pointer.
    pressed = (solid - 0.07, solid - 0.14) if solid > 0.3 else (0.36, 0.44)
    on_hover = _on([*surfaces, hover_ground], TEXT)
    return _ramp(
        {
            "bg-document": LIGHT[f"{BASIS}default-bg-document"],
            "bg-subtle": tint,
            "bg-default": shades.at(0.945, most=0.03),
            "bg-hover": hover_ground,
            "bg-active": shades.at(0.875, most=0.055),
            "border-subtle": shades.at(0.8, most=0.09),
            "border-default": mark,
            "border-hover": shades.at(bright - 0.06),
            "border-active": shades.at(bright - 0.12),
            "color-subtle": word,
            "color-default": word,
            "color-hover": shades.reaching(words - 0.06, on_hover, towards=-1)[1],
            "color-active": shades.reaching(words - 0.12, on_hover, towards=-1)[1],
            "color-document": shades.at(min(0.28, lightness)),
            "inverse-bg-default": ground,
            "inverse-bg-hover": shades.reaching(pressed[0], [("#ffffff", TEXT)], towards=-1)[1],
            "inverse-bg-active": shades.reaching(pressed[1], [("#ffffff", TEXT)], towards=-1)[1],
        },
        ink="#ffffff",
    )


def dark_ramp(brand: str) -> dict[str, str]:
    """Return the tokens of the dark big screen: a light brand colour with dark words on it."""
    lightness, shades = shades_of(brand)
    _level, tint = shades.reaching(0.28, _on(_inks(DARK), TEXT), towards=-1, most=0.045)
    surfaces = [*_surfaces(DARK), tint]
    bar = DARK[f"{BASIS}default-border-subtle"]
    ink = shades.at(0.2, most=0.03)
    hover_ground = shades.at(0.34, most=0.06)
    calm = 0.15
    words, word = shades.reaching(
        max(lightness, 0.82), _on([*surfaces, DARK[f"{BASIS}default-bg-default"]], TEXT), towards=1, most=calm
    )
    bright, mark = shades.reaching(max(lightness, 0.72), _on([*surfaces, bar], MARK), towards=1, most=calm)
    solid, ground = shades.reaching(
        max(lightness, 0.78), [(ink, TEXT), *_on([*surfaces, bar], MARK)], towards=1, most=calm
    )
    on_hover = _on([*surfaces, hover_ground], TEXT)
    return _ramp(
        {
            "bg-document": DARK[f"{BASIS}default-bg-document"],
            "bg-subtle": tint,
            "bg-default": shades.at(0.31, most=0.05),
            "bg-hover": hover_ground,
            "bg-active": shades.at(0.39, most=0.07),
            "border-subtle": shades.at(0.47, most=0.08),
            "border-default": mark,
            "border-hover": shades.at(bright + 0.06, most=calm),
            "border-active": shades.at(bright + 0.12, most=calm),
            "color-subtle": word,
            "color-default": word,
            "color-hover": shades.reaching(words + 0.05, on_hover, towards=1, most=calm)[1],
            "color-active": shades.reaching(words + 0.1, on_hover, towards=1, most=calm)[1],
            "color-document": shades.at(0.97, most=0.03),
            "inverse-bg-default": ground,
            "inverse-bg-hover": shades.at(solid + 0.06, most=calm),
            "inverse-bg-active": shades.at(solid + 0.12, most=calm),
        },
        ink=ink,
    )


def _fitted(brand: str, grounds: Sequence[Ground], *, towards: int) -> tuple[float, str]:
    """Return the brand colour itself where it is seen on all these grounds, or its nearest shade that is."""
    lightness, shades = shades_of(brand)
    if all(contrast(brand, ground) >= needed for ground, needed in grounds):
        return lightness, brand
    return shades.reaching(lightness, grounds, towards=towards)


def _on(grounds: Sequence[str], needed: float) -> list[Ground]:
    return [(ground, needed) for ground in grounds]


def _surfaces(scheme: dict[str, str]) -> list[str]:
    return [scheme[f"{BASIS}default-bg-document"], scheme[f"{BASIS}default-bg-subtle"]]


def _inks(scheme: dict[str, str]) -> list[str]:
    """Return the words and marks that stand on a tint of the house whatever its colour is."""
    status = [scheme[f"{BASIS}{name}-color-default"] for name in ("positive", "warning", "negative", "info")]
    return [scheme[f"{BASIS}default-color-subtle"], *status]


def _ramp(shades: dict[str, str], *, ink: str) -> dict[str, str]:
    """Return the shades under the names of their tokens; buttons and links wear the same."""
    inverse = {f"inverse-color-{state}": ink for state in ("default", "hover", "active")}
    all_shades = {**shades, **inverse}
    words = {name: value for name, value in shades.items() if name.startswith("color-")}
    return {
        **{f"{BASIS}accent-1-{name}": value for name, value in all_shades.items()},
        **{f"{BASIS}action-1-{name}": value for name, value in all_shades.items()},
        **{f"{BASIS}action-2-{name}": value for name, value in words.items()},
    }
