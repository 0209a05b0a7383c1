"""Make one row of a file into values, with what was mended and what is wrong, each at its column."""

import enum
import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from common.resident_data import find_resident_data

from ..book_words import never_allowed
from .cells import Cell, RawRow, Sort, Wrong
from .columns import Column
from .known_words import Book
from .reading_values import READ, Read
from .words import LONGEST_CELL, Remark

MEANS_NOTHING = {"", "-", "–", "—", "n.v.t.", "nvt", "n.v.t", "?"}
UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
BROKEN = re.compile(
    "\ufffd|Ã[\x80-\xbf¡-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€"
    # What an old program wrote, read as Windows writes: é, ë, ï, ê, ç; and è, ö inside a word.
    r"|\w[‚‰‹ˆ‡](?!\W)|[a-z]‚|‚‚|[a-z][ŠŽŸ”•](?=[a-z])"
)
"""Letters that were read in another way than they were written."""
FORMULA = re.compile(r"^[=＝]|^[+\-@＋－＠](?:\S.*[(|!=]|\s.*(?:\||!\S))")
"""What a spreadsheet would work out; a dash and a space before words is how people begin a line."""
REACH = frozenset({Column.EMAIL, Column.PHONE, Column.SIGNED, Column.UNTIL, Column.KVK})
PLAIN_TEXT_MARK = re.compile(r"^'(?=[\s\ufeff]*[=+\-@＝＋－＠])")


def read_row(row: RawRow, *, columns: Sequence[Column | None], book: Book) -> dict[str, Any]:
    """Return a row as it is kept."""
    return read_cells(
        row,
        columns=columns,
        must=Column.ORGANISATION,
        value_of=lambda cell, column: _value_of(cell, column, book),
    )


def read_cells(
    row: RawRow, *, columns: Sequence[Any], must: enum.StrEnum, value_of: Callable[[Cell, Any], Read]
) -> dict[str, Any]:
    """Return a row of any list as it is kept; of a cell that can't be taken over only what is wrong.

    `must` is the column that may not be empty.
    """
    values: dict[str, Any] = {}
    notes: list[Remark] = []
    problems: list[Remark] = []
    for place, cell in enumerate(row.cells):
        column = columns[place] if place < len(columns) else None
        if column is None:
            continue
        try:
            values[column.value], said = value_of(cell, column)
        except Wrong as wrong:
            problems.append(Remark(wrong.code, column.value, wrong.said))
            continue
        if cell.merged_from and values[column.value]:
            shown = {"value": cell.text[:60], "row": cell.merged_from}
            notes.append(Remark("merged cell", column.value, shown))
        notes += said
    if any(cell.text.strip() for cell in row.cells[len(columns) :]):
        problems.append(Remark("more cells"))
    if not values.get(must.value) and not any(one.column == must for one in problems):
        problems.append(Remark(f"{must.value} missing", must.value))
    return {
        "number": row.number,
        "values": {name: value for name, value in values.items() if value},
        "notes": [one.kept() for one in notes],
        "problems": [one.kept() for one in problems],
    }


def _value_of(cell: Cell, column: Column, book: Book) -> Read:
    text = text_of(cell)
    if not text:
        return "", []
    require_no_resident(text, is_reach=column in REACH)
    return READ[column](text, cell, book)


def text_of(cell: Cell) -> str:
    """Return the words of a cell, and nothing for what means nothing; raises `Wrong` for what is no text."""
    if cell.sort is Sort.FORMULA:
        raise Wrong("formula")
    if cell.sort is Sort.ERROR:
        raise Wrong("error", value=cell.text[:20])
    if len(cell.text) > LONGEST_CELL * 4:
        raise Wrong("too long", limit=LONGEST_CELL)
    text = cleaned(cell.text)
    protected = PLAIN_TEXT_MARK.sub("", text)
    if protected == text and FORMULA.search(text):
        raise Wrong("formula")
    text = protected
    if text.casefold() in MEANS_NOTHING:
        return ""
    if len(text) > LONGEST_CELL:
        raise Wrong("too long", limit=LONGEST_CELL)
    if BROKEN.search(text):
        raise Wrong("letters")
    return text


def cleaned(text: str) -> str:
    """Return a text as people see it: no signs that are not seen, no double spaces; lines stay lines."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def require_no_resident(text: str, *, is_reach: bool) -> None:
    """Raise `Wrong` for what points at a resident; `is_reach` where an address, number or day belongs."""
    if not any(sign.isdigit() or sign == "@" for sign in text):
        return
    if never_allowed(text) or (not is_reach and find_resident_data(text)):
        raise Wrong("resident")
