"""The whole table: every address × every method × every role × both municipalities × every state.

Whoever is refused is refused in every state, and changes nothing. Whoever is let in reads without changing
anything, and never changes a row of the other municipality. A suspended municipality changes by nothing.
"""

import logging
from collections.abc import Sequence
from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.template import Template
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

import municipalities.access
from common.tenancy import tenant
from live import seat_views
from municipalities.enums import Role
from sessions.enums import SessionState
from tests.architecture.doors import DOORS, ELSEWHERE, Door
from tests.architecture.rows import NOBODYS, hashes
from tests.architecture.session_states import ANSWERING, STATES, SUSPENDED, bring, undone
from tests.architecture.test_doors import PATTERNS, WANTED, browser, outcome
from tests.architecture.world import PEOPLE, World
from vroegsignalering import urls

METHODS = ("GET", "PUT", "PATCH", "DELETE", "POST")
SHADOWS = ("HEAD", "OPTIONS")
"""Methods that follow from the others: asked in one state, by a test of their own."""
SAFE = {"GET", *SHADOWS}
OF_A_SESSION = {"pk", "token", "code"}
"""Parts of an address that lead to a session; what has none of them knows two states of a municipality."""

SAYS_WHY_NOT = {"live:join_link", "live:join_by_code", "group_sessions:reply"}
"""Doors to a seat: in a state without seats they say so in words, whatever the method, and change nothing."""


REPORTS = {"reports:session_report", "reports:progress", "reports:download", "reports:report_link"}
"""Doors that are there once the session is over; before, nobody finds anything behind them."""


def states_of(name: str) -> list[str]:
    return STATES if WANTED[name] & OF_A_SESSION else [ANSWERING, SUSPENDED]


def state_of_shadows(name: str) -> str:
    return SessionState.CLOSED if name in REPORTS else ANSWERING


def methods_of(door: Door) -> set[str]:
    return {*door.methods.split(), *(["HEAD"] if "GET" in door.methods else [])}


def expected(name: str, who: str, method: str, state: str) -> set[str]:
    """Return what an answer may be."""
    door = DOORS[name]
    if door.column[who] != "in":
        return {door.column[who]}
    if name in SAYS_WHY_NOT:
        return {"in", "302", "403", "404", "405"}
    if state == SUSPENDED and method not in SAFE and "gemeente" in WANTED[name]:
        # A link leads who sits already to their seat, before anything is asked.
        return {"403", "302"} if door.by_token else {"403"}
    if method == "OPTIONS":
        return {"in", "405"}
    if method not in methods_of(door):
        return {"405", "302"} if door.by_token else {"405"}
    if name in REPORTS and state not in {"closed", "archived", SUSPENDED}:
        return {"404"}
    return {"in"}


def told(response: HttpResponse) -> set[str]:
    return {
        outcome(response) if response.status_code not in {302, 405} else str(response.status_code),
        outcome(response),
    }


def check_everybody(
    name: str,
    state: str,
    browsers: dict[str, Client],
    here: World,
    there: World,
    *,
    methods: Sequence[str] = METHODS,
) -> list[str]:
    url = reverse(name, kwargs=here.arguments(name, WANTED[name]))
    before, wrong = hashes(), []
    changing = []
    for method in methods:
        for who, client in browsers.items():
            if method == "POST" and DOORS[name].column[who] == "in":
                changing.append((who, client))
                continue
            response = client.generic(method, url)
            if response.status_code >= 500 or not told(response) & expected(name, who, method, state):
                wrong.append(f"{method} {name} as {who} while {state}: {response.status_code}")
    if hashes() != before:
        wrong.append(f"{name} while {state}: reading it, or being refused, changed something")
    others = {here.municipality.pk, NOBODYS}
    for who, client in changing:
        kept = client.cookies.copy()
        with undone():
            response = client.post(url)
            if response.status_code >= 500 or not told(response) & expected(name, who, "POST", state):
                wrong.append(f"POST {name} as {who} while {state}: {response.status_code}")
            after = hashes()
            may_change = others if state != SUSPENDED or "gemeente" not in WANTED[name] else set()
            changed = {pk for pk in after if after[pk] != before.get(pk)}
            if changed - may_change:
                wrong.append(f"POST {name} as {who} while {state}: changed rows of {changed - may_change}")
        client.cookies = kept
    return wrong


