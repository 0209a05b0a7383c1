"""The browser refuses what the policy forbids, and a page that tries it turns a test red."""

import urllib.error
import urllib.request
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import watched_pages

INLINE = {
    "style attribute": "<p id='tried' style='color: rgb(255, 0, 0)'>x</p>",
    "style element": "<style>#tried { color: rgb(255, 0, 0) }</style><p id='tried'>x</p>",
    "handler": "<p id='tried'>x</p><img src='data:,' onerror='tried.style.color = \"rgb(255, 0, 0)\"'>",
    "picture from elsewhere": "<p id='tried'>x</p><img src='http://elders.example/a.png'>",
}
RUN_INLINE = """() => {
  const script = document.createElement("script");
  script.textContent = "window.wasRun = true";
  document.body.append(script);
  return window.wasRun === true;
}"""


def refused(page: Page) -> AbstractContextManager[object]:
    """Run a block, and wait for what the browser tells a moment later: that it refused something."""
    return page.expect_console_message(lambda said: "Content Security Policy" in said.text)


def insert(page: Page, html: str) -> str:
    """Put HTML into the page as a script of ours would; return the colour of what was tried."""
    with refused(page):
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html)
    return str(page.evaluate("getComputedStyle(document.getElementById('tried')).color"))


@pytest.mark.parametrize("html", INLINE.values(), ids=INLINE)
def test_what_is_inline_is_refused_and_noticed(chromium: Browser, site: str, html: str) -> None:
    with pytest.raises(AssertionError, match="(?i)content security policy|another host"):  # noqa: SIM117
        with watched_pages(chromium, site) as open_page:
            assert insert(open_page("/meedoen/"), html) != "rgb(255, 0, 0)"


def test_an_inline_script_is_refused_and_noticed(chromium: Browser, site: str) -> None:
    with pytest.raises(AssertionError, match="(?i)content security policy"):  # noqa: SIM117
        with watched_pages(chromium, site) as open_page:
            page = open_page("/meedoen/")
            with refused(page):
                assert page.evaluate(RUN_INLINE) is False


@pytest.mark.parametrize(
    ("path", "status"), [("/static/img/favicon.svg", 200), ("/stroom/", 403), ("/gezond/", 200)]
)
def test_what_is_no_page_has_a_policy_too(server: str, path: str, status: int) -> None:
    try:
        answer = urllib.request.urlopen(f"{server}{path}")
    except urllib.error.HTTPError as error:
        answer = error
    assert answer.status == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
