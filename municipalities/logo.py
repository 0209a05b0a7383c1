"""Take in a logo: an SVG is cleaned, anything else drawn anew; the upload itself is never served."""

import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

import resvg_py
from PIL import Image, ImageOps, UnidentifiedImageError
from py_svg_hush import filter_svg

from .models import Logo, Municipality

MOST_BYTES = 1_000_000
MOST_PIXELS = 25_000_000
MOST_SVG_BYTES = 40_000
"""A larger drawing is served as a picture, so that a phone need not load it."""
WIDTH, HEIGHT = 480, 192
WIDEST, HIGHEST = 8, 2
"""How many times as wide as high a logo may be, and how many times as high as wide."""
MOST_ELEMENTS, MOST_COPIES = 3000, 100
FORMATS = ("PNG", "JPEG", "WEBP")
SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
ACTIVE = frozenset(
    {
        "script",
        "foreignObject",
        "iframe",
        "embed",
        "object",
        "audio",
        "video",
        "handler",
        "link",
        "animate",
        "animateMotion",
        "animateTransform",
        "set",
        "image",
        "feImage",
    }
)
OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE)


class LogoRefused(Exception):
    """This file can't be a logo; `reason` says why and `detail` names what in it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


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
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as found:
            # Before a pixel is unpacked: a small file can hold a picture larger than the memory.
            if found.width * found.height > MOST_PIXELS:
                raise LogoRefused("too many pixels")
            picture = ImageOps.exif_transpose(found).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LogoRefused("no picture") from error
    _check_shape(picture.width, picture.height)
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    drawn = _as_png(picture)
    return CleanLogo("image/png", drawn, drawn, picture.width, picture.height)


def _from_svg(upload: bytes) -> CleanLogo:
    root = _read_svg(upload)
    _refuse_active(root)
    _let_it_scale(root)
    try:
        cleaned = filter_svg(ElementTree.tostring(root))
        drawn = resvg_py.svg_to_bytes(svg_string=cleaned.decode(), width=WIDTH * 2)
    except (ValueError, UnicodeDecodeError) as error:
        raise LogoRefused("unreadable svg") from error
    picture = Image.open(BytesIO(bytes(drawn)), formats=("PNG",)).convert("RGBA")
    _check_shape(picture.width, picture.height)
    if picture.getbbox() is None:
        raise LogoRefused("nothing drawn")
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small = _as_png(picture)
    if len(cleaned) > MOST_SVG_BYTES:
        return CleanLogo("image/png", small, small, picture.width, picture.height)
    return CleanLogo("image/svg+xml", cleaned, small, picture.width, picture.height)


def _read_svg(upload: bytes) -> ElementTree.Element:
    """Return the drawing, without comments; a file that declares entities is refused unread."""
    try:
        text = upload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoRefused("unreadable svg") from error
    if re.search(r"<!ENTITY|<!DOCTYPE[^>]*\[", text, re.IGNORECASE):
        raise LogoRefused("active svg", "<!ENTITY>")
    for name in re.findall(r"<\?([\w-]+)", text):
        if name.lower() != "xml":
            raise LogoRefused("active svg", f"<?{name}?>")
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        raise LogoRefused("unreadable svg") from error
    if root.tag != f"{{{SVG}}}svg":
        raise LogoRefused("no picture")
    return root


def _let_it_scale(root: ElementTree.Element) -> None:
    """Give the drawing a view box instead of a size, so that a page decides how large it is."""
    size = [
        re.fullmatch(r"(\d+(?:\.\d+)?)(?:px)?", root.attrib.pop(side, "")) for side in ("width", "height")
    ]
    if root.get("viewBox") is None:
        if not all(size):
            raise LogoRefused("no size")
        root.set("viewBox", "0 0 " + " ".join(match[1] for match in size if match))


def _refuse_active(root: ElementTree.Element) -> None:
    """Refuse what runs, moves or loads, by name; what is merely superfluous the cleaning takes out."""
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise LogoRefused("too complicated")
    for element in elements:
        name = _local(element.tag)
        if name in ACTIVE:
            raise LogoRefused("active svg", f"<{name}>")
        if name == "style" and OUTSIDE.search("".join(element.itertext())):
            raise LogoRefused("active svg", "<style>")
        for attribute, value in element.attrib.items():
            _refuse_active_attribute(_local(attribute), value.strip())
    _refuse_copies_of_copies(elements)


def _refuse_active_attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise LogoRefused("active svg", name)
    if name in {"href", "src"} and not value.startswith("#"):
        raise LogoRefused("active svg", f"{name}={value[:60]}")
    if OUTSIDE.search(value):
        raise LogoRefused("active svg", f"{name}={value[:60]}")


def _refuse_copies_of_copies(elements: list[ElementTree.Element]) -> None:
    """Refuse a drawing whose copies hold copies: ten of those in each other draw ten thousand million."""
    copies = [element for element in elements if _local(element.tag) == "use"]
    named = {element.get("id"): element for element in elements if element.get("id")}
    wanted = {value[1:] for copy in copies for key, value in copy.attrib.items() if _local(key) == "href"}
    nested = any(_local(part.tag) == "use" for name in wanted & named.keys() for part in named[name].iter())
    if nested or len(copies) > MOST_COPIES:
        raise LogoRefused("too complicated")


def _check_shape(width: int, height: int) -> None:
    if width > WIDEST * height or height > HIGHEST * width:
        raise LogoRefused("odd shape")


def _as_png(picture: Image.Image) -> bytes:
    held = BytesIO()
    picture.save(held, format="PNG", optimize=True)
    return held.getvalue()


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
