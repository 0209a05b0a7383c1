"""The neutral house style: text reaches 4.5 : 1 on its ground, borders and marks 3 : 1 (WCAG 1.4)."""

import re

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
SHEET = (STATIC / "css" / "tokens.css").read_text()
# Made by bin/assets; our sheet replaces part of its tokens.
THEME = (STATIC / "vendor" / "desk.css").read_text()
GROUNDS = ["surface", "surface-soft"]
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "brand-text", "error") for ground in GROUNDS],
    ("brand-ink", "brand"),
    ("ink", "brand-tint"),
    ("brand-text", "brand-tint"),
    ("ink-soft", "brand-tint"),
    ("ok", "surface"),
    ("ok", "ok-tint"),
    ("warn", "surface"),
    ("warn", "warn-tint"),
    ("error", "error-tint"),
    ("info", "info-tint"),
]
MARK_PAIRS = [
    ("line-strong", "surface"),
    ("brand-bright", "surface"),
    ("brand", "surface"),
    ("focus", "focus-gap"),
]


def tokens(block: str) -> dict[str, str]:
    """Return the tokens of one rule of the style sheet; the dark screen builds on the light one."""
    rules = dict(re.findall(r"^(\.[\w-]+) {\n(.*?)^}", SHEET, re.MULTILINE | re.DOTALL))
    named = {name: dict(re.findall(r"(--[\w-]+):\s*(.+?);", body)) for name, body in rules.items()}
    theme = dict(re.findall(r"(--[\w-]+):(.+?)[;}]", THEME[: THEME.index("}") + 1]))
    return theme | named[".ma-theme"] | (named[".app-dark"] if block == "dark" else {})


def colour(name: str, known: dict[str, str]) -> str:
    value = known[name]
    return colour(value[4:-1], known) if value.startswith("var(") else value


def luminance(hexadecimal: str) -> float:
    digits = hexadecimal[1:] if len(hexadecimal) == 7 else "".join(2 * digit for digit in hexadecimal[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str, known: dict[str, str]) -> float:
    light, dark = sorted((luminance(colour(f"--app-{name}", known)) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("a", "b", {"--app-a": "#fff", "--app-b": "#000"}) == pytest.approx(21)
    assert contrast("a", "b", {"--app-a": "#767676", "--app-b": "#fff"}) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("block", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(block: str, text: str, ground: str) -> None:
    assert contrast(text, ground, tokens(block)) >= 4.5


@pytest.mark.parametrize("block", ["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_borders_and_marks_can_be_seen(block: str, mark: str, ground: str) -> None:
    assert contrast(mark, ground, tokens(block)) >= 3
