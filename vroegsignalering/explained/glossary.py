"""The glossary: the hard words of the statements and the product's own words, in one alphabet."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.text import slugify

from catalogue.models import Statement, Term
from catalogue.versions import current_catalogue
from catalogue.wording import OFFICIAL_LANGUAGE, is_official

from .words import OWN_WORDS


@dataclass
class Meaning:
    """What a word means, in the language of the page and in the words of the source, and where it stands."""

    text: str
    verbatim: str
    statements: list[Statement] = field(default_factory=list)


@dataclass
class Entry:
    """One word of the glossary; a word of ours has one meaning and no statement."""

    word: str
    dutch: str
    meanings: list[Meaning]
    source: str = ""

    @property
    def anchor(self) -> str:
        """The same in both languages, so that a link keeps leading to the word."""
        return f"begrip-{slugify(self.dutch)}"

    @property
    def letter(self) -> str:
        return sortable(self.word)[:1].upper()

    def holds(self, sought: str) -> bool:
        """Tell whether the text sought stands in the word or in what it means."""
        texts = [self.word, self.dutch, *(text for one in self.meanings for text in (one.text, one.verbatim))]
        return any(sortable(sought) in sortable(text) for text in texts)


def sortable(text: str) -> str:
    """Return a text without capitals and accents: é stands with e in the alphabet."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().strip()


def glossary(*, language: str, sought: str = "") -> list[Entry]:
    """Return all words in the order of the alphabet, or those that hold the text sought."""
    entries = [*_of_the_statements(language), *_of_the_product()]
    entries.sort(key=lambda entry: sortable(entry.word))
    return [entry for entry in entries if entry.holds(sought)] if sought.strip() else entries


def by_letter(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Group sorted entries by their first letter."""
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: entry.letter)]


def _of_the_statements(language: str) -> list[Entry]:
    """Return each hard word once; the same word can mean something else in another statement."""
    catalogue = current_catalogue()
    terms = Term.objects.filter(statement__theme__catalogue=catalogue).select_related("statement")
    found: dict[str, Entry] = {}
    for term in terms.order_by("statement__number", "pk"):
        entry = found.setdefault(
            term.word.casefold(), Entry(term.word_in(language), term.word, [], catalogue.source)
        )
        verbatim = "" if is_official(language) else term.definition_in(OFFICIAL_LANGUAGE)
        text = term.definition_in(language)
        same = next((one for one in entry.meanings if one.text == text), None)
        if same is None:
            same = Meaning(text, verbatim)
            entry.meanings.append(same)
        same.statements.append(term.statement)
    return list(found.values())


def _of_the_product() -> list[Entry]:
    return [Entry(str(one.word), one.dutch, [Meaning(str(one.meaning), "")]) for one in OWN_WORDS]
