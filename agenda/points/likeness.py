"""How much two action points say the same, by their words alone; pure, and made for short Dutch sentences."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from sessions.folding import fold

ALIKE_FROM = 0.69
"""Found on pairs of action points: from here on people called them the same."""

_WORD = re.compile(r"[^\W_]+")
_NUMBERS = {"een": "1", "twee": "2", "drie": "3", "vier": "4", "vijf": "5", "zes": "6"}
# Words that say nothing about what will be done: articles and prepositions, and verbs that fit every point.
_EMPTY_WORDS = """
aan al alle als bij binnen dan dat de den der deze die dit doen door en er gaan hebben het hun ieder iedere
elk elke in is kan komen kunnen maar maken met mee naar nemen nog nu of om onder ons onze op opstellen
organiseren over per plan regelen samen te tot tussen uit uitwerken uitzoeken van vanuit voor vanaf via wat
we wel wij willen worden zal ze zelf zich zijn zodat zorgen zou zullen 1
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_ENDINGS = ("ingen", "eren", "ing", "en", "er", "es", "e", "s", "t")
_SHORTEST_STEM = 4
KNOWN_WORDS = 4000
"""Words that are worked out once: the points of an agenda use the same ones again and again."""


@dataclass(frozen=True)
class Gist:
    """What a text is about: its words without their endings, and its letters by three."""

    words: frozenset[str]
    threes: frozenset[str]


def gist_of(text: str) -> Gist:
    """Return what a text is about; a text of empty words alone keeps them all."""
    # Most texts have no accents, and folding goes by each letter.
    plain = text.lower() if text.isascii() else fold(text)
    words = [_NUMBERS.get(word, word) for word in _WORD.findall(plain)]
    telling = [word for word in words if word not in _EMPTY] or words
    stems = frozenset(map(_stem, telling))
    return Gist(stems, frozenset(chain.from_iterable(map(_threes, stems))))


def likeness(one: Gist, other: Gist) -> float:
    """Return 0 (nothing in common) to 1 (the same): the words in common, and half as much their letters.

    Letters find what is written together or otherwise; words keep apart what only sounds alike.
    """
    by_words, by_letters = _shared(one.words, other.words), _shared(one.threes, other.threes)
    return max(by_words, (by_words + 2 * by_letters) / 3)


def is_alike(one: Gist, other: Gist) -> bool:
    """Return whether people would call two action points the same, or nearly."""
    return bool(one.words) and likeness(one, other) >= ALIKE_FROM


@lru_cache(maxsize=KNOWN_WORDS)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    # "bellen" and "belt", "afspraak" and "afspraken": one letter where there may be two.
    return re.sub(r"(.)\1", r"\1", word)


@lru_cache(maxsize=KNOWN_WORDS)
def _threes(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[at : at + 3] for at in range(len(padded) - 2))


def _shared(one: Set[str], other: Set[str]) -> float:
    """Return the part that two sets have in common (Dice)."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0
