"""Put right-to-left letters in the order in which they are read from the left, for a drawing that can't.

The renderer of the report places the letters of an image one by one from left to right, so that Hebrew would
stand back to front and Arabic letters apart. A browser needs none of this. It covers names: words, figures
and brackets in one direction within the other, not the whole of the bidirectional algorithm.
"""

import re
import unicodedata
from functools import cache

LETTERS = {"R", "AL"}
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
# The joined shapes of Arabic letters have code points of their own; each tells which letter it is a shape of.
JOINED_SHAPES = range(0xFE70, 0xFEFD)


def in_visual_order(text: str) -> str:
    """Return the text as its letters stand on the line; one without right-to-left letters stays as it is."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    strong = [kind for kind in kinds if kind in LETTERS or kind == "L"]
    if not LETTERS & set(strong):
        return text
    runs = _runs(_joined(text), rtl_line=strong[0] in LETTERS)
    if strong[0] in LETTERS:
        runs.reverse()
    return "".join(run[::-1].translate(MIRRORED) if turned else run for run, turned in runs)


def _runs(text: str, *, rtl_line: bool) -> list[tuple[str, bool]]:
    """Return pieces of one direction and whether they turn; signs go with equal neighbours, else the line."""
    runs: list[tuple[str, bool]] = []
    for piece in re.findall(r"\w+|\W", text):
        kind = unicodedata.bidirectional(piece[0])
        turned = kind in LETTERS if piece[0].isalnum() else None
        runs.append((piece, rtl_line if turned is None else turned))
    for at in range(1, len(runs) - 1):
        before, after = runs[at - 1][1], runs[at + 1][1]
        if not runs[at][0][0].isalnum() and before == after:
            runs[at] = (runs[at][0], before)
    merged: list[tuple[str, bool]] = []
    for piece, turned in runs:
        if merged and merged[-1][1] == turned:
            merged[-1] = (merged[-1][0] + piece, turned)
        else:
            merged.append((piece, turned))
    return merged


def _joined(text: str) -> str:
    """Return the text with each Arabic letter in the shape that joins its neighbours."""
    shapes = _shapes()
    units = re.findall(
        "|".join(sorted((re.escape(one) for one in shapes), key=len, reverse=True)) + "|.", text
    )

    def reaches_on(at: int) -> bool:
        return 0 <= at < len(units) and "<initial>" in shapes.get(units[at], {})

    def is_reached(at: int) -> bool:
        return at < len(units) and "<final>" in shapes.get(units[at], {})

    drawn = []
    for at, unit in enumerate(units):
        joins_before = reaches_on(at - 1) and is_reached(at)
        joins_after = reaches_on(at) and is_reached(at + 1)
        shape = {
            (False, False): "<isolated>",
            (False, True): "<initial>",
            (True, False): "<final>",
            (True, True): "<medial>",
        }[joins_before, joins_after]
        drawn.append(shapes.get(unit, {}).get(shape, unit))
    return "".join(drawn)


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Return the shapes of each letter, and of the pair lam-alef, by their kind."""
    shapes: dict[str, dict[str, str]] = {}
    for code in JOINED_SHAPES:
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if letters and kind in {"<isolated>", "<initial>", "<medial>", "<final>"} and letters[0] != "0020":
            letter = "".join(chr(int(one, 16)) for one in letters)
            shapes.setdefault(letter, {})[kind] = chr(code)
    return shapes
