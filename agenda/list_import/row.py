"""Read one row of a list as action points hold it, with what was mended and what is wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sessions.book_import.cells import Cell, RawRow, Wrong
from sessions.book_import.reading_values import Read, day_in, email_in
from sessions.book_import.row import read_cells, require_no_resident, text_of
from sessions.folding import fold
from sessions.models import NAME_LENGTH

from ..enums import ActionStatus, OwnersWord
from ..owners.everybody import is_everybody
from .columns import Column
from .statuses import status_of
from .words import Remark

BETWEEN = re.compile(r"[;|\n]")
REACH = frozenset({Column.EMAIL, Column.DEADLINE})
MOST_HELPERS = 20
LIMITS = {
    Column.WHAT: 300,
    Column.ROLE: NAME_LENGTH,
    Column.NAME: NAME_LENGTH,
    Column.NEXT_STEP: 300,
    Column.EFFECT: 300,
    Column.NEWS: 500,
}
Themes = Mapping[str, str]
"""The short name of a theme by every name it has, folded."""


def read_row(row: RawRow, *, columns: Sequence[Column | None], themes: Themes) -> dict[str, Any]:
    """Return a row as it is kept."""

    def value_of(cell: Cell, column: Column) -> Read:
        text = text_of(cell)
        if not text:
            return "", []
        require_no_resident(text, is_reach=column in REACH)
        if column is Column.THEME:
            return _theme(text, themes)
        return READ.get(column, _words)(text, cell, column)

    return read_cells(row, columns=columns, must=Column.WHAT, value_of=value_of)


def _words(text: str, cell: Cell, column: Column) -> Read:
    said = " ".join(text.split())
    if len(said) > LIMITS[column]:
        raise Wrong("too long", limit=LIMITS[column])
    return said, []


def _owner(text: str, cell: Cell, column: Column) -> Read:
    name = " ".join(text.split())
    if is_everybody(name):
        raise Wrong("everybody", value=name)
    # With a person before it; each of the two has its own limit once they are told apart.
    if len(name) > 2 * NAME_LENGTH:
        raise Wrong("too long", limit=NAME_LENGTH)
    return name, []


def _helpers(text: str, cell: Cell, column: Column) -> Read:
    names = list(dict.fromkeys(" ".join(part.split()) for part in BETWEEN.split(text) if part.strip()))
    if len(names) > MOST_HELPERS:
        raise Wrong("too many helpers", limit=MOST_HELPERS)
    if any(len(name) > NAME_LENGTH for name in names):
        raise Wrong("too long", limit=NAME_LENGTH)
    return names, []


def _day(text: str, cell: Cell, column: Column) -> Read:
    return day_in(text, cell, column.value)


def _status(text: str, cell: Cell, column: Column) -> Read:
    if kept := status_of(text):
        return kept, []
    known = ", ".join(str(one.label) for one in (*ActionStatus, OwnersWord.STUCK))
    raise Wrong("status unknown", value=text[:40], statuses=known)


def _theme(text: str, themes: Themes) -> Read:
    if slug := themes.get(fold(text)):
        return slug, []
    return "", [Remark("theme unknown", Column.THEME.value, {"value": text[:60]})]


READ: dict[Column, Callable[[str, Cell, Column], Read]] = {
    Column.OWNER: _owner,
    Column.EMAIL: lambda text, cell, column: (email_in(text), []),
    Column.HELPERS: _helpers,
    Column.DEADLINE: _day,
    Column.STATUS: _status,
}
