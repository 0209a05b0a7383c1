"""The judge of valid HTML finds what is wrong; every page passes before it in `test_accessibility.py`."""

from pathlib import Path

from tests.browser.validity import invalid

PAGE = '<!doctype html><html lang="nl"><head><title>Proef</title></head><body>{}</body></html>'


def test_an_error_is_found_in_the_page_that_has_it(tmp_path: Path) -> None:
    pages = {
        "good": "<p>Goed</p>",
        "nested": "<p><div>Een blok in een alinea</div></p>",
        "twice": '<p id="a">Twee keer</p><p id="a">dezelfde naam</p>',
        "foreign": '<p hx-get="/">Een kenmerk dat niet bestaat</p>',
    }
    for name, body in pages.items():
        (tmp_path / f"{name}.html").write_text(PAGE.format(body))
    found = invalid(sorted(tmp_path.glob("*.html")))
    assert {line.split(".html")[0] for line in found} == {"nested", "twice", "foreign"}


def test_no_pages_need_no_java() -> None:
    assert invalid([]) == []
