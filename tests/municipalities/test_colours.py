"""Whatever brand colour somebody types, every text can be read and every mark can be seen."""

import re

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as search
from hypothesis import strategies as st

from municipalities.house_style import colour_ramp
from municipalities.house_style.colour_pairs import PAIRS, broken_pairs, contrast
from municipalities.house_style.look import colours_of
from municipalities.house_style.neutral_style import BASIS, DARK, LIGHT
from municipalities.house_style.stylesheet import Choices, dark_tokens, is_adapted, light_tokens

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
HARD = ["#ffff00", "#ffffff", "#000000", "#00ffff", "#ff00ff", "#0000ff", "#808080", "#00857d", "#ffc0cb"]
TOKENS = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()


def tokens_of(selector: str) -> dict[str, str]:
    """Return what our own style sheet says for a selector."""
    (body,) = re.findall(rf"^\{selector} {{\n(.*?)^}}", TOKENS, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r"(--[\w-]+):\s*(.+?);", body))


def long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


@pytest.mark.parametrize(("selector", "scheme"), [(".ma-theme", LIGHT), (".app-dark", DARK)])
def test_the_neutral_colours_are_those_of_the_style_sheet(selector: str, scheme: dict[str, str]) -> None:
    written = tokens_of(selector)
    assert {name: long(written[name]) for name in scheme} == scheme


@pytest.mark.parametrize("selector", [".ma-theme", ".app-dark"])
def test_the_neutral_style_keeps_every_pair(selector: str) -> None:
    written = {**tokens_of(".ma-theme"), **tokens_of(selector)}
    known = {name: long(value) for name, value in written.items() if value.startswith("#")}
    for group in ("action-1", "action-2"):
        for name in list(known):
            if name.startswith(f"{BASIS}accent-1-"):
                known.setdefault(name.replace("accent-1", group), known[name])
    assert broken_pairs(known) == []


@given(COLOURS)
@search(max_examples=150, deadline=None)
@example("#ffff00")
@example("#ffffff")
@example("#000000")
def test_every_brand_colour_keeps_every_pair(colour: str) -> None:
    choices = Choices(brand_colour=colour)
    assert broken_pairs(light_tokens(choices)) == []
    assert broken_pairs(dark_tokens(choices)) == []


@pytest.mark.parametrize("colour", HARD)
def test_hard_colours_keep_every_pair(colour: str) -> None:
    test_every_brand_colour_keeps_every_pair.hypothesis.inner_test(colour)


def test_without_the_correction_a_light_colour_breaks_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        colour_ramp.Shades, "reaching", lambda self, level, *_rest, **_more: (level, self.at(level))
    )
    broken = {pair.colour for pair, _found in broken_pairs(light_tokens(Choices(brand_colour="#ffff00")))}
    assert f"{BASIS}action-1-inverse-color-default" in broken


def test_a_colour_that_can_be_read_is_used_as_it_is() -> None:
    assert light_tokens(Choices(brand_colour="#7a1fa2"))[f"{BASIS}action-1-inverse-bg-default"] == "#7a1fa2"
    assert not is_adapted(Choices(brand_colour="#7a1fa2"))
    assert is_adapted(Choices(brand_colour="#ffff00"))


def test_the_colours_of_a_page_are_reckoned_once() -> None:
    first, second = Choices(brand_colour="#ffee00"), Choices(brand_colour="#ffee00")
    assert colours_of(first) is colours_of(second)
    assert colours_of(first) != colours_of(Choices(brand_colour="#00857d"))


def test_the_measure_itself() -> None:
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


ALIASES = dict(re.findall(r"(--app-[\w-]+): var\((--basis-color-[\w-]+)\)", TOKENS))
INHERITED = {"--app-dot-mark": "--app-warn"}
RULE = re.compile(r"[^{}]+{([^{}]*)}")


def test_every_rule_with_a_text_on_a_ground_is_in_the_table() -> None:
    """A rule of our style sheets that sets both colours names a pair; a new one has to be added."""
    known = {(pair.colour, pair.ground) for pair in PAIRS}
    found = set()
    for path in (settings.BASE_DIR / "static" / "css").glob("*.css"):
        for body in RULE.findall(path.read_text()):
            text = re.search(r"(?:^|[;\s])color:\s*var\((--app-[\w-]+)\)", body)
            ground = re.search(r"background(?:-color)?:\s*var\((--app-[\w-]+)\)", body)
            if text and ground and text[1] in ALIASES and ground[1] in ALIASES:
                found.add((ALIASES[text[1]], ALIASES[ground[1]]))
    assert len(found) > 7
    assert found <= known, sorted(found - known)
