"""The limits, the words with better words, and the exceptions: three files that people edit."""

import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent


class RuleFileError(Exception):
    """Raised when one of the three files cannot be used; the message says what to do."""


@dataclass(frozen=True)
class BetterWord:
    """A word or a few words that are hard, and what to write instead."""

    group: str
    word: str
    better: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Allowed:
    """Something that may stay, and why."""

    check: str
    file: str
    text: str
    reason: str

    def covers(self, check: str, file: str, text: str) -> bool:
        return self.check == check and fnmatch(file, self.file) and self.text in text


@dataclass(frozen=True)
class Rules:
    """Everything the checks go by."""

    limits: dict[str, float]
    better_words: list[BetterWord]
    own_words: frozenset[str]
    exceptions: list[Allowed]


def rules_of(folder: Path = FOLDER) -> Rules:
    """Read the three files; raises `RuleFileError` when a limit or an exception has no reason."""
    limits = _read(folder / "limits.yaml")
    words = _read(folder / "better_words.yaml")
    return Rules(
        limits={name: _limit(name, entry) for name, entry in limits["limits"].items()},
        better_words=[
            BetterWord(group, word, better, _pattern(word))
            for group, entries in words.items()
            for word, better in entries.items()
        ],
        own_words=frozenset(limits["own_words"]),
        exceptions=[_allowed(entry) for entry in _read(folder / "exceptions.yaml")["exceptions"] or []],
    )


def _read(path: Path) -> dict[str, Any]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise RuleFileError(f"{path.name} should hold names with values.")
    return content


def _limit(name: str, entry: dict[str, Any]) -> float:
    if not entry.get("why"):
        raise RuleFileError(f"limits.yaml: {name} needs a reason (`why`).")
    return float(entry["limit"])


def _allowed(entry: dict[str, str]) -> Allowed:
    if not str(entry.get("reason") or "").strip():
        raise RuleFileError(f"exceptions.yaml: {entry} needs a reason.")
    return Allowed(entry["check"], entry.get("file", "*"), entry.get("text", ""), entry["reason"])


def _pattern(word: str) -> re.Pattern[str]:
    """A star stands for any letters, so that one line holds the forms of a word."""
    body = r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split())
    return re.compile(rf"(?<![\w-]){body}(?![\w-])", re.IGNORECASE)
