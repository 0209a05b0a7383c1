"""Cuts a text into sentences, words and syllables."""

import html
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyphen

# What is filled in later counts as one short word.
NAME = "Naam"
PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[sdf]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
END = re.compile(r"(?<=[.!?…])[’”\"')]*\s+(?=[‘“\"'(]?[A-ZÀ-Þ0-9])|\n\s*\n|(?<=[.!?:])\s*\n")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+")
WORD = re.compile(r"\w[\w’'.-]*\w|\w", re.UNICODE)
CLAUSE = re.compile(r"[,:;.!?()–—]\s")
QUOTED = re.compile(r"‘[^’]*’|“[^”]*”")
HYPHENS = pyphen.Pyphen(lang="nl_NL")


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a label that is none."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(ADDRESS.sub(NAME, self.text))

    @property
    def is_whole(self) -> bool:
        """Tell a sentence from the text of a button or a heading, which would make averages look better."""
        return len(self.words) > 2 and self.text.rstrip("’”\"')").endswith((".", "!", "?", "…"))

    @property
    def own_words(self) -> str:
        """The sentence without what it quotes, such as the name of a button."""
        return QUOTED.sub(NAME, self.text)

    @property
    def clauses(self) -> list[list[str]]:
        return [WORD.findall(part) for part in CLAUSE.split(f"{self.own_words} ")]


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text with its mark-up taken out."""
    # A bare line break is where the writer of the code stopped, so it is a space to the reader.
    plain = PLACEHOLDER.sub(NAME, html.unescape(TAG.sub("", text))).replace("**", "")
    parts = (" ".join(part.split()) for part in END.split(plain))
    return [Sentence(part) for part in parts if WORD.search(part)]


@lru_cache(maxsize=8192)
def syllables(word: str) -> int:
    """Return the number of places where a word may be broken, and one: near enough for an average."""
    return len(HYPHENS.positions(word.lower())) + 1


def readability(sentences: list[Sentence]) -> float:
    """Return the reading ease of Flesch as W.H. Douma fitted it to Dutch.

    206.84 - 0.93 x words per sentence - 77 x syllables per word; 60 and more is plain, 100 very easy.
    Source: W.H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960.
    """
    words = [word for sentence in sentences for word in sentence.words]
    if not words:
        return 100.0
    per_word = sum(map(syllables, words)) / len(words)
    return 206.84 - 0.93 * len(words) / len(sentences) - 77 * per_word