@pytest.fixture(scope="module")
def signed_in(built: tuple[World, World], django_db_blocker: DjangoDbBlocker) -> dict[str, Client]:
    """Sign everybody in once, beside the worlds; what a test does to a sign-in is taken back with it."""
    with django_db_blocker.unblock():
        return {who: browser(who, *built) for who in [*PEOPLE, *ELSEWHERE]}


@pytest.fixture
def browsers(signed_in: dict[str, Client]) -> dict[str, Client]:
    return {who: with_cookies(client.cookies) for who, client in signed_in.items()}


def with_cookies(cookies: SimpleCookie) -> Client:
    client = Client()
    client.cookies = cookies.copy()
    return client


@pytest.fixture
def bare_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer a refusal without drawing its page: that has tests of its own, and costs half the time.

    Nor does a page that is drawn leave a copy of all it was drawn from to the test, and nothing is written
    to the log of the server, which would print where each came from.
    """
    monkeypatch.setattr(Template, "_render", lambda self, context: self.nodelist.render(context))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    monkeypatch.setattr(urls, "handler403", lambda request, exception: HttpResponse(status=403))
    monkeypatch.setattr(urls, "handler404", lambda request, exception: HttpResponse(status=404))
    monkeypatch.setattr(
        seat_views, "render", lambda request, page, context, status: HttpResponse(status=status)
    )


@pytest.mark.long
@pytest.mark.usefixtures("bare_errors")
@pytest.mark.parametrize("name", DOORS)
def test_each_role_by_each_method_in_each_state(
    name: str, worlds: tuple[World, World], browsers: dict[str, Client]
) -> None:
    here, there = worlds
    assert PATTERNS[name]
    wrong = []
    for state in states_of(name):
        with undone():
            bring(here, state, name=name)
            wrong += check_everybody(name, state, browsers, here, there)
    assert wrong == []


@pytest.mark.long
@pytest.mark.usefixtures("bare_errors")
@pytest.mark.parametrize("name", DOORS)
def test_each_role_by_the_methods_that_follow(
    name: str, worlds: tuple[World, World], browsers: dict[str, Client]
) -> None:
    here, there = worlds
    with undone():
        bring(here, state := state_of_shadows(name), name=name)
        assert check_everybody(name, state, browsers, here, there, methods=SHADOWS) == []


def test_every_role_is_asked_in_both_municipalities() -> None:
    assert {*Role} <= {*PEOPLE}
    assert {f"foreign {who}" for who in PEOPLE} - {*ELSEWHERE} == {"foreign anonymous", "foreign staff"}
    for door in DOORS.values():
        assert {*door.column} == {*PEOPLE, *ELSEWHERE}


@pytest.mark.slow
@pytest.mark.usefixtures("bare_errors")
@pytest.mark.parametrize("who", ["foreign manager", "foreign protection_officer"])
def test_without_the_membership_check_the_whole_table_turns_red(
    who: str, worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who works elsewhere and is let in is noticed."""
    here, there = worlds
    with tenant(here.municipality):
        membership = here.users[who.removeprefix("foreign ")].memberships.get()
    name = "agenda:list" if who == "foreign manager" else "municipalities:log"
    browsers = {who: browser(who, here, there)}
    assert check_everybody(name, ANSWERING, browsers, here, there) == []
    monkeypatch.setattr(municipalities.access, "memberships_of", lambda request, today: [membership])
    wrong = check_everybody(name, ANSWERING, browsers, here, there)
    assert f"GET {name} as {who} while {ANSWERING}: 200" in wrong


@pytest.mark.slow
@pytest.mark.usefixtures("bare_errors")
def test_without_the_gate_of_a_suspension_the_whole_table_turns_red(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a suspended municipality that changes after all is noticed."""
    here, there = worlds
    name, browsers = "group_sessions:renew_code", {"coordinator": browser("coordinator", here, there)}
    with undone():
        bring(here, SUSPENDED, name=name)
        assert check_everybody(name, SUSPENDED, browsers, here, there) == []
        monkeypatch.setattr(municipalities.access, "is_suspended", lambda request: False)
        assert check_everybody(name, SUSPENDED, browsers, here, there) != []
