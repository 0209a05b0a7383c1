"""Reading a text in a language, and finding the hard words in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

OFFICIAL_LANGUAGE = "nl"
_MARKED = re.compile(r"\*\*(.+?)\*\*")


class DefinedWord(Protocol):
    """What `segments` needs to know of a term."""

    def word_in(self, language: str) -> str: ...

    def definition_in(self, language: str) -> str: ...


@dataclass(frozen=True)
class Segment:
    """A piece of a statement: plain text, or a hard word with its definition in the same language."""

    text: str
    term: DefinedWord | None = None
    definition: str = ""


def is_official(language: str) -> bool:
    """Tell whether texts in this language are the official ones; only the Dutch texts are."""
    return not language.lower().startswith("en")


def in_language(item: object, field: str, language: str) -> Any:
    """Give the field of a row in the language asked for; every language but English gets Dutch."""
    return getattr(item, field if is_official(language) else f"{field}_en")


def plain(text: str) -> str:
    """Give a marked text without the marks around its hard words."""
    return _MARKED.sub(r"\1", text)


def marked_words(text: str) -> list[str]:
    """List the hard words marked in a text, as they are written there."""
    return _MARKED.findall(text)


def segments(text: str, *, terms: Iterable[DefinedWord], language: str) -> list[Segment]:
    """Split a marked text into plain pieces and hard words.

    A marked word finds its term whatever its capitals, because a definition starts with a capital.
    """
    by_word = {term.word_in(language).casefold(): term for term in terms}
    pieces: list[Segment] = []
    for index, piece in enumerate(_MARKED.split(text)):
        term = by_word.get(piece.casefold()) if index % 2 else None
        if piece:
            pieces.append(Segment(piece, term, term.definition_in(language) if term else ""))
    return pieces
