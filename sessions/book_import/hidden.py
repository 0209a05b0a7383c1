"""Find the rows and columns that somebody hid in a sheet, in its XML: its reader does not tell."""

import re

ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
NUMBER = rb"""\s%s\s*=\s*["'](\d{1,7})["']"""
HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
PLACES = {name: re.compile(NUMBER % name) for name in (b"r", b"min", b"max")}


def hidden_rows(sheet: bytes) -> set[int]:
    """Return the numbers of the rows that are hidden, also by a filter or a group that is folded."""
    found, number = set(), 0
    for said in ROW.findall(sheet):
        number = _number(said, b"r") or number + 1
        if HIDDEN.search(said):
            found.add(number)
    return found


def hidden_columns(sheet: bytes, *, most: int) -> set[int]:
    """Return the places of the columns that are hidden, from 0, of the first `most`."""
    found: set[int] = set()
    for said in COLUMN.findall(sheet):
        if HIDDEN.search(said):
            found.update(range(_number(said, b"min") - 1, min(_number(said, b"max"), most)))
    return found


def _number(said: bytes, name: bytes) -> int:
    found = PLACES[name].search(said)
    return int(found[1]) if found else 0
