"""Make a name that anybody typed fit and behave in a picture: no control characters, no overflow."""

import re
import unicodedata

ELLIPSIS = "…"
FIRST_STRONG_ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = {"R", "AL", "AN"}
# Bidirectional controls are of category Cf, as are the joiners that hold an emoji together: those two stay.
JOINERS = {"\u200c", "\u200d"}
# Widths in parts of the font size: those of Arial, the fallback; Source Sans 3 is narrower by a tenth.
NARROW, PLAIN, CAPITAL, BROAD, FULL = 0.31, 0.55, 0.69, 0.92, 1.15
NARROW_LETTERS = frozenset("iIjlftr.,:;'!|()[]-/ ·’‘`\"")
BROAD_LETTERS = frozenset("mMwWŒœÆæ@%&—…")


def readable(text: str) -> str:
    """Return the text on one line, without what XML forbids and what turns the direction of the rest."""
    kept = "".join(
        character
        for character in text
        if character in JOINERS or character.isspace() or not _is_control(character)
    )
    return re.sub(r"\s+", " ", kept).strip()


def isolated(text: str) -> str:
    """Return a text with right-to-left letters wrapped so that it does not reorder the words around it."""
    if any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text):
        return f"{FIRST_STRONG_ISOLATE}{text}{END_OF_ISOLATE}"
    return text


def width_of(text: str, size: float) -> float:
    """Return about how wide a text is, in the unit of its font size; the font itself is not at hand."""
    return size * sum(_em(character) for character in text)


def on_lines(text: str, *, size: float, width: float, lines: int) -> list[str]:
    """Return the text in at most so many lines of this width, shortened with an ellipsis where it must."""
    if lines == 1 or width_of(text, size) <= width:
        return [shortened(text, size=size, width=width)]
    words = text.split(" ")
    taken = 0
    while taken < len(words) and width_of(" ".join(words[: taken + 1]), size) <= width:
        taken += 1
    if not taken:
        head = _head(words[0], size=size, width=width)
        rest = text[len(head) :].strip()
        return [head, *on_lines(rest, size=size, width=width, lines=lines - 1)]
    rest = " ".join(words[taken:])
    return [" ".join(words[:taken]), *on_lines(rest, size=size, width=width, lines=lines - 1)]


def balanced(text: str, *, size: float, width: float) -> list[str]:
    """Return the text on one line where it fits, else on two lines as equal as its words allow."""
    if width_of(text, size) <= width or width_on_two_lines(text, size) > width:
        return on_lines(text, size=size, width=width, lines=2)
    return list(_halves(text, size))


def width_on_two_lines(text: str, size: float) -> float:
    """Return the width that the text needs when it is broken at the best space; whole where it has none."""
    return max(width_of(half, size) for half in _halves(text, size))


def _halves(text: str, size: float) -> tuple[str, str]:
    breaks = [at for at, character in enumerate(text) if character == " "]
    halves = [(text[:at], text[at + 1 :]) for at in breaks] or [(text, "")]
    return min(halves, key=lambda pair: max(width_of(half, size) for half in pair))


def shortened(text: str, *, size: float, width: float) -> str:
    """Return the text, or as much of it as fits with an ellipsis behind it."""
    if width_of(text, size) <= width:
        return text
    return _head(text, size=size, width=width - width_of(ELLIPSIS, size)).rstrip(" ,.-–/") + ELLIPSIS


def _head(text: str, *, size: float, width: float) -> str:
    """Return the longest beginning that fits, one character at least, and never half of a joined one."""
    fits = 1
    while fits < len(text) and width_of(text[: fits + 1], size) <= width:
        fits += 1
    while 1 < fits < len(text) and (_clings(text[fits]) or text[fits - 1] in JOINERS):
        fits -= 1
    return text[:fits]


def _is_control(character: str) -> bool:
    """Whether a character controls or is none; unassigned ones stay, they are letters of a newer Unicode."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} or ord(character) & 0xFFFE == 0xFFFE


def _clings(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) in {"Mn", "Me", "Mc"}


def _em(character: str) -> float:
    if _clings(character):
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return FULL
    if character in NARROW_LETTERS:
        return NARROW
    if character in BROAD_LETTERS:
        return BROAD
    return CAPITAL if character.isupper() else PLAIN
