"""The code from a mail: once, in the browser that asked, and nothing told about who is known."""

import re
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from tests.builders import build_member, build_user
from tests.users.signing_in import ask_code, is_in, sign_in_by_mail

pytestmark = pytest.mark.django_db
ENTER = "/inloggen/code/invoeren/"


def test_a_code_lets_in_once(client: Client) -> None:
    user = build_user()
    code = ask_code(client, user.email)
    client.post(ENTER, {"code": code})
    assert is_in(client)
    client.post("/uitloggen/")
    assert not is_in(client)
    client.post(ENTER, {"code": code})
    assert not is_in(client)
    client.post("/inloggen/", {"login": user.email})
    client.post(ENTER, {"code": code})
    assert not is_in(client), "an earlier code does not fit the newest question"


def test_a_code_typed_in_another_browser_is_refused(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    code = ask_code(client, build_user().email)
    other = Client()
    for typed in (code, "AAAA-AAAA"):
        answer = other.post(ENTER, {"code": typed}, headers={"Accept-Language": "en"}, follow=True)
        assert answer.redirect_chain == [("/inloggen/code/", 302)]
        assert "only in the browser in which you asked for it" in answer.content.decode()
        assert not is_in(other)
    assert caplog.text.count("filled in where none was asked for") == 2 and code not in caplog.text
    assert "only in the browser" not in other.get(ENTER, follow=True).content.decode(), "looking says nothing"
    other.post("/inloggen/", {"login": build_user().email})
    page = other.post(ENTER, {"code": code}, headers={"Accept-Language": "en"})
    assert "This code is not right" in page.content.decode()
    client.post(ENTER, {"code": code})
    assert is_in(client), "the right browser is not disturbed"


def test_three_wrong_codes_end_it_and_are_in_the_log(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality)
    code = ask_code(client, user.email)
    for _ in range(3):
        client.post(ENTER, {"code": "AAAA-AAAA"})
    client.post(ENTER, {"code": code})
    assert not is_in(client)
    sign_in_by_mail(Client(), user)
    with tenant(municipality):
        actions = list(AuditEvent.objects.order_by("pk").values_list("action", "role"))
    assert actions == [("refuse code", "visitor")] * 3 + [("sign in", "person")]


def test_known_and_unknown_addresses_are_answered_alike(client: Client) -> None:
    user = build_user()
    pages = []
    for email in (user.email, "niemand@example.org"):
        browser = Client()
        first = browser.post("/inloggen/", {"login": email})
        then = browser.get(first["Location"])
        wrong = browser.post(ENTER, {"code": "AAAA-AAAA"})
        pages.append(
            (
                first.status_code,
                first["Location"],
                sorted(first.cookies),
                *(plain(page.content.decode(), email) for page in (then, wrong)),
            )
        )
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[user.email]], "a stranger is never mailed"


def plain(html: str, email: str) -> str:
    """Return a page without what differs at each visit, and without the address that was typed."""
    html = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", html)
    return html.replace(email, "…")


class SlowMailServer(socketserver.StreamRequestHandler):
    """Takes a mail as any server does, and says so only when it may go on."""

    got: list[bytes] = []
    may_go_on = threading.Event()

    def handle(self) -> None:
        self.wfile.write(b"220 slow\r\n")
        in_data, body = False, b""
        for line in self.rfile:
            if in_data:
                body += line
                if line == b".\r\n":
                    in_data = False
                    self.may_go_on.wait(30)
                    self.got.append(body)
                    self.wfile.write(b"250 kept\r\n")
            elif line[:4].upper() == b"DATA":
                in_data = True
                self.wfile.write(b"354 go on\r\n")
            elif line[:4].upper() == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def slow_mail(settings: LazySettings) -> Iterator[list[bytes]]:
    SlowMailServer.got = []
    SlowMailServer.may_go_on.clear()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), SlowMailServer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield SlowMailServer.got
        server.shutdown()


def test_the_mail_server_does_not_tell_who_is_known(slow_mail: list[bytes]) -> None:
    """A slow mail server makes nobody wait, and so tells nothing: each answer comes while it still thinks."""
    for turn in range(6):
        for is_known in (True, False):
            # Another address each time: three codes a minute is the limit for one.
            email = build_user().email if is_known else f"niemand{turn}@example.org"
            assert Client().post("/inloggen/", {"login": email}).status_code == 302
    assert slow_mail == [], "who is known waited for the mail server"
    SlowMailServer.may_go_on.set()
    deadline = time.monotonic() + 10
    while len(slow_mail) < 6 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(slow_mail) == 6, "the mails do arrive"


def test_a_mail_server_that_is_away_gives_no_error_page(
    settings: LazySettings, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert client.post("/inloggen/", {"login": build_user().email}).status_code == 302
    deadline = time.monotonic() + 10
    while "was not sent" not in caplog.text and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "A mail of signing in was not sent" in caplog.text


def test_who_may_not_sign_in_any_more_is_answered_as_a_stranger(client: Client) -> None:
    answer = client.post("/inloggen/", {"login": build_user(is_active=False).email})
    assert answer["Location"] == ENTER and mail.outbox == []


def test_whose_account_is_closed_meanwhile_is_told_after_the_code(client: Client) -> None:
    user = build_user()
    code = ask_code(client, user.email)
    type(user).objects.update(is_active=False)
    assert client.post(ENTER, {"code": code})["Location"] == "/inloggen/geblokkeerd/"
    assert not is_in(client)


def test_nothing_of_allauth_itself_is_seen(client: Client, settings: LazySettings) -> None:
    """Too many requests is the one page that allauth has no template of ours for by itself."""
    in_a_day = settings.ACCOUNT_RATE_LIMITS["login"].replace("/m/", "/d/")  # this machine may need the time
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": in_a_day}
    for _ in range(121):
        answer = client.post("/inloggen/", {"login": "niet"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 429
    assert 'id="main"' in answer.content.decode() and "Too often" in answer.content.decode()
