"""How one house looks, for whatever shows it: a page, a mail, a document."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from ..enums import Font
from ..models import Logo, Municipality
from .choosing import choices_of, house_style_of
from .neutral_style import BASIS
from .stylesheet import Choices, font_address, light_tokens, sheet_of


@dataclass(frozen=True)
class HouseLook:
    """The style of a municipality with its addresses; `house_style` in every template."""

    municipality: Municipality
    choices: Choices
    logo: Logo | None = None

    @property
    def font(self) -> Font:
        return self.choices.font

    @property
    def stylesheet_url(self) -> str:
        return self._address("stylesheet", fingerprint=sheet_of(self.choices).fingerprint)

    @property
    def font_url(self) -> str:
        return font_address(self.choices.font)

    @property
    def icon_url(self) -> str:
        return self._address("icon", fingerprint=sheet_of(self.choices).fingerprint)

    @property
    def logo_url(self) -> str:
        if self.logo is None:
            return ""
        return self._address("logo", fingerprint=self.logo.fingerprint, ending=self.logo.ending)

    @property
    def theme_color(self) -> str:
        return self.colours["brand"]

    @property
    def colours(self) -> dict[str, str]:
        """Return the colours by short names, where no style sheet reaches: mails and documents."""
        return colours_of(self.choices)

    def _address(self, name: str, **parts: str) -> str:
        return reverse(f"municipalities:{name}", kwargs={"gemeente": self.municipality.slug, **parts})


SHORT_NAMES = {
    "brand": "action-1-inverse-bg-default",
    "brand_ink": "action-1-inverse-color-default",
    "brand_text": "action-1-color-default",
    "brand_tint": "accent-1-bg-subtle",
    "brand_line": "accent-1-border-subtle",
    "brand_bright": "accent-1-border-default",
    "surface": "default-bg-document",
    "surface_soft": "default-bg-subtle",
    "line": "default-border-subtle",
    "ink": "default-color-document",
    "ink_soft": "default-color-subtle",
    "warn": "warning-color-default",
}


@lru_cache(maxsize=256)
def colours_of(choices: Choices) -> dict[str, str]:
    """Return the colours of a house by the names they have in mails and documents.

    Remembered, because each page names one and a light brand colour takes 9 ms to reckon.
    """
    tokens = light_tokens(choices)
    return {short: tokens[BASIS + name] for short, name in SHORT_NAMES.items()}


def look_of(municipality: Municipality) -> HouseLook | None:
    """Return how a municipality looks, or nothing when it wears the neutral style."""
    style = house_style_of(municipality)
    if style is None:
        return None
    return HouseLook(municipality=municipality, choices=choices_of(style), logo=style.logo)
