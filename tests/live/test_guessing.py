"""Guessing join codes: no help to a guesser, no harm to a room, no row in the database.

A code is 8 of 31 letters and digits: 31⁸ = 852,891,037,441. With `n` sessions open, `g` guesses hit one with
a chance of n·g/31⁸: for the ten sessions of a busy morning and 100,000 guesses that is 1.2 in a million.
"""

import logging
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from live import guessing
from live.guessing import COOKIE, GUESSES, MANY, PAUSE, Watch, count_wrong_guess, must_wait
from sessions.models import GroupSession, Representative
from sessions.seats import CODE_LENGTH, CODE_LETTERS
from tests.builders import build_municipality, build_session, open_doors
from tests.live.serving import Server, environment, inside_for_all_to_see, serving

CODE_PAGE = reverse("live_platform:join_code")
OPEN_SESSIONS = 10
PEOPLE = 60


def codes(number: int, seed: int = 31) -> Iterator[str]:
    chosen = random.Random(seed)
    for _ in range(number):
        yield "".join(chosen.choices(CODE_LETTERS, k=CODE_LENGTH))


def addresses(number: int) -> list[str]:
    """Return so many addresses of this machine itself: all of 127/8 leads to it."""
    return [f"127.0.{place // 250 + 1}.{place % 250 + 1}" for place in range(number)]


def count_of_everything() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for model in apps.get_models():
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
            counts[model._meta.label] = cursor.fetchone()[0]
    return counts


def test_the_odds_are_those_of_eight_letters_that_nobody_mistakes() -> None:
    assert len(CODE_LETTERS) == len(set(CODE_LETTERS)) == 31
    assert not set(CODE_LETTERS) & set("0O1IL")
    assert len(CODE_LETTERS) ** CODE_LENGTH == 852_891_037_441
    assert OPEN_SESSIONS * 100_000 / len(CODE_LETTERS) ** CODE_LENGTH < 1.2e-6


def test_after_a_minute_one_may_try_again() -> None:
    browser = RequestFactory().get("/")
    now = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)

    def guess(at: datetime) -> None:
        browser.COOKIES[COOKIE] = count_wrong_guess(browser, HttpResponse(), now=at).cookies[COOKIE].value

    for _ in range(GUESSES):
        assert not must_wait(browser, now=now)
        guess(now)
    assert must_wait(browser, now=now + PAUSE - timedelta(seconds=1))
    assert not must_wait(browser, now=now + PAUSE)
    guess(now + PAUSE)
    assert not must_wait(browser, now=now + PAUSE)


@pytest.mark.parametrize("forged", ["", "0|0", "10|9e99:x", "10|9:1abc:def", "a:b:c", "x" * 4000])
def test_a_count_that_is_not_ours_counts_for_nothing(session: GroupSession, forged: str) -> None:
    open_doors(session)
    browser = Client()
    browser.cookies[COOKIE] = forged
    assert browser.post(CODE_PAGE, {"code": "ABCD2345"}).status_code == 422
    assert browser.post(CODE_PAGE, {"code": session.join_code}).status_code == 303


@pytest.mark.parametrize("guesses", [200, pytest.param(2000, marks=pytest.mark.long)])
def test_guesses_write_nothing_and_open_nothing(session: GroupSession, guesses: int) -> None:
    """From a thousand addresses, half with the cookie thrown away, as a robot does."""
    open_doors(session)
    before = count_of_everything()
    keeps, forgets = Client(), Client()
    said: set[int] = set()
    with CaptureQueriesContext(connection) as asked:
        for number, code in enumerate(codes(guesses)):
            client = keeps if number % 2 else forgets
            forgets.cookies.clear()
            page = reverse("live:join_by_code", args=[session.municipality.slug, code])
            said.add(client.get(page, REMOTE_ADDR=f"10.0.{number % 4}.{number % 250}").status_code)
    assert said == {404, 429}
    assert count_of_everything() == before
    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert Client().post(CODE_PAGE, {"code": session.join_code}).status_code == 303


def test_a_guess_by_the_form_writes_nothing_either(session: GroupSession) -> None:
    open_doors(session)
    before = count_of_everything()
    for code in codes(20):
        assert Client().post(CODE_PAGE, {"code": code}).status_code == 422
    assert count_of_everything() == before
    assert not Session.objects.exists()


