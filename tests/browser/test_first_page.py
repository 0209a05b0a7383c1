from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import violations
from tests.browser.room import LAPTOP, PHONE


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP])
def test_a_stranger_finds_where_to_type_the_code(
    open_page: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = open_page("/", viewport=viewport)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert violations(page) == []
