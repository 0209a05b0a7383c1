"""The component page is what pages are made from: each part of it has nothing wrong, in every style."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.accessibility import violations
from tests.browser.room import PHONE, PROJECTOR
from tests.browser.validity import invalid
from tests.builders import build_municipality
from vroegsignalering.style_guide.views import PARTS

LOOKS = {"light": "", "dark": "&donker=1"}
FRAMES = {"telefoon": PHONE, "scherm": PROJECTOR}
# A phone and a sheet of paper are light only.
LIGHT_ONLY = {"naamkaart"}


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
def test_every_part_has_nothing_wrong(
    open_page: Callable[..., Page], demo_server: str, tmp_path: Path, look: str
) -> None:
    build_municipality("Waterveen")
    found = []
    for part in PARTS:
        if look == "dark" and part in LIGHT_ONLY:
            continue
        page = open_page(
            "about:blank", also=demo_server, viewport=FRAMES.get(part, {"width": 1280, "height": 800})
        )
        page.goto(f"{demo_server}/stijlgids/?deel={part}{LOOKS[look]}")
        (tmp_path / f"{part}.html").write_text(page.request.get(page.url).text())
        found += [f"{part}: {line}" for line in violations(page)]
    assert found == []
    assert invalid(sorted(tmp_path.glob("*.html"))) == []
