"""Read an uploaded file with NL Design System tokens: JSON (Design Tokens Format) or CSS custom properties.

Nothing of the file reaches a page but names from a list and values that were read and written anew.
"""

import json
from collections.abc import Iterator
from typing import Any

import tinycss2
from tinycss2 import ast

from .token_rules import rule_for

MOST_BYTES = 200_000
DEEPEST = 12
LONGEST_NAME = 80
SELECTORS = frozenset({":root", ".ma-theme", ":host", "html", ":is(:root,.ma-theme)"})
VALUE_KEYS = ("$value", "value")


class TokensRefused(Exception):
    """The file can't be used; `reason` says why, `name` and `line` where."""

    def __init__(self, reason: str, *, name: str = "", line: int = 0) -> None:
        super().__init__(reason, name, line)
        # JSON can name half a letter, which no page can show.
        self.name = name.encode(errors="replace").decode()[:LONGEST_NAME]
        self.reason, self.line = reason, line


def read_tokens(upload: bytes) -> dict[str, str]:
    """Return the design tokens in a file; raises `TokensRefused` for the first thing that is wrong."""
    if len(upload) > MOST_BYTES:
        raise TokensRefused("too large")
    try:
        text = upload.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise TokensRefused("unreadable") from error
    if not text:
        raise TokensRefused("empty")
    is_json = text[0] in "{["
    try:
        found = list(_from_json(text) if is_json else _from_css(text))
    except RecursionError as error:
        raise TokensRefused("too deep") from error
    except ValueError as error:  # a number of thousands of digits
        raise TokensRefused("not json" if is_json else "not css") from error
    tokens = {}
    for name, value, line in found:
        rule = rule_for(name)
        if rule is None:
            raise TokensRefused("unknown name", name=name, line=line)
        kept = rule(value)
        if kept is None:
            raise TokensRefused("wrong value", name=name, line=line)
        tokens[name] = kept
    if not tokens:
        raise TokensRefused("empty")
    return tokens


Found = tuple[str, str, int]


def _from_css(text: str) -> Iterator[Found]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        line = rule.source_line
        if isinstance(rule, ast.AtRule):
            raise TokensRefused("at rule", name=f"@{rule.at_keyword}", line=line)
        if not isinstance(rule, ast.QualifiedRule):
            raise TokensRefused("not css", line=line)
        selectors = "".join(tinycss2.serialize(rule.prelude).split())
        if not all(one in SELECTORS for one in selectors.split(",")):
            raise TokensRefused("selector", name=selectors, line=line)
        yield from _declarations(rule.content)


def _declarations(content: list[ast.Node]) -> Iterator[Found]:
    for one in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if not isinstance(one, ast.Declaration):
            raise TokensRefused("not css", line=one.source_line)
        value = [part for part in one.value if not isinstance(part, ast.Comment)]
        yield one.name, tinycss2.serialize(value).strip(), one.source_line


def _from_json(text: str) -> Iterator[Found]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise TokensRefused("not json", line=error.lineno) from error
    if not isinstance(read, dict):
        raise TokensRefused("not json", line=1)
    yield from _leaves(read, ())


def _leaves(group: dict[str, Any], path: tuple[str, ...]) -> Iterator[Found]:
    if len(path) > DEEPEST:
        raise TokensRefused("too deep")
    key = next((key for key in VALUE_KEYS if key in group), None)
    name = "--" + "-".join(path)
    if key is not None:
        yield name, _written(group[key], name), 0
        return
    for part, inner in group.items():
        if part.startswith("$"):
            continue
        if isinstance(inner, dict):
            yield from _leaves(inner, (*path, part))
        elif isinstance(inner, str) and part.startswith("--"):
            yield part, inner.strip(), 0
        else:
            raise TokensRefused("wrong value", name="--" + "-".join((*path, part)))


def _written(value: object, name: str) -> str:
    """Return a value as CSS writes it: a size may stand as a number with its unit, a font as a list."""
    if isinstance(value, dict) and set(value) == {"value", "unit"}:
        return f"{value['value']}{value['unit']}"
    if isinstance(value, dict) and isinstance(value.get("hex"), str) and value.get("alpha", 1) == 1:
        return str(value["hex"])
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()
    raise TokensRefused("wrong value", name=name)
