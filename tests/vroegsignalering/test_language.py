"""Each person reads their own language: the browser's at first, then what they chose, on every device."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.db import OperationalError
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from audit.actors import Actor
from common.tenancy import tenant
from municipalities.enums import MunicipalityKind, Role
from municipalities.models import Municipality
from municipalities.naming import named
from outbox.promises import due_promises, fulfil
from sessions.invitations import send_invitations
from sessions.models import GroupSession
from sessions.parties import invite_representative
from tests.builders import NOW, build_member, build_user
from users.language import mail_language
from users.models import User

SWITCH = "/taal/"
pytestmark = pytest.mark.django_db


def language_of(browser: Client, path: str = "/", accept: str = "") -> str:
    response = browser.get(path, headers={"Accept-Language": accept} if accept else {})
    said = re.search(r'<html lang="(\w+)"', response.content.decode())
    assert said and response["Content-Language"] == said[1]
    return said[1]


def signed_in(user: User, **headers: str) -> Client:
    browser = Client(headers=headers)
    browser.force_login(user)
    return browser


def sign_in_with_code(browser: Client, user: User) -> None:
    browser.post(reverse("account_request_login_code"), {"email": user.email})
    code = re.search(r"^ +(\S{8,9})$", mail.outbox[-1].body, re.MULTILINE)
    assert code
    done = browser.post(reverse("account_confirm_login_code"), {"code": code[1]})
    assert done.status_code == 302


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "nl"),
        ("en", "en"),
        ("en-GB,en;q=0.9,nl;q=0.4", "en"),
        ("nl-BE,en;q=0.7", "nl"),
        ("fr-FR,fr;q=0.9", "nl"),
        ("pl,en;q=0.5", "en"),
        ("%%%;;q=oops", "nl"),
    ],
)
def test_a_visitor_gets_the_language_of_the_browser(accept: str, language: str) -> None:
    assert language_of(Client(), accept=accept) == language


def test_caches_know_that_the_page_depends_on_language_and_cookie() -> None:
    varies = {part.strip() for part in Client().get("/")["Vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= varies


def test_a_choice_of_a_visitor_stays_with_this_browser() -> None:
    browser = Client()
    done = browser.post(SWITCH, {"language": "en", "next": "/"})
    cookie = done.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert cookie.value == "en" and cookie["max-age"] >= settings.SESSION_COOKIE_AGE and cookie["httponly"]
    assert language_of(browser, accept="nl") == "en"
    assert language_of(Client(), accept="nl") == "nl"


@pytest.mark.parametrize("page", ["/", "/accounts/login/?next=/waterveen/", "/demo-is-off/?stap=2"])
def test_the_switch_keeps_the_page(page: str) -> None:
    browser = Client()
    html = browser.get(page).content.decode()
    form = re.search(r'<form method="post" action="/taal/">.*?name="next" value="([^"]*)"', html, re.DOTALL)
    assert form
    done = browser.post(SWITCH, {"language": "en", "next": form[1].replace("&amp;", "&")})
    assert (done.status_code, done["Location"]) == (302, page)


def test_the_switch_leads_to_no_other_website() -> None:
    done = Client().post(SWITCH, {"language": "en", "next": "https://example.org/"})
    assert done["Location"] == "/"


def test_what_a_person_chose_goes_along_to_every_device() -> None:
    user = build_user()
    first = signed_in(user)
    first.post(SWITCH, {"language": "en", "next": "/"})
    elsewhere = signed_in(user, **{"Accept-Language": "nl"})
    assert language_of(elsewhere) == "en"
    elsewhere.post(SWITCH, {"language": "nl", "next": "/"})
    # The first browser still holds the cookie of the earlier choice: the person wins.
    assert first.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert language_of(first) == "nl"


def test_who_never_chose_has_the_language_of_the_browser() -> None:
    browser = signed_in(build_user())
    assert (language_of(browser, accept="en"), language_of(browser, accept="nl")) == ("en", "nl")


@pytest.mark.parametrize("language", ["de", "", "xx", "EN", "en\x00", "nl-NL"])
def test_a_language_that_we_do_not_speak_changes_nothing(language: str) -> None:
    user = build_user(language="en")
    browser = signed_in(user)
    browser.post(SWITCH, {"language": language, "next": "/"})
    user.refresh_from_db()
    assert user.language == "en" and language_of(browser) == "en"


def test_a_visitor_costs_no_look_at_people(django_assert_num_queries: object) -> None:
    browser = Client()
    with django_assert_num_queries(0):
        browser.get("/inloggen/")


def test_a_choice_before_signing_in_is_kept_with_the_person() -> None:
    user, browser = build_user(), Client()
    browser.post(SWITCH, {"language": "en", "next": "/"})
    sign_in_with_code(browser, user)
    user.refresh_from_db()
    assert user.language == "en"


def test_an_earlier_choice_wins_over_that_of_the_visitor() -> None:
    user, browser = build_user(language="nl"), Client()
    browser.post(SWITCH, {"language": "en", "next": "/"})
    sign_in_with_code(browser, user)
    user.refresh_from_db()
    assert user.language == "nl" and language_of(browser) == "nl"


@pytest.mark.parametrize(
    ("chosen", "accept", "words"),
    [
        ("en", "nl", "Your code to sign in"),
        ("nl", "en", "Uw code om in te loggen"),
        ("", "en", "Your code to sign in"),
    ],
)
def test_the_mail_with_a_code_is_in_the_language_of_the_person(chosen: str, accept: str, words: str) -> None:
    user = build_user(language=chosen)
    Client().post(
        reverse("account_request_login_code"), {"email": user.email}, headers={"Accept-Language": accept}
    )
    assert words in mail.outbox[-1].subject


@pytest.mark.parametrize(("chosen", "language"), [("en", "en"), ("nl", "nl"), ("", "nl"), ("de", "nl")])
def test_a_mail_goes_by_the_choice_of_its_reader(chosen: str, language: str) -> None:
    user = build_user(language=chosen)
    assert mail_language(user.email.upper()) == language


def test_a_mail_to_somebody_without_an_account_is_dutch() -> None:
    assert mail_language("gast@example.nl") == "nl"


@pytest.mark.parametrize(
    ("chosen", "words"), [("en", "Invitation: "), ("", "Uitnodiging: "), (None, "Uitnodiging: ")]
)
def test_a_participant_is_invited_in_their_own_language(
    session: GroupSession, chosen: str | None, words: str
) -> None:
    address = "fatima@example.nl" if chosen is None else build_user(language=chosen).email
    said = {"actor": Actor(role="coordinator"), "now": NOW}
    invite_representative(session.parties.first(), name="Fatima", email=address, **said)
    send_invitations(session, **said)
    with translation.override("en"):
        for promise_id in due_promises(now=NOW):
            fulfil(promise_id=promise_id, now=NOW)
    [message] = [one for one in mail.outbox if one.to == [address]]
    assert message.subject.startswith(words)


def test_dates_times_and_numbers_follow_the_language() -> None:
    template = Template(
        "{% load i18n %}{{ at|date:'DATE_FORMAT' }} · {{ at|time:'TIME_FORMAT' }} · {{ number }}"
    )
    at = datetime(2026, 11, 22, 14, 32, tzinfo=ZoneInfo("Europe/Amsterdam"))
    said = {}
    for language in ("nl", "en"):
        with translation.override(language), timezone.override("Europe/Amsterdam"):
            said[language] = template.render(Context({"at": at, "number": 7.5}))
    assert said["nl"] == "22 november 2026 · 14.32 · 7,5"
    assert said["en"] == "22 November 2026 · 14:32 · 7.5"


def test_a_page_of_a_municipality_speaks_the_language_of_the_person(municipality: Municipality) -> None:
    with tenant(municipality):
        member = build_member(municipality, Role.COORDINATOR)
    User.objects.filter(pk=member.pk).update(language="en")
    browser = signed_in(member, **{"Accept-Language": "nl"})
    assert language_of(browser, f"/{municipality.slug}/groepssessies/") == "en"
    assert language_of(browser, f"/{municipality.slug}/bestaat-niet/") == "en"


def test_a_refusal_is_in_the_language_of_who_asks_and_not_of_the_request_before() -> None:
    browser = Client()
    browser.get("/", headers={"Accept-Language": "en"})
    assert language_of(browser, "/?a=%00", accept="nl") == "nl"
    browser.get("/", headers={"Accept-Language": "nl"})
    assert language_of(browser, "/?a=%00", accept="en") == "en"


def test_a_page_that_finds_the_database_busy_still_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = signed_in(build_user(language="en"))

    def locked(*_args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore, "load", locked)
    assert browser.get("/").status_code == 503


def test_an_account_that_is_gone_leaves_a_visitor() -> None:
    user = build_user(language="en")
    browser = signed_in(user)
    user.delete()
    assert language_of(browser) == "nl"


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        (MunicipalityKind.MUNICIPALITY, "nl", "gemeente Waterveen"),
        (MunicipalityKind.MUNICIPALITY, "en", "the municipality of Waterveen"),
        (MunicipalityKind.REGION, "nl", "samenwerkingsverband Waterveen"),
        (MunicipalityKind.REGION, "en", "the region of Waterveen"),
    ],
)
def test_a_sentence_names_the_municipality_as_its_language_does(
    kind: MunicipalityKind, language: str, words: str
) -> None:
    with translation.override(language):
        assert named(Municipality(name="Waterveen", kind=kind)) == words
