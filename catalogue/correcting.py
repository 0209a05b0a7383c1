"""A version that only mends the spelling of an earlier one: it asks the same, so figures of both compare.

What is written differently is told word by word, and publishing refuses a version that differs in more. The
machine refuses what it can recognise as another question; for the rest answers who writes the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from catalogue.models import Catalogue, Statement, Theme

LEAST_ALIKE = 0.75
"""From 0 to 1, by `difflib`: “hijvoorbeeld” and “bijvoorbeeld” are 0.92 alike, “bewoner”, “inwoner” 0.71."""
MOST_WORDS = 2
"""At once: one word, or two that should be one. In more of them a word that is replaced goes unseen."""
_DUTCH = (
    "aan al alle altijd andere eens een elk elke geen hoogstens iedere kan kunnen meer mag mogen minder "
    "minstens moet moeten niemand niet nog nooit onder of op over soms tegen uit vaak voor wel zonder"
)
_ENGLISH = (
    "a all always and any each every few fewer less may more most must never no not often only or some "
    "sometimes without"
)
TURNING = frozenset(f"{_DUTCH} {_ENGLISH}".split())
"""Words one letter of which, or which themselves, make another question of a sentence."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word that was spelled wrong, and where: “statement 8”, “theme samenwerking” or “the set”."""

    where: str
    was: str
    now: str

    def __str__(self) -> str:
        return f"{self.where}: “{self.was}” became “{self.now}”"


def corrections_of(catalogue: Catalogue) -> list[Correction]:
    """Return what this version mends in the one it corrects."""
    return [Correction(**one) for one in catalogue.corrections]


def problems_of_correction(draft: Catalogue) -> Iterator[str]:
    """Say in what a version that calls itself a correction is more than that."""
    if draft.corrects is None:
        if draft.corrections:
            yield "corrections belong to a version that says which one it corrects"
        return
    if _facts(draft) != _facts(draft.corrects):
        yield "a correction keeps scale, themes, statements and who they are about; this is another list"
        return
    corrections = corrections_of(draft)
    if not corrections:
        yield "a correction says what it corrects"
    before, after = _texts(draft.corrects), _texts(draft)
    yield from (problem for one in corrections for problem in _problems_of(one, before))
    for place, was in before.items():
        if _mended(was, place[0], corrections) != after[place]:
            yield f"{place[0]}: its {place[1]} differs by more than the corrections say"


def _problems_of(one: Correction, before: dict[tuple[str, str], str]) -> Iterator[str]:
    if not one.was or not any(
        one.was in text for (where, _name), text in before.items() if where == one.where
    ):
        yield f"{one}: that stands nowhere there"
    was, now = _differing(one.was.split(), one.now.split())
    touched = {re.sub(r"\W", "", word).casefold() for word in [*was, *now]}
    alike = SequenceMatcher(None, "".join(was), "".join(now)).ratio()
    has_figure = any(letter.isdigit() for letter in "".join(touched))
    if alike < LEAST_ALIKE or max(len(was), len(now)) > MOST_WORDS or touched & TURNING or has_figure:
        yield f"{one}: that may change what is asked; publish it as a version of its own"


def _differing(was: list[str], now: list[str]) -> tuple[list[str], list[str]]:
    """Return the words in which two pieces of text differ, without those they begin and end with alike."""
    for _end in range(2):
        while was and now and was[-1] == now[-1]:
            was, now = was[:-1], now[:-1]
        was, now = was[::-1], now[::-1]
    return was, now


def _mended(text: str, where: str, corrections: list[Correction]) -> str:
    for one in corrections:
        if one.where == where:
            text = text.replace(one.was, one.now)
    return text


def _themes(catalogue: Catalogue) -> list[Theme]:
    return list(catalogue.themes.order_by("position").prefetch_related("statements__terms"))


def _facts(catalogue: Catalogue) -> list[object]:
    """Return what is asked apart from the words: the scale, and which statements stand where."""
    return [
        (catalogue.scale_min, catalogue.scale_max),
        *(
            (
                theme.position,
                theme.slug,
                theme.is_overall,
                [
                    (one.number, one.scope, one.allows_not_applicable, one.terms.count(), bool(one.min_label))
                    for one in theme.statements.order_by("number")
                ],
            )
            for theme in _themes(catalogue)
        ),
    ]


def _texts(catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Return every text that somebody reads before answering, by its place and name."""
    found = {("the set", name): text for name, text in _labels(catalogue).items()}
    for theme in _themes(catalogue):
        where = f"theme {theme.slug}"
        found[where, "introduction"] = theme.introduction
        found[where, "English introduction"] = theme.introduction_en
        for statement in theme.statements.order_by("number"):
            found |= {
                (f"statement {statement.number}", name): text for name, text in _words(statement).items()
            }
    return found


def _labels(row: Catalogue | Statement) -> dict[str, str]:
    names = ("min_label", "min_label_en", "max_label", "max_label_en")
    return {name: getattr(row, name) for name in names}


def _words(statement: Statement) -> dict[str, str]:
    words = {"text": statement.text, "English text": statement.text_en, **_labels(statement)}
    for place, term in enumerate(statement.terms.order_by("pk"), start=1):
        names = ("word", "word_en", "definition", "definition_en")
        words |= {f"hard word {place} ({name})": getattr(term, name) for name in names}
    return words
