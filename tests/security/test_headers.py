"""What every answer tells the browser, what it keeps there, and that no page asks others for anything."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from tests.builders import build_member, sign_in

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/", "/meedoen/", "/gezond/", "/nergens/"]
POLICY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
FUNCTIONAL = {
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    "messages",
}
"""The cookies of docs/privacy.md; wrong guesses of a join code are counted in one more."""


LOADS = re.compile(
    r"""(?:src|srcset|poster|data)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import ["'](?:https?:)?//
    |<link[^>]+href=["'](?:https?:)?//|(?:fetch|EventSource|sendBeacon|importScripts)\(["'`](?:https?:)?//""",
    re.VERBOSE,
)


def test_no_page_loads_anything_from_elsewhere() -> None:
    """No trackers, no fonts of others: and what a person wrote could not load them either, by the policy."""
    sources = [
        *ROOT.glob("templates/**/*.html"),
        *ROOT.glob("static/css/**/*.css"),
        *ROOT.glob("static/js/**/*.js"),
    ]
    assert len(sources) > 100
    assert [path.name for path in sources if LOADS.search(path.read_text())] == []
    for planted in ('<img src="https://x/">', "<script src='//x'>", "url(//x)", "fetch('https://x')"):
        assert LOADS.search(planted), planted


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_has_its_headers(page: str, client: Client, db: None) -> None:
    headers = client.get(page, headers={"host": "localhost"}).headers
    for name, value in POLICY.items():
        assert headers[name] == value, (page, name)
    assert "camera=()" in headers["Permissions-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_only_functional_cookies_are_set_and_each_is_guarded(
    client: Client, municipality: Municipality
) -> None:
    sign_in(client, build_member(municipality))
    for page in ("/", "/meedoen/", f"/{municipality.slug}/groepssessies/", reverse("account_login")):
        client.get(page)
    client.post(reverse("set_language"), {"language": "en"})
    assert {name for name in client.cookies if not name.startswith("sessionid")} <= FUNCTIONAL | {"guesses"}
    assert (settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_HTTPONLY) == ("Lax", True)
    for name, cookie in client.cookies.items():
        if name == settings.SESSION_COOKIE_NAME:  # set by the test client itself
            continue
        assert cookie["samesite"] == "Lax", name
        assert cookie["domain"] == "", name
        assert cookie["httponly"], name
