"""An old iPad runs what we send: the bundles hold no syntax, module or selector that it does not know."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

VENDOR = settings.BASE_DIR / "static" / "vendor"
ESBUILD = settings.BASE_DIR / "node_modules" / ".bin" / "esbuild"
OLD = "es2020,safari14.1,chrome89,firefox86"
"""Browsers of the spring of 2021, as in bin/bundle.mjs."""
ADORNS = (r"\.app-tour", r"\.app-phone", r"\.app-choice", r"\.app-choices--boxed", r"\.nl-button")
"""Where a style sheet says `:has()`: what an older browser passes over there costs no words and no button."""


def written_for(target: str, source: str, kind: str = "js") -> str:
    """Return a script or style sheet as esbuild writes it for browsers of that age."""
    done = subprocess.run(
        [ESBUILD, f"--loader={kind}", f"--target={target}", "--minify-whitespace", "--log-level=error"],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def bundles(ending: str) -> list[Path]:
    found = sorted(VENDOR.glob(f"*.{ending}"))
    assert len(found) >= 5, "run bin/assets"
    return found


@pytest.mark.parametrize("bundle", bundles("js"), ids=lambda path: path.name)
def test_no_bundle_needs_newer_syntax(bundle: Path) -> None:
    source = bundle.read_text()
    assert written_for(OLD, source) == written_for("esnext", source)
    assert not re.search(r"\bimport\s*[({*]|\bimport\s+[\w{]|\bexport\s+[\w{]", source), "a module"


@pytest.mark.parametrize("source", ["a ||= b;", "class A { #b = 1 }", "class A { static { b() } }"])
def test_newer_syntax_is_noticed(source: str) -> None:
    """The control."""
    assert written_for(OLD, source) != written_for("esnext", source)


def test_no_page_loads_a_module() -> None:
    pages = [*(settings.BASE_DIR / "templates").rglob("*.html")]
    assert not [page.name for page in pages if 'type="module"' in page.read_text()]


def test_on_a_phone_has_only_adorns() -> None:
    rules = re.findall(r"[^{}]*:has\([^{}]*(?=\{)", (VENDOR / "phone.css").read_text())
    assert rules
    assert [
        rule for rule in rules if not re.fullmatch(rf"[^,]*({'|'.join(ADORNS)})[^,]*:has\(.*", rule)
    ] == []
