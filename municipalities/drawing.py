"""Clean an SVG: refuse by name what runs, moves or loads, and keep of the rest what an allow-list knows."""

import re
from xml.etree import ElementTree

from py_svg_hush import filter_svg

MOST_ELEMENTS, MOST_COPIES = 3000, 100
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
OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE)


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


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
