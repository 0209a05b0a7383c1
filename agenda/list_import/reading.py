"""Read a file with a list of action points; nothing of what points at a resident is kept."""

from dataclasses import dataclass
from typing import Any

from catalogue.models import Theme
from sessions.book_import.sheet import read_sheet
from sessions.book_import.unread import Unread
from sessions.folding import fold

from .columns import LIST
from .row import Themes, read_row


@dataclass(frozen=True)
class Read:
    """What a file came to: rows to keep, and what was not read."""

    rows: list[dict[str, Any]]
    unread: Unread


def read_list(content: bytes, *, themes: Themes) -> Read:
    """Return the rows of a CSV or Excel file; raises `FileRefused` with what to do about it."""
    sheet = read_sheet(content, heads=LIST)
    rows = [read_row(row, columns=sheet.columns, themes=themes) for row in sheet.rows]
    return Read(rows, sheet.unread)


def themes_by_name(themes: list[Theme]) -> Themes:
    """Return the short name of each theme by every name it has; a Dutch name wins from an English one."""
    return {
        fold(name): theme.slug
        for theme in themes
        for name in (
            theme.title_en,
            theme.short_title_en,
            theme.slug,
            theme.short_title,
            theme.title,
        )
        if name
    }
