"""What four browsers show at one moment, side by side in one picture: the film of a session in the README.

pytest tests/browser/test_play.py --film docs/images/film
"""

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Page

SIZE = (1600, 1022)
GROUND, EDGE = "#eef1f4", "#8a949e"
PLACES = {
    "screen": (24, 24, 800, 450),
    "console": (24, 498, 800, 500),
    "phone": (848, 126, 356, 770),
    "other phone": (1220, 126, 356, 770),
}
"""Left, top, width and height of each browser in a picture; a page is cut at the bottom to fit."""
COLOURS = 64
STANDS_STILL = 1200
"""Milliseconds after which nothing moves any more."""


class Film:
    """Takes one picture per moment into a folder; without a folder it takes none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.taken = folder, 0

    def take(self, moment: str, pages: Mapping[str, Page]) -> None:
        """Put what every browser shows now into one picture, numbered and named after the moment."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        pages["screen"].wait_for_timeout(STANDS_STILL)
        pages["console"].evaluate("window.scrollTo(0, 0)")
        picture = Image.new("RGB", SIZE, GROUND)
        for name, place in PLACES.items():
            _put(picture, pages[name], place)
        self.taken += 1
        few = picture.quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(self.folder / f"{self.taken}-{moment}.png", optimize=True)


def _put(picture: Image.Image, page: Page, place: tuple[int, int, int, int]) -> None:
    page.evaluate("document.fonts.ready")
    left, top, width, height = place
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shown = seen.resize((width, round(seen.height * width / seen.width)), Image.Resampling.LANCZOS)
    shown = shown.crop((0, 0, width, min(height, shown.height)))
    picture.paste(shown, (left, top))
    ImageDraw.Draw(picture).rectangle(
        (left - 1, top - 1, left + width, top + shown.height), outline=EDGE, width=2
    )
