"""Take in a logo: an SVG is cleaned, anything else drawn anew; the upload itself is never served."""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from ..models import Logo, Municipality
from .drawing import LogoRefused, check_shape, clean_drawing
from .svg_to_png import NotDrawn, png_of

MOST_BYTES = 1_000_000
MOST_PIXELS = 25_000_000
MOST_SVG_BYTES = 40_000
"""A larger drawing is served as a picture, so that a phone need not load it."""
WIDTH, HEIGHT = 480, 192
FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class CleanLogo:
    """A logo that is safe to serve; `picture` is the same as PNG."""

    media_type: str
    content: bytes
    picture: bytes
    width: int
    height: int

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:32]


def clean_logo(upload: bytes) -> CleanLogo:
    """Return the logo in an uploaded file; raises `LogoRefused`."""
    if len(upload) > MOST_BYTES:
        raise LogoRefused("too large")
    if not upload.strip():
        raise LogoRefused("empty")
    head = upload.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _from_svg(upload) if head == b"<" else _from_picture(upload)


def keep_logo(municipality: Municipality, *, logo: CleanLogo) -> Logo:
    """Return the row of a logo, the one that is there already when it was uploaded before."""
    row, _is_new = Logo.objects.get_or_create(
        municipality=municipality,
        fingerprint=logo.fingerprint,
        defaults={
            "media_type": logo.media_type,
            "content": logo.content,
            "picture": logo.picture,
            "width": logo.width,
            "height": logo.height,
        },
    )
    return row


def _from_picture(upload: bytes) -> CleanLogo:
    # WeasyPrint lets the whole process take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as found:
            # Before a pixel is unpacked: a small file can hold a picture larger than the memory.
            if found.width * found.height > MOST_PIXELS:
                raise LogoRefused("too many pixels")
            picture = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LogoRefused("no picture") from error
    check_shape(picture.width, picture.height)
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    drawn = _as_png(picture)
    return CleanLogo("image/png", drawn, drawn, picture.width, picture.height)


def _from_svg(upload: bytes) -> CleanLogo:
    cleaned = clean_drawing(upload)
    try:
        drawn = png_of(cleaned, width=WIDTH * 2)
    except NotDrawn as error:
        raise LogoRefused("too complicated") from error
    picture = Image.open(BytesIO(drawn), formats=("PNG",)).convert("RGBA")
    if picture.getbbox() is None:
        raise LogoRefused("nothing drawn")
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small = _as_png(picture)
    if len(cleaned) > MOST_SVG_BYTES:
        return CleanLogo("image/png", small, small, picture.width, picture.height)
    return CleanLogo("image/svg+xml", cleaned, small, picture.width, picture.height)


def _as_png(picture: Image.Image) -> bytes:
    held = BytesIO()
    # The profile of its colours came along, whatever that is.
    picture.info.clear()
    picture.save(held, format="PNG", optimize=True)
    return held.getvalue()
