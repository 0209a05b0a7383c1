"""How a mail looks: the app that knows the house styles registers here what it makes of a municipality."""

from collections.abc import Callable
from dataclasses import dataclass, field
from email.mime.image import MIMEImage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from municipalities.models import Municipality

LOGO_ID = "logo"
LOGO_HEIGHT = 44
"""Pixels beside the name in the head of a mail."""


@dataclass(frozen=True)
class MailLook:
    """What the template of a mail needs of a house; the logo is a PNG, because mail programs show no SVG."""

    colours: dict[str, str] = field(default_factory=dict)
    font_family: str = ""
    radius: str = "8px"
    logo: bytes = b""
    logo_width: int = 0
    logo_height: int = LOGO_HEIGHT


Finder = Callable[["Municipality"], MailLook]
_finders: list[Finder] = []


def mail_look(finder: Finder) -> Finder:
    """Register the function that tells how the mails of a municipality look; there is one."""
    if _finders and _finders[0] is not finder:
        raise ValueError("Two functions tell how mails look.")
    _finders[:] = [finder]
    return finder


def look_for(municipality: "Municipality") -> MailLook:
    """Return how mails of this municipality look; the neutral look when nobody registered."""
    return _finders[0](municipality) if _finders else MailLook()


def inline_logo(look: MailLook) -> MIMEImage:
    """Return the logo as a part of the mail itself, so that it shows without loading anything."""
    image = MIMEImage(look.logo, "png")
    image.add_header("Content-ID", f"<{LOGO_ID}>")
    image.add_header("Content-Disposition", "inline", filename="logo.png")
    return image
