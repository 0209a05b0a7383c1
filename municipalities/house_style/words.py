"""Why a file was refused, in words for the person who chose it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .colour_pairs import Pair
from .logo import LogoRefused
from .token_file import TokensRefused

LOGO = {
    "too large": gettext_lazy("This logo is larger than 1 MB. Choose a smaller file."),
    "empty": gettext_lazy("This file is empty. Choose another one."),
    "no picture": gettext_lazy(
        "This is no SVG, PNG, JPEG or WebP picture. Choose a file of one of these kinds."
    ),
    "too many pixels": gettext_lazy(
        "This picture has more than 25 million pixels. Make it smaller and try again."
    ),
    "unreadable svg": gettext_lazy("We can't read this SVG. Save it again as a plain SVG, or choose a PNG."),
    "active svg": gettext_lazy(
        "This SVG holds something that runs, moves or loads: %(detail)s. Take it out, or choose a PNG."
    ),
    "too complicated": gettext_lazy("This SVG is too complicated for a logo. Choose a PNG."),
    "nothing drawn": gettext_lazy("This SVG shows nothing. Save it again as a plain SVG, or choose a PNG."),
    "odd shape": gettext_lazy(
        "This logo is too long: at most 8 times as wide as it is high, or 2 times as high as it is wide."
    ),
    "no size": gettext_lazy("This SVG does not say how large it is. Save it again, or choose a PNG."),
}
TOKENS = {
    "too large": gettext_lazy("This file is larger than 200 kB. Choose a file with design tokens only."),
    "empty": gettext_lazy("There are no design tokens in this file."),
    "unreadable": gettext_lazy("This file is no text. Choose a JSON or CSS file."),
    "not css": gettext_lazy("We don't understand this CSS. It may hold design tokens only."),
    "not json": gettext_lazy("We don't understand this JSON."),
    "too deep": gettext_lazy("The groups in this file are too deep. At most 12 may stand in each other."),
    "at rule": gettext_lazy("“%(name)s” may not stand in this file: it may hold design tokens only."),
    "selector": gettext_lazy("“%(name)s” may not stand in this file. Use “:root” around the design tokens."),
    "unknown name": gettext_lazy("We don't know the design token “%(name)s”. Take it out of the file."),
    "wrong value": gettext_lazy(
        "The value of “%(name)s” can't be used. Only plain colours, sizes, numbers and our fonts can."
    ),
}


def why_no_logo(refused: LogoRefused) -> str:
    return str(LOGO[refused.reason]) % {"detail": refused.detail}


def why_no_tokens(refused: TokensRefused) -> str:
    text = str(TOKENS[refused.reason]) % {"name": refused.name}
    return _("Line %(line)d: %(text)s") % {"line": refused.line, "text": text} if refused.line else text


def why_unreadable(pairs: list[tuple[Pair, float]]) -> str:
    """Name the first pair that can't be read, its contrast, and how many more there are."""
    pair, found = pairs[0]
    told = _(
        "“%(colour)s” can't be seen well enough on “%(ground)s”: the contrast is %(found).1f : 1 and must be "
        "%(needed).1f : 1."
    ) % {"colour": pair.colour, "ground": pair.ground, "found": found, "needed": pair.needed}
    return " ".join([told, _and_more(len(pairs) - 1)]).strip()


def _and_more(number: int) -> str:
    return _("%(number)d other pairs can't be seen well either.") % {"number": number} if number > 1 else ""
