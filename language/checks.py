"""What an editor would underline in a Dutch sentence, or would say about a page."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .rules import Rules
from .sentences import Sentence, readability, syllables

BECOME = {"word", "wordt", "worden", "werd", "werden"}
# Verbs that open a pair whose second half ends the clause.
PERFECT = {"heeft", "hebben", "hebt", "had", "hadden", "is", "zijn", "was", "waren", *BECOME}
MODAL = {
    "kan",
    "kunt",
    "kunnen",
    "moet",
    "moeten",
    "mag",
    "mogen",
    "wil",
    "wilt",
    "willen",
    "zal",
    "zult",
    "zullen",
}
FRONT = "aan|achter|af|bij|door|in|mee|na|om|onder|op|open|over|samen|tegen|terug|toe|uit|vast|voor|weg"
PARTICIPLE = re.compile(rf"(?:(?:{FRONT})?ge|be|ver|ont|her|er|over|onder)\w{{2,}}(?:d|t|en)")
# Words that look like a past participle and are none.
LOOKALIKES = re.compile(
    r"ge(?:en|meent\w*|sprek\w*|geven\w*|bied\w*|zinn?\w*|vest|bruikt?en|luid\w*|zond|goed|duld|zicht\w*|wicht\w*)"
    r"|be(?:eld\w*|drijven|richt\w*|stand\w*|sluit\w*|langrijk\w*|gin(?:nen|t)|kend\w*|staat|hoeft?e?n?|leid"
    r"|tekent|doelt?)"
    r"|ver(?:schillen|gader\w*|zoeken|trekken|band|stand|dert|volgens|keerd|antwoord\w*|der)"
    r"|her(?:haal\w*|innering\w*)|er(?:en|bij)|overleg\w*|overheid|overzicht\w*|onder(?:werp\w*|wijs\w*|deel\w*)"
)
NEGATIONS = {"niet", "geen", "nooit", "niemand", "niets", "nergens", "noch", "zonder"}
BEFORE_NOUN = {"de", "het", "een", "uw", "onze", "ons", "deze", "die", "dit", "alle", "en", "of"}
NESTED = re.compile(
    r"\b(?:de|het|een) (?:door|voor|met|aan|uit|tijdens) (?:de|het|een|uw|onze|ons) \w+ (\w+)", re.IGNORECASE
)
COLON_TIME = re.compile(r"\b(\d{1,2}):(\d{2})\b")
AND_OR = re.compile(r"\b(?:en|of)\b")
THERE_IS_DONE = re.compile(
    r"\ber (?:word|wordt|worden|werd|werden)\b|\b(?:word|wordt|worden|werd|werden) er\b", re.I
)
ENGLISH = {
    "the", "and", "with", "your", "you", "this", "that", "from", "are", "for", "not", "what", "when",
    "please", "click", "show", "save", "who", "which", "session", "answer", "answers", "table", "party",
    "parties",
}  # fmt: skip
WORDS_APART = re.compile(r"(?<![\w/.@-])[a-z]+(?![\w/@-])")


@dataclass(frozen=True)
class Finding:
    """Something to rewrite."""

    check: str
    what: str
    text: str


Check = Callable[[Sentence, Rules], Iterator[str]]


def long_sentence(sentence: Sentence, rules: Rules) -> Iterator[str]:
    if len(sentence.words) > rules.limits["words in a sentence"]:
        yield f"{len(sentence.words)} words"


def long_word(sentence: Sentence, rules: Rules) -> Iterator[str]:
    for word in sentence.words:
        if len(word) > rules.limits["letters in a word"] and not _is_own(word, rules):
            yield f"{word}, {len(word)} letters"


def two_in_one(sentence: Sentence, rules: Rules) -> Iterator[str]:
    if ";" in sentence.own_words:
        yield "a semicolon: make two sentences"


def hard_word(sentence: Sentence, rules: Rules) -> Iterator[str]:
    for entry in rules.better_words:
        if entry.group != "address" and (match := entry.pattern.search(sentence.own_words)):
            yield f"{match[0]} → {entry.better}"


def address(sentence: Sentence, rules: Rules) -> Iterator[str]:
    """Who reads is spoken to as u."""
    for entry in rules.better_words:
        if entry.group == "address" and (match := entry.pattern.search(sentence.own_words)):
            yield f"{match[0]} → {entry.better}"


def passive(sentence: Sentence, rules: Rules) -> Iterator[str]:
    """A form of worden with a past participle in the same clause: nobody says who does it."""
    for clause in sentence.clauses:
        words = [word.lower() for word in clause]
        done = [word for word in words if _is_participle(word)]
        helper = next((word for word in words if word in BECOME), None)
        if helper and done:
            yield f"{helper} … {done[-1]}: say who does it"


def there_is_done(sentence: Sentence, rules: Rules) -> Iterator[str]:
    if match := THERE_IS_DONE.search(sentence.own_words):
        yield f"{match[0]}: say who does it"


def split_verb(sentence: Sentence, rules: Rules) -> Iterator[str]:
    """Two halves of a verb with much between them, or a noun far from its article (tangconstructie)."""
    for clause in sentence.clauses:
        words = [word.lower() for word in clause]
        for at, word in enumerate(words[:-1]):
            between = len(words) - at - 2
            if between > rules.limits["words inside a split verb"] and _belongs(word, words[-2], words[-1]):
                yield f"{word} … {words[-1]}, {between} words between"
                break
    if (match := NESTED.search(sentence.own_words)) and _is_participle(match[1].lower().removesuffix("e")):
        yield f"{match[0]}: put it after the noun"


def double_negative(sentence: Sentence, rules: Rules) -> Iterator[str]:
    """Two in one thought cancel each other; two that stand side by side do not."""
    for clause in sentence.clauses:
        for part in AND_OR.split(" ".join(clause).lower()):
            found = [word for word in part.split() if word in NEGATIONS]
            if len(found) > 1:
                yield " … ".join(found)


def time_of_day(sentence: Sentence, rules: Rules) -> Iterator[str]:
    if match := COLON_TIME.search(sentence.text):
        yield f"{match[0]} → {match[1]}.{match[2]}"


def english(sentence: Sentence, rules: Rules) -> Iterator[str]:
    for word in WORDS_APART.findall(sentence.own_words.lower()):
        if word in ENGLISH:
            yield word


PER_SENTENCE: dict[str, Check] = {
    "long sentence": long_sentence,
    "long word": long_word,
    "two in one": two_in_one,
    "hard word": hard_word,
    "address": address,
    "passive": passive,
    "er wordt": there_is_done,
    "split verb": split_verb,
    "double negative": double_negative,
    "time": time_of_day,
    "English": english,
}


def look_at(sentence: Sentence, rules: Rules, *, checks: set[str] | None = None) -> list[Finding]:
    """Return what is wrong with one sentence."""
    return [
        Finding(name, what, sentence.text)
        for name, check in PER_SENTENCE.items()
        if checks is None or name in checks
        for what in check(sentence, rules)
    ]


@dataclass(frozen=True)
class Measure:
    """What a whole file reads like; averages are of whole sentences only."""

    sentences: int
    average: float
    longest: int
    long_words: float
    ease: float


def measure(sentences: list[Sentence], rules: Rules) -> Measure:
    """Count the sentences of a file; long words are a share from 0 to 1."""
    whole = [sentence for sentence in sentences if sentence.is_whole]
    words = [word for sentence in whole for word in sentence.words]
    long = [word for word in words if syllables(word) > 3 and not _is_own(word, rules)]
    return Measure(
        sentences=len(whole),
        average=len(words) / len(whole) if whole else 0.0,
        longest=max((len(sentence.words) for sentence in sentences), default=0),
        long_words=len(long) / len(words) if words else 0.0,
        ease=readability(whole),
    )


def look_at_whole(measured: Measure, rules: Rules) -> list[Finding]:
    """Return what is wrong with a file as a whole; a handful of sentences has no average worth the name."""
    limits, found = rules.limits, []
    if measured.sentences < limits["sentences that make an average"]:
        return []
    if measured.average > limits["average words in a sentence"]:
        found.append(Finding("average", f"{measured.average:.1f} words in a sentence", ""))
    if measured.long_words > limits["share of long words"]:
        found.append(Finding("long words", f"{measured.long_words:.0%} of the words", ""))
    if measured.ease < limits["reading ease"]:
        found.append(Finding("reading ease", f"{measured.ease:.0f}", ""))
    return found


def _is_participle(word: str) -> bool:
    return bool(PARTICIPLE.fullmatch(word)) and not LOOKALIKES.fullmatch(word)


def _belongs(first: str, before: str, last: str) -> bool:
    if first in PERFECT:
        return _is_participle(last)
    return (
        first in MODAL
        and last.endswith("en")
        and before not in BEFORE_NOUN
        and not LOOKALIKES.fullmatch(last)
    )


def _is_own(word: str, rules: Rules) -> bool:
    """A word of the product itself, which its pages explain, in any of its forms."""
    return any(word.lower().startswith(own) for own in rules.own_words)
