"""Clean an SVG: refuse by name what runs, moves or loads, and keep of the rest what an allow-list knows."""

import re
from math import inf
from xml.etree import ElementTree

from py_svg_hush import filter_svg

MOST_ELEMENTS = 3000
WIDEST, HIGHEST = 8, 2
"""How many times as wide as high a logo may be, and how many times as high as wide."""
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
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
# Possessive: it never gives back a space or a quote, to find something outside after all or for hours.
OUTSIDE = re.compile(r"url\(\s*+['\"]?+\s*+(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE)


class LogoRefused(Exception):
    """This file can't be a logo; `reason` says why and `detail` names what in it."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


def clean_drawing(upload: bytes) -> bytes:
    """Return the drawing without anything but shapes, text and their looks; raises `LogoRefused`."""
    root = _read_svg(upload)
    _refuse_active(root)
    _let_it_scale(root)
    # One list for the whole process; WeasyPrint takes the empty prefix for itself.
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    try:
        return filter_svg(ElementTree.tostring(root))
    except ValueError as error:
        raise LogoRefused("unreadable svg") from error
    except RecursionError as error:
        raise LogoRefused("too complicated") from error


def _read_svg(upload: bytes) -> ElementTree.Element:
    """Return the drawing, without comments; a file that declares entities is refused unread."""
    try:
        text = upload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoRefused("unreadable svg") from error
    if re.search(r"<!ENTITY|<!DOCTYPE[^<>\[]*\[", text, re.IGNORECASE):
        raise LogoRefused("active svg", "<!ENTITY>")
    for name in re.findall(r"<\?([\w-]+)", text):
        if name.lower() != "xml":
            raise LogoRefused("active svg", f"<?{name}?>")
    try:
        # Whatever encoding the file names: it was read as UTF-8.
        # What defusedxml refuses was refused above; its own parser, not in C, drowns in a deep drawing.
        parser = ElementTree.XMLParser(encoding="utf-8")  # nosec B314
        root = ElementTree.fromstring(text.encode(), parser=parser)  # nosec B314
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
        root.set("viewBox", "0 0 " + " ".join(match[1] for match in size if match))
    try:
        _left, _top, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError as error:
        raise LogoRefused("no size") from error
    if not (0 < width < inf and 0 < height < inf):
        raise LogoRefused("no size")
    check_shape(width, height)


def check_shape(width: float, height: float) -> None:
    """Refuse what no header has room for, before it is drawn: a long strip takes all memory."""
    if width > WIDEST * height or height > HIGHEST * width:
        raise LogoRefused("odd shape")


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


def _refuse_active_attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise LogoRefused("active svg", name)
    if name in {"href", "src"} and not value.startswith("#"):
        raise LogoRefused("active svg", f"{name}={value[:60]}")
    if OUTSIDE.search(value):
        raise LogoRefused("active svg", f"{name}={value[:60]}")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
