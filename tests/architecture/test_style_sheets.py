"""No style without a page that uses it: neither in our sources nor in what is shipped."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
STATIC = ROOT / "static"
SOURCES = sorted((STATIC / "css").glob("*.css"))
ENTRIES = sorted((STATIC / "css" / "entries").glob("*.css"))
SHIPPED = sorted((STATIC / "vendor").glob("*.css"))
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")


@cache
def words() -> frozenset[str]:
    """Return every word of the templates, scripts and Python files of the product."""
    texts = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.svg")]
    texts += (STATIC / "js").rglob("*.js")
    for app in ROOT.iterdir():
        if (app / "__init__.py").exists() and app.name != "tests":
            texts += app.rglob("*.py")
    return frozenset(word for path in texts for word in re.findall(r"[\w-]+", path.read_text()))


@cache
def starts() -> tuple[str, ...]:
    """Return the words that stand before a part filled in later, such as `app-badge--` before its kind."""
    return tuple(word for word in words() if re.search(r"[a-z](--|__)$", word))


def classes_of(css: str) -> set[str]:
    """Return the classes in the selectors of a style sheet."""
    css = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", "", css, flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", css)
    return {name for selector in selectors for name in CLASS.findall(selector.replace("\\", ""))}


def unused(css: str) -> set[str]:
    """Return the classes of a style sheet that stand in no page."""
    return {name for name in classes_of(css) if name not in words() and not name.startswith(starts())}


@pytest.mark.parametrize("path", [*SOURCES, *SHIPPED], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_class_is_used(path: Path) -> None:
    assert unused(path.read_text()) == set()


def test_a_class_that_nobody_uses_is_noticed() -> None:
    nobody = "-".join(["app", "of", "nobody"])
    css = f"@media print {{ .app-card, .{nobody}:hover {{ margin: .5rem }} }} /* .app-remark */"
    assert unused(css) == {nobody}
    assert unused(".app-progress--7 { color: red }") <= {"app-progress--7"}


def test_each_source_is_shipped_in_some_bundle() -> None:
    texts = [path.read_text() for path in [*ENTRIES, *SOURCES]]
    imported = {name for text in texts for name in re.findall(r'@import "\.\./(.+?)"', text)}
    assert {path.name for path in SOURCES} == imported


def test_each_script_is_shipped_in_some_bundle() -> None:
    scripts = STATIC / "js"
    texts = [path.read_text() for path in scripts.rglob("*.js")]
    imported = {name for text in texts for name in re.findall(r'(?:from|import) "\.\.?/([\w-]+\.js)"', text)}
    assert {path.name for path in scripts.glob("*.js")} <= imported


def test_the_shipped_sheets_hold_few_tokens_and_no_foreign_address() -> None:
    for path in SHIPPED:
        css = path.read_text()
        theme = css[css.index(".ma-theme{") : css.index("}")]
        read = set(re.findall(r"var\((--[\w-]+)", css))
        assert set(re.findall(r"(--[\w-]+):", theme)) <= read, path.name
        assert "http" not in re.sub(r'url\("data:[^"]*"\)|url\(data:[^)]*\)', "", css), path.name
