"""Where somebody goes on to: a page of this website, wherever `next` is taken and whatever it says."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.builders import build_member, build_user, sign_in
from tests.users.signing_in import app_code, ask_code, give_app
from users.next_page import is_own_page

PAYLOADS = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\r/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "\x00//evil.example",
    "/%0d//evil.example\r\nLocation: //evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "HtTpS://evil.example/",
    "ftp://evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "/.//evil.example/",
    "/..//evil.example/",
    "/x/..//evil.example/",
    "//evil.example\\@testserver/",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "https://evil.example/?x=testserver",
    "http://testserver/mijn/",
    "https://also-allowed.example/",
    "//also-allowed.example/",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    "//evil。example/",
    "//[::1]/",
    "http://[evil.example/",
    "evil.example/",
    "?next=//evil.example",
    "#//evil.example",
    "mijn/",
    "/" + "a" * 3000,
]
OWN = [
    "/",
    "/mijn/",
    "/waterveen/groepssessies/?pagina=2",
    "/waterveen/groepssessies/#sessie",
    "/a/?next=%2F%2Fx",
]


@pytest.fixture(autouse=True)
def another_host_of_ours(settings: LazySettings) -> None:
    """A second host that is allowed: pages of it are no pages of this one."""
    settings.ALLOWED_HOSTS = ["testserver", "also-allowed.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://also-allowed.example"]


def lands_here(answer: object) -> bool:
    """Return whether an answer leads nowhere, or to a path of this website as a browser reads it."""
    location = getattr(answer, "headers", {}).get("Location", "/")
    return (
        location.startswith("/")
        and location[1:2] not in {"/", "\\", "\t", "\n", "\r"}
        and "//" not in location
    )


@pytest.mark.parametrize("address", OWN)
def test_a_page_of_this_website_is_one(address: str) -> None:
    assert is_own_page(address)


def test_there_are_forty_of_them_and_none_is_a_page_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    assert len(PAYLOADS) >= 40
    assert [payload for payload in PAYLOADS if is_own_page(payload)] == []
    assert caplog.text.count("leads away from this website") == len(PAYLOADS)
    assert "evil" not in caplog.text


def test_nothing_is_logged_of_a_page_of_ours_or_of_none(caplog: pytest.LogCaptureFixture) -> None:
    for address in [*OWN, ""]:
        is_own_page(address)
    assert caplog.text == ""


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_place_that_takes_it_leads_away(payload: str, municipality: Municipality) -> None:
    """Every place: the two ways in, the second step, signing in again, signing out, language and tour."""
    user = build_user()
    query = f"?next={quote(payload)}"
    client = Client()
    code = ask_code(client, user.email, next=payload)
    assert lands_here(client.post("/inloggen/code/invoeren/", {"code": code, "next": payload}))
    for address in ("/inloggen/", "/inloggen/code/", "/aanmelden/"):
        assert lands_here(client.get(address + query)), address
    assert lands_here(client.post("/inloggen/passkey/", {"next": payload, "credential": "{}"}))
    assert lands_here(client.post("/taal/", {"language": "nl", "next": payload}))
    assert lands_here(client.post("/rondleiding/", {"rondleiding": "x", "next": payload}))
    assert lands_here(client.post("/uitloggen/", {"next": payload}))
    browser = sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR))
    assert lands_here(browser.get(f"/mijn/tweede-stap/{query}"))


@pytest.mark.django_db
@pytest.mark.parametrize("payload", PAYLOADS[:4] + PAYLOADS[28:31])
def test_the_codes_of_the_second_step_lead_nowhere_else(payload: str) -> None:
    user = build_user()
    give_app(user)
    query = f"?next={quote(payload)}"
    client = sign_in(Client(), user, second_factor=False)
    answer = client.post(f"/inloggen/opnieuw/{query}", {"code": app_code()})
    assert answer.status_code == 302 and lands_here(answer)
    page = client.get(f"/mijn/tweede-stap/herstelcodes/{query}")
    assert page.context["next_page"] == "/mijn/"


def test_a_way_back_from_a_form_is_on_this_website(municipality: Municipality) -> None:
    browser = sign_in(Client(), build_member(municipality, Role.ADMINISTRATOR), second_factor=False)
    page = f"/{municipality.slug}/huisstijl/"
    for referer, way_back in {
        "http://testserver/mijn/": "/mijn/",
        "http://testserver//evil.example/": "/",
        "https://evil.example/mijn/": "/",
        "http://testserver.evil.example/": "/",
        "": "/",
    }.items():
        answer = browser.post(page, {}, headers={"Referer": referer} if referer else {})
        assert answer["Location"] == f"/mijn/tweede-stap/?next={way_back}", referer


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "evil.example:80", ""]
)
def test_a_foreign_host_is_refused(host: str, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.post("/inloggen/", {"login": build_user().email}, headers={"Host": host})
    assert "evil.example" not in answer.content.decode() + str(answer.headers)
    if host:
        assert answer.status_code == 400 and "<h1" in answer.content.decode()
        assert "Invalid HTTP_HOST header" in caplog.text and mail.outbox == []


@pytest.mark.django_db
def test_a_forwarded_host_changes_nothing(client: Client) -> None:
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Server": "evil.example",
        "Forwarded": "host=evil.example",
    }
    answer = client.post("/inloggen/", {"login": build_user().email}, headers=forged)
    assert answer["Location"] == "/inloggen/code/invoeren/"
    message = mail.outbox[-1]
    assert "evil" not in str(message.message())
    question = client.get("/inloggen/passkey/", headers={**forged, "Accept": "application/json"}).json()
    assert question["publicKey"]["rpId"] == "testserver"


def test_nothing_reads_next_past_this_check() -> None:
    """The net below: who reads `next` in a new place names this module, or allauth, or Django's own check."""
    readers = set()
    for path in Path(".").glob("*/**/*.py"):
        if path.parts[0] in {"tests", "node_modules", "var", "security"} or path.parts[0].startswith("."):
            continue
        text = path.read_text()
        if '.get("next"' in text or "['next']" in text or '["next"]' in text:
            readers.add((str(path), "own_page" in text or "url_has_allowed_host" in text))
    # The first only chooses the style of the page, the second hands it on to one that checks.
    harmless = {"municipalities/destination.py", "municipalities/own_account/page.py"}
    assert {path for path, is_checked in readers if not is_checked} <= harmless


def test_who_is_let_in_by_a_membership_elsewhere_goes_on_there(municipality: Municipality) -> None:
    client, user = Client(), build_member(municipality)
    page = f"/{municipality.slug}/groepssessies/"
    code = ask_code(client, user.email, next=page)
    assert client.post("/inloggen/code/invoeren/", {"code": code, "next": page})["Location"] == page
    with tenant(municipality):
        assert user.memberships.exists()
