"""The words a file may use for a kind or a theme, by every name they have."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.models import PartyKind, Theme

from ..folding import fold


@dataclass
class Book:
    """The words a file may use: the kinds and the themes, by every name they have."""

    kinds: dict[str, str] = field(default_factory=dict)
    kind_names: dict[str, str] = field(default_factory=dict)
    themes: dict[str, str] = field(default_factory=dict)
    theme_names: list[str] = field(default_factory=list)

    @classmethod
    def with_words(cls, *, kinds: Sequence[PartyKind], themes: Sequence[Theme], language: str) -> "Book":
        """Return the words of the catalogue; a Dutch name wins from an English one."""
        book = cls(theme_names=[theme.title_in(language) for theme in themes])
        for kind in kinds:
            book.kind_names[kind.slug] = kind.name_in(language)
            for word in (kind.slug, kind.name_en):
                book.kinds.setdefault(fold(word), kind.slug)
        for kind in kinds:
            book.kinds[fold(kind.name)] = kind.slug
        for theme in themes:
            for word in (theme.title_en, theme.short_title_en, theme.slug, theme.short_title, theme.title):
                book.themes[fold(word)] = theme.slug
        return book
