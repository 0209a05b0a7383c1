"""A file with design tokens: plain values under known names, or a refusal that says where."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.house_style.stylesheet import Choices, sheet_of
from municipalities.house_style.token_file import TokensRefused, read_tokens
from municipalities.house_style.token_rules import plain_colour

BRAND = "--basis-color-accent-1-bg-subtle"
RADIUS = "--basis-border-radius-md"


def test_css_is_read() -> None:
    css = f"/* huisstijl */ :root {{ {BRAND}: #FAFAFF; /* zacht */ {RADIUS}: 4px }}".encode()
    assert read_tokens(css) == {BRAND: "#fafaff", RADIUS: "4px"}


def test_nested_json_is_read() -> None:
    data = {
        "basis": {
            "color": {"accent-1": {"bg-subtle": {"$type": "color", "$value": "rgb(250 250 255)"}}},
            "border-radius": {"md": {"$value": {"value": 4, "unit": "px"}}},
            "text": {
                "line-height": {"md": {"value": 1.5}},
                "font-family": {"default": {"value": ["Noto Sans"]}},
            },
        }
    }
    assert read_tokens(json.dumps(data).encode()) == {
        BRAND: "#fafaff",
        RADIUS: "4px",
        "--basis-text-line-height-md": "1.5",
        "--basis-text-font-family-default": '"Noto Sans", Arial, sans-serif',
    }


REFUSED = {
    "url": (f":root {{ {BRAND}: url(https://example.org/x) }}", "wrong value", 1),
    "url in a font": (':root { --basis-heading-font-family: url("x") }', "wrong value", 1),
    "import": ('@import "https://example.org/x.css"; :root {}', "at rule", 1),
    "font-face": ("@font-face { font-family: x; src: url(x) }", "at rule", 1),
    "media": (f"@media print {{ :root {{ {BRAND}: #fff }} }}", "at rule", 1),
    "closing brace": (f":root {{ {BRAND}: #fff }} }} body {{ display: none }}", "selector", 1),
    "brace in a value": (f":root {{ {BRAND}: #fff}}body{{display:none }}", "selector", 1),
    "block in a value": (f":root {{ {BRAND}: {{}} }}", "wrong value", 1),
    "comment trick": (f":root {{ {BRAND}: #fff/**/;/**/background:/**/url(x) }}", "unknown name", 1),
    "comment in a name": (":root { --basis-/**/color: #fff }", "not css", 1),
    "open comment": (f":root {{ {BRAND}: #fff /* }}", None, 1),
    "escape": (f":root {{ {BRAND}: \\75 rl(x) }}", "wrong value", 1),
    "var": (f":root {{ {BRAND}: var(--x) }}", "wrong value", 1),
    "important": (f":root {{ {BRAND}: expression(alert(1)) !important }}", "wrong value", 1),
    "own name": (":root {\n\n --app-brand: #fff }", "unknown name", 3),
    "not a token": ("body { display: none }", "selector", 1),
    "property": (":root { display: none }", "unknown name", 1),
    "see-through": (f":root {{ {BRAND}: rgb(0 0 0 / 10%) }}", "wrong value", 1),
    "huge": (f":root {{ {RADIUS}: 4000px }}", "wrong value", 1),
    "tiny text": (":root { --basis-text-font-size-md: 1px }", "wrong value", 1),
    "calc": (f":root {{ {RADIUS}: calc(1px * 9999) }}", "wrong value", 1),
    "strange font": (':root { --basis-heading-font-family: "Comic Sans MS" }', "wrong value", 1),
    "html": ("<script>alert(1)</script>", "not css", 1),
    "empty": ("   ", "empty", 0),
    "no tokens": (":root {}", "empty", 0),
    "broken json": ('{"basis": ', "not json", 1),
    "list": ("[1, 2]", "not json", 1),
    "json url": (json.dumps({BRAND: "url(x)"}), "wrong value", 0),
    "json brace": (json.dumps({BRAND: "#fff}body{display:none"}), "wrong value", 0),
    "json unknown": (json.dumps({"utrecht": {"button": {"color": {"$value": "#fff"}}}}), "unknown name", 0),
    "json name trick": (json.dumps({"x}body{": {"$value": "#fff"}}), "unknown name", 0),
    "json truth": (json.dumps({"basis": {"color": {"$value": True}}}), "wrong value", 0),
    "json endless number": (f'{{"{RADIUS}": {"9" * 5000}}}', "not json", 0),
    "css endless number": (f":root {{ {RADIUS}: {'9' * 5000} }}", "not css", 0),
    "nested brackets": (f":root {{ {RADIUS}: {'(' * 50_000} }}", "too deep", 0),
    "digits of others": (f":root {{ {RADIUS}: \uff14px }}", "wrong value", 1),
    "json reference": (json.dumps({BRAND: "{basis.color.x}"}), "wrong value", 0),
    "deep": ('{"a":' * 30 + "1" + "}" * 30, "too deep", 0),
    "very deep": ('{"a":' * 40_000 + "1" + "}" * 40_000, "too large", 0),
}


@pytest.mark.parametrize(("text", "reason", "line"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_token_is_refused(text: str, reason: str | None, line: int) -> None:
    if reason is None:
        assert read_tokens(text.encode()) == {BRAND: "#ffffff"}
        return
    with pytest.raises(TokensRefused) as refused:
        read_tokens(text.encode())
    assert (refused.value.reason, refused.value.line) == (reason, line)


def test_a_name_that_no_page_can_show_is_told_all_the_same() -> None:
    with pytest.raises(TokensRefused) as refused:
        read_tokens(b'{"\\ud800": {"value": "x"}}')
    assert refused.value.name == "--?"


HUGE = ["rgb(1e308 1e308 1e308)", "oklch(0.5 1e300 0)", "oklch(50% 0.2 1e400)", "hsl(1e308 1e308% 50%)"]


@pytest.mark.parametrize("value", HUGE)
def test_a_colour_too_large_to_reckon_with_is_none(value: str) -> None:
    assert plain_colour(value) is None


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(TokensRefused, match="unreadable"):
        read_tokens("body".encode("utf-16"))


@given(st.text(max_size=60), st.sampled_from([BRAND, RADIUS, "--basis-heading-font-family"]))
def test_no_value_escapes_its_place(value: str, name: str) -> None:
    """Whatever stands in a file, what is kept of it can end neither its value nor its rule."""
    for text in (f":root {{ {name}: {value} }}", json.dumps({name: value})):
        try:
            kept = read_tokens(text.encode("utf-8", "replace"))
        except TokensRefused:
            continue
        sheet = sheet_of(Choices(refinements=tuple(kept.items()))).text
        assert sheet.count("{") == sheet.count("}") == 2
        assert not set("".join(kept.values())) & set("{};()<>@\\*/")
