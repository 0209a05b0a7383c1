"""What every answer tells the browser, and what a forged request gets."""

import re
from pathlib import Path
from urllib.parse import urlsplit

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


def test_a_foreign_host_is_refused(client: Client, db: None) -> None:
    for host in (
        "evil.example",
        "localhost.evil.example",
        "localhost:80@evil.example",
        "evil.example#localhost",
    ):
        response = client.get("/", headers={"host": host})
        assert response.status_code == 400, host
        assert "evil" not in response.content.decode()


def test_a_proxy_is_believed_only_where_one_was_said_to_stand(client: Client, db: None) -> None:
    forged = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-for": "1.2.3.4"}
    response = client.get("/meedoen/", headers={"host": "localhost", **forged})
    assert response.status_code == 200
    assert "evil.example" not in response.content.decode()
    assert not settings.USE_X_FORWARDED_HOST
    assert not response.wsgi_request.is_secure()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "https:///evil.example",
        "http:/\\evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/%2f/evil.example/\r\nLocation: //evil.example",
        "\tjavascript:alert(1)",
        "\thttps://evil.example",
        " https://evil.example",
        "https://localhost@evil.example/",
        "https://localhost.evil.example/",
        "//localhost@evil.example/",
        "https://evil.example\\@localhost/",
        "https://[::1/evil.example",
        "ftp://evil.example/",
        "////evil.example/%2e%2e",
        "https://evil.example/%2f..",
        "/\t/evil.example/",
        "/\n/evil.example/",
        "http://evil.example:80#@localhost/",
        "https://0x7f.evil.example/",
        "//evil。example/",
        "https://evil.example?localhost/",
        "//evil.example;@localhost",
        "vbscript:msgbox(1)",
        "blob:https://evil.example/x",
        "//\u200bevil.example",
        "\x00//evil.example",
        "https://EVIL.EXAMPLE/",
        "hTTps://evil.example/",
        "//%65vil.example/",
        "https:\\\\evil.example",
        "https:/evil.example",
        "//evil.example:443/",
        "https://evil.example/.localhost/",
    ],
)
def test_nobody_is_led_to_another_site(target: str, client: Client, municipality: Municipality) -> None:
    """Forty ways to write another site in the address that a page goes on to."""
    sign_in(client, build_member(municipality))
    asked = [
        client.post(reverse("set_language"), {"language": "en", "next": target}),
        client.post(reverse("set_language"), {"language": "en"}, headers={"referer": target.strip() or "x"}),
        client.get(reverse("account_login"), {"next": target}),
    ]
    for response in asked:
        assert response.status_code < 500
        place = response.headers.get("Location", "/")
        assert place.startswith("/") and urlsplit(place.replace("\\", "/")).netloc == "", place


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
