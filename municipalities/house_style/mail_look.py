"""Dress the mails of a municipality in its house style."""

from outbox.looks import LOGO_HEIGHT, MailLook, mail_look

from ..enums import Corners
from ..models import Municipality
from .look import colours_of, look_of
from .stylesheet import Choices

RADIUS = {Corners.NONE: "0px", Corners.SMALL: "4px", Corners.MEDIUM: "8px", Corners.LARGE: "18px"}
WIDEST = 220


@mail_look
def look_of_mails(municipality: Municipality) -> MailLook:
    """Return colours, corners, font and logo as a mail wants them."""
    look = look_of(municipality)
    if look is None:
        return MailLook(colours=colours_of(Choices()), font_family=Choices().font_family)
    width, height = 0, LOGO_HEIGHT
    if look.logo is not None:
        width = round(look.logo.width * LOGO_HEIGHT / look.logo.height)
        if width > WIDEST:
            width, height = WIDEST, round(look.logo.height * WIDEST / look.logo.width)
    return MailLook(
        colours=look.colours,
        font_family=look.choices.font_family,
        radius=RADIUS[look.choices.corners],
        logo=bytes(look.logo.picture) if look.logo is not None else b"",
        logo_width=width,
        logo_height=height,
    )
