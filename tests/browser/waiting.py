"""Wait for a page without asking it to look for itself: its own policy forbids the code that would."""

import time

from playwright.sync_api import Page

from tests.browser.room import SOON

BETWEEN = 50  # milliseconds


def until(page: Page, expression: str, *, within: int = SOON) -> None:
    """Look again and again until an expression, or the function it is, says yes; `within` is in milliseconds.

    Playwright's own `wait_for_function` looks a second time by `eval`, which a strict policy refuses: it only
    works where the first look says yes.
    """
    end = time.monotonic() + within / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"still not so: {expression}"
        page.wait_for_timeout(BETWEEN)
