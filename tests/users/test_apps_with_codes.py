"""An app with codes as second step, and the codes for when it is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.builders import build_member, build_user, sign_in
from tests.users.signing_in import app_code, give_app, is_in, sign_in_by_mail
from users.second_step import factors_of, use_code

pytestmark = pytest.mark.django_db
ASK = "/inloggen/tweede-stap/"
ENGLISH = {"Accept-Language": "en"}


def test_an_app_is_set_up_with_its_first_code(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality, Role.ADMINISTRATOR)
    sign_in(client, user, second_factor=False)
    start = f"/{municipality.slug}/huisstijl/"
    choice = client.get(client.get(start)["Location"], headers=ENGLISH).content.decode()
    address = f"/mijn/tweede-stap/app/?next=%2F{municipality.slug}%2Fhuisstijl%2F"
    assert address in choice and "An app with codes" in choice
    page = client.get(address)
    secret = client.session["mfa.totp.secret"]
    assert "data:image/svg+xml" in page.content.decode() and page["Cache-Control"].count("no-store")
    wrong = client.post(address, {"code": "000000"}, headers=ENGLISH).content.decode()
    assert "This code is not right" in wrong and not factors_of(user).any
    done = client.post(address, {"code": app_code(secret)})
    assert done["Location"] == f"/mijn/tweede-stap/herstelcodes/?next=%2F{municipality.slug}%2Fhuisstijl%2F"
    codes = client.get(done["Location"])
    assert len(codes.context["codes"]) == 10 and codes.context["next_page"] == start
    assert client.get(start).status_code == 200, "who just set it up need not show it again"
    with tenant(municipality):
        assert AuditEvent.objects.get(action="add second step").user == user
    assert mail.outbox[-1].to == [user.email]


def test_the_secret_and_the_codes_are_not_readable_in_the_table() -> None:
    user = build_user()
    secret = give_app(user)
    found = factors_of(user)
    kept = str([found.app and found.app.data, found.recovery and found.recovery.data])
    assert secret not in kept and not any(code in kept for code in found.codes)


def test_signing_in_asks_for_the_code_of_the_app(client: Client) -> None:
    user = build_user()
    secret = give_app(user)
    sign_in_by_mail(client, user)
    assert not is_in(client)
    page = client.get(ASK, headers=ENGLISH).content.decode()
    assert "One more step" in page and "allauth" not in page.lower()
    assert "not right" in client.post(ASK, {"code": "000000"}, headers=ENGLISH).content.decode()
    client.post(ASK, {"code": app_code(secret)})
    assert is_in(client)


def test_who_started_wrongly_can_start_again(client: Client) -> None:
    user = build_user()
    give_app(user)
    sign_in_by_mail(client, user)
    assert client.get("/inloggen/")["Location"] == ASK
    client.post("/uitloggen/", {"next": "/inloggen/"})
    assert client.get("/inloggen/").status_code == 200


def test_a_code_counts_once_and_so_does_an_older_one() -> None:
    user, now = build_user(), datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)
    give_app(user)
    before, present = app_code(now=now - timedelta(seconds=30)), app_code(now=now)
    assert use_code(user=user, code=present, now=now) is not None
    assert use_code(user=user, code=present, now=now) is None
    assert use_code(user=user, code=present, now=now + timedelta(seconds=29)) is None
    assert use_code(user=user, code=before, now=now) is None
    later = now + timedelta(seconds=30)
    assert use_code(user=user, code=app_code(now=later), now=later) is not None


@pytest.mark.parametrize(
    ("seconds", "counts"), [(-90, False), (-30, True), (0, True), (30, True), (90, False)]
)
def test_a_clock_may_differ_by_half_a_minute(seconds: int, counts: bool) -> None:
    user, now = build_user(), datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)
    give_app(user)
    code = app_code(now=now + timedelta(seconds=seconds))
    assert (use_code(user=user, code=code, now=now) is not None) is counts


def test_a_used_code_is_refused_on_the_next_sign_in(client: Client) -> None:
    user = build_user()
    secret = give_app(user)
    code = app_code(secret)
    for browser, is_let_in in ((client, True), (Client(), False)):
        sign_in_by_mail(browser, user)
        browser.post(ASK, {"code": code})
        assert is_in(browser) is is_let_in


def test_wrong_codes_are_counted_per_person_and_not_per_address(client: Client) -> None:
    """Five wrong ones stop that person for five minutes, and nobody else behind the same address."""
    user, colleague = build_user(), build_user()
    secret = give_app(user)
    give_app(colleague)
    for browser in (client, Client()):
        sign_in_by_mail(browser, user)
        for code in ("000000", "111111", "222222"):
            page = browser.post(ASK, {"code": code}, headers=ENGLISH).content.decode()
    assert "Too many wrong codes" in page
    browser.post(ASK, {"code": app_code(secret)})
    assert not is_in(browser), "also the right code waits"
    sign_in_by_mail(other := Client(), colleague)
    other.post(ASK, {"code": app_code()})
    assert is_in(other)


def test_a_wrong_code_is_in_the_log(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality)
    give_app(user)
    sign_in_by_mail(client, user)
    client.post(ASK, {"code": "000000"})
    with tenant(municipality):
        assert AuditEvent.objects.filter(action="refuse second step", role="visitor").count() == 1
        assert not AuditEvent.objects.filter(action="sign in").exists()


def test_a_recovery_code_counts_once(client: Client) -> None:
    user = build_user()
    give_app(user)
    code = factors_of(user).codes[0]
    for browser, is_let_in in ((client, True), (Client(), False)):
        sign_in_by_mail(browser, user)
        browser.post(ASK, {"code": f"{code[:4]} {code[4:]}"})
        assert is_in(browser) is is_let_in
    assert factors_of(user).codes_left == 9


def test_new_recovery_codes_replace_the_earlier_ones(client: Client) -> None:
    user = build_user()
    give_app(user)
    before = factors_of(user).codes
    sign_in(client, user)
    client.post("/mijn/tweede-stap/herstelcodes/")
    after = factors_of(user).codes
    assert len(after) == 10 and not set(before) & set(after)


def test_taking_the_app_away_takes_the_recovery_codes_too(municipality: Municipality, client: Client) -> None:
    user = build_member(municipality)
    give_app(user)
    sign_in(client, user)
    assert "mijn" in client.get("/mijn/tweede-stap/app/weg/").content.decode() and factors_of(user).any
    assert client.post("/mijn/tweede-stap/app/weg/").status_code == 302
    assert not factors_of(user).any and factors_of(user).recovery is None
    assert is_in(client)
    sign_in_by_mail(other := Client(), user)
    assert is_in(other)


@pytest.mark.parametrize("code", ["", " ", "é" * 6, "0" * 300, "' OR 1=1", "٠٠٠٠٠٠"])
def test_whatever_is_typed_is_answered_in_words(client: Client, code: str) -> None:
    user = build_user()
    give_app(user)
    sign_in_by_mail(client, user)
    page = client.post(ASK, {"code": code})
    assert page.status_code == 200 and "data-error-summary" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_code_brought_eight_times_at_once_counts_once() -> None:
    user, now = build_user(), datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)
    give_app(user)
    code, together = app_code(now=now), Barrier(8)

    def bring() -> bool:
        try:
            together.wait(5)
            return use_code(user=user, code=code, now=now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        outcomes = [one.result() for one in [threads.submit(bring) for _ in range(8)]]
    assert outcomes.count(True) == 1
