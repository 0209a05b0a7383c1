"""The house style on paper: colours, font and logo of a document, all of it inside the document itself."""

import base64
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from municipalities.enums import Corners, Font
from municipalities.house_style.look import colours_of, look_of
from municipalities.house_style.stylesheet import Choices
from municipalities.models import Municipality

ROUND = {Corners.NONE: "0", Corners.SMALL: "1mm", Corners.MEDIUM: "2mm", Corners.LARGE: "4mm"}
LOGO_HEIGHT = 14
"""Millimetres on the cover."""


@dataclass(frozen=True)
class Paper:
    """What a document wears; `fonts` and `logo` are addresses that hold the file itself."""

    colours: dict[str, str]
    font: str
    fonts: tuple[str, ...]
    corner: str
    logo: str = ""
    logo_height: int = LOGO_HEIGHT

    @property
    def in_pictures(self) -> dict[str, str]:
        """Return what differs between houses in the picture of a statement."""
        return {"dot": self.colours["brand"], "dot_ink": self.colours["brand_ink"], "font": self.font}


def paper_of(municipality: Municipality | None) -> Paper:
    """Return what the documents of a municipality wear; those of the platform are neutral."""
    look = look_of(municipality) if municipality else None
    choices = look.choices if look else Choices()
    logo = ""
    if look is not None and look.logo is not None:
        logo = _as_data(look.logo.media_type, bytes(look.logo.content))
    return Paper(
        colours=colours_of(choices),
        font=choices.font.label,
        fonts=_letters(choices.font),
        corner=ROUND[choices.corners],
        logo=logo,
    )


@cache
def _letters(font: Font) -> tuple[str, ...]:
    """Return the files of a font as data, since a document may not read files."""
    folder = settings.BASE_DIR / "static" / "vendor"
    names = (f"{font.value}.woff2", f"{font.value}-ext.woff2")
    return tuple(_as_data("font/woff2", (folder / name).read_bytes()) for name in names)


def _as_data(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"
