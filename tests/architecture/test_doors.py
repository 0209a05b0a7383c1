"""Every address gives what the table says to each role, and changes nothing for who is refused."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scopes_disabled

import municipalities.access
from common.tenancy import across_municipalities, tenant
from municipalities.access import GuardedView
from municipalities.slugs import RESERVED
from sessions.access import SessionView
from sessions.models import GroupSession
from tests.architecture.doors import DOORS, NOT_OURS, Door
from tests.architecture.rows import hashes
from tests.architecture.world import FOREIGN, PEOPLE, World
from vroegsignalering import error_pages, urls


def addresses(
    resolver: URLResolver | None = None, space: str = "", parts: frozenset[str] = frozenset()
) -> Iterator[tuple[str, URLPattern, frozenset[str]]]:
    """Yield each address by its full name, with the names of the parts that go into it."""
    for pattern in (resolver or get_resolver()).url_patterns:
        inner = parts | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            name = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, name, inner)
        else:
            yield f"{space}{pattern.name}", pattern, inner


PATTERNS = {name: pattern for name, pattern, _parts in addresses()}
WANTED = {name: parts for name, _pattern, parts in addresses()}


def browser(who: str, here: World, there: World) -> Client:
    own = who.removeprefix("foreign ")
    return here.client(who) if own == who else there.client(own)


def outcome(response: HttpResponse) -> str:
    """Return what an answer means for who asked."""
    if response.status_code in {403, 404}:
        return str(response.status_code)
    if response.status_code == 302 and "/inloggen/?" in response["Location"]:
        return "sign in"
    if response.status_code == 302 and "/mijn/tweede-stap/?next=" in response["Location"]:
        return "second step"
    return "in"


def check_door(name: str, door: Door, here: World, there: World) -> None:
    """Ask an address as everybody: who is refused first, who is let in last.

    Each with GET, POST and one of the others in turn; `test_every_state.py` asks all methods of all.
    """
    url = reverse(name, kwargs=here.arguments(name, WANTED[name]))
    everybody = sorted([*PEOPLE, *FOREIGN], key=lambda role: door.column[role] == "in")
    browsers = {who: browser(who, here, there) for who in everybody}
    before = hashes()
    for who, other in zip(everybody, cycle(("HEAD", "PUT", "DELETE", "PATCH")), strict=False):
        if door.column[who] == "in":
            break
        client = browsers[who]
        for method in ("GET", other, "POST"):
            check_answer(name, door, who, method, client.generic(method, url))
    assert hashes() == before, f"somebody who is refused changed something through {name}"
    for who, other in zip(everybody, cycle(("HEAD", "PUT", "DELETE", "PATCH")), strict=False):
        if door.column[who] != "in":
            continue
        client = browsers[who]
        for method in ("GET", other):
            check_answer(name, door, who, method, client.generic(method, url))
        if "POST" in door.methods:
            assert hashes() == before, f"reading {name} as {who} changed something"
        check_answer(name, door, who, "POST", client.post(url))
        if "POST" in door.methods:
            before = hashes()
    assert hashes() == before, f"somebody changed something through {name}"


def check_answer(name: str, door: Door, who: str, method: str, response: HttpResponse) -> None:
    """Compare an answer with what the table says."""
    allowed = {*door.methods.split(), *(["HEAD"] if "GET" in door.methods else [])}
    said = f"{method} {name} as {who}: {response.status_code}"
    if door.column[who] == "in" and method not in allowed:
        # A link leads who sits already to their seat, whatever the method.
        assert response.status_code == 405 or (door.by_token and response.status_code == 302), said
    else:
        assert response.status_code < 500 and response.status_code != 405, said
        assert outcome(response) == door.column[who], said


def check_foreign_ids(name: str, door: Door, here: World, there: World) -> None:
    """Ask the own address with the ids and tokens of another municipality: nothing is there."""
    parts = WANTED[name]
    if "gemeente" not in parts or parts <= {"gemeente", "rol", "sheet", "category"}:
        return
    mixed = there.arguments(name, parts) | {"gemeente": here.municipality.slug}
    for who in PEOPLE:
        if door.column[who] != "in":
            continue
        for method in door.methods.split():
            response = here.client(who).generic(method, reverse(name, kwargs=mixed))
            assert response.status_code == 404, (
                f"{method} {name} as {who} with foreign ids: {response.status_code}"
            )


def test_every_address_is_in_the_table() -> None:
    assert set(PATTERNS) == set(DOORS) | set(NOT_OURS)


def test_every_view_of_ours_is_guarded() -> None:
    for name in DOORS:
        assert issubclass(PATTERNS[name].callback.view_class, GuardedView), name


def test_the_platforms_own_words_are_no_municipality() -> None:
    own = {str(pattern.pattern).split("/")[0] for pattern in get_resolver().url_patterns}
    own |= {
        str(inner.pattern).split("/")[0]
        for pattern in get_resolver().url_patterns
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == ""
        for inner in pattern.url_patterns
    }
    assert {word for word in own if word and "<" not in word} <= RESERVED


@pytest.fixture
def pages_for_who_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the page of a refusal for a GET only: by the other methods it is the same page."""
    for status, real in ((403, error_pages.forbidden), (404, error_pages.not_found)):

        def answer(request: HttpRequest, exception: Exception, status=status, real=real) -> HttpResponse:
            return real(request, exception) if request.method == "GET" else HttpResponse(status=status)

        monkeypatch.setattr(urls, f"handler{status}", answer)


@pytest.mark.slow
@pytest.mark.usefixtures("pages_for_who_looks")
@pytest.mark.parametrize("name", DOORS)
def test_each_role_at_each_door(name: str, worlds: tuple[World, World]) -> None:
    check_door(name, DOORS[name], *worlds)


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_ids_of_another_municipality_are_unknown(name: str, worlds: tuple[World, World]) -> None:
    check_foreign_ids(name, DOORS[name], *worlds)


def test_without_the_tenant_filter_the_table_turns_red(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a page that finds sessions of every municipality is noticed."""

    def any_session(view: SessionView) -> GroupSession:
        with across_municipalities("demo"):
            return GroupSession.objects.select_related("municipality", "catalogue", "current__theme").get(
                pk=view.kwargs["pk"]
            )

    monkeypatch.setattr(SessionView, "session", property(any_session))
    with pytest.raises(AssertionError):
        check_foreign_ids("group_sessions:detail", DOORS["group_sessions:detail"], *worlds)


@pytest.mark.postgresql
def test_without_the_tenant_filter_the_wall_of_the_database_still_holds(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    def any_session(view: SessionView) -> GroupSession:
        with scopes_disabled():
            return get_object_or_404(GroupSession, pk=view.kwargs["pk"])

    monkeypatch.setattr(SessionView, "session", property(any_session))
    check_foreign_ids("group_sessions:detail", DOORS["group_sessions:detail"], *worlds)


def test_without_the_membership_check_the_table_turns_red(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a door that lets in the coordinator of anywhere is noticed."""
    here, there = worlds
    with tenant(here.municipality):
        membership = here.users["coordinator"].memberships.get()
    monkeypatch.setattr(municipalities.access, "memberships_of", lambda request, today: [membership])
    with pytest.raises(AssertionError):
        check_door("group_sessions:list", DOORS["group_sessions:list"], here, there)