def test_the_log_tells_that_somebody_guesses_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    watch, now = Watch(), datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    with caplog.at_level(logging.WARNING, logger=guessing.__name__):
        for _ in range(MANY - 1):
            watch.count(now=now)
        assert caplog.messages == []
        for _ in range(MANY):
            watch.count(now=now)
        assert len(caplog.messages) == 1
        watch.count(now=now + timedelta(minutes=1))
    assert caplog.messages[1] == f"Somebody guessed join codes: {2 * MANY - 1} wrong ones in a minute."


def join(server: Server, session: GroupSession, number: int, address: str) -> int:
    """Join as a person with a phone: type the code, choose a party, give a name."""
    with httpx.Client(
        base_url=server.address, transport=httpx.HTTPTransport(local_address=address), timeout=60
    ) as phone:
        phone.get(CODE_PAGE)
        token = {"csrfmiddlewaretoken": phone.cookies["csrftoken"]}
        way = phone.post(CODE_PAGE, data={"code": session.join_code, **token}).headers["location"]
        parties = list(session.parties.values_list("pk", flat=True))
        fields = {"party": parties[number % len(parties)], "name": f"Persoon {number}"}
        return phone.post(way, data={**fields, **token}).status_code


class Guessers:
    """Some threads that guess from many addresses until they have had all codes."""

    def __init__(self, server: Server, slug: str, wanted: list[str], places: list[str]) -> None:
        self.said: dict[int, int] = {}
        self._lock = threading.Lock()
        shares = [(wanted[each::8], places[each::8]) for each in range(8)]
        self._threads = [
            threading.Thread(target=self._guess, args=(server, slug, *share), daemon=True) for share in shares
        ]
        for each in self._threads:
            each.start()

    @property
    def are_busy(self) -> bool:
        return any(each.is_alive() for each in self._threads)

    def finish(self) -> None:
        for each in self._threads:
            each.join()

    def _guess(self, server: Server, slug: str, wanted: list[str], places: list[str]) -> None:
        each_has = -(-len(wanted) // len(places))
        for number, place in enumerate(places):
            transport = httpx.HTTPTransport(local_address=place)
            with httpx.Client(base_url=server.address, transport=transport, timeout=60) as robot:
                for code in wanted[number * each_has : (number + 1) * each_has]:
                    robot.cookies.clear()
                    status = robot.get(f"/{slug}/meedoen/code/{code}/").status_code
                    with self._lock:
                        self.said[status] = self.said.get(status, 0) + 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "guesses",
    [pytest.param(10_000, marks=pytest.mark.once), pytest.param(100_000, marks=pytest.mark.postgresql)],
)
def test_sixty_people_behind_one_address_join_while_a_thousand_addresses_guess(
    guesses: int, tmp_path: Path
) -> None:
    """Wrong codes from 1,000 addresses, one of which is that of the town hall; most on real servers."""
    municipality = build_municipality()
    places = addresses(1000)
    with inside_for_all_to_see(municipality):
        tables = [build_session(municipality, title=f"Tafel {number}") for number in range(OPEN_SESSIONS)]
        for table in tables:
            open_doors(table)
        here = tables[0]
        right = set(GroupSession.objects.values_list("join_code", flat=True))
        wanted = [code for code in codes(guesses) if code not in right]
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
        subprocess.run(collect, env=environment(), check=True)
        with serving(tmp_path / "log", environment()) as server:
            before = count_of_everything()
            guessers = Guessers(server, municipality.slug, wanted, places)
            for number in range(PEOPLE):
                assert join(server, here, number, places[0]) == 303
            assert guessers.are_busy
            guessers.finish()
        assert guessers.said == {404: len(wanted)}
        assert Representative.objects.present().filter(party__session=here).count() == PEOPLE
        after = count_of_everything()
        grown = {label for label, count in after.items() if count != before[label]}
        assert grown <= {
            "group_sessions.Representative",
            "audit.AuditEvent",
            "audit.LogSeal",
            "sessions.Session",
        }
        assert after["sessions.Session"] - before["sessions.Session"] == PEOPLE
        assert "wrong ones in a minute" in (tmp_path / "log").read_text()
