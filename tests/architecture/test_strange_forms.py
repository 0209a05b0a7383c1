"""Whatever is sent to any form of a session: an answer in words, and no row of another municipality changes.

The doors come from the table of doors, so a new one is tried without anybody thinking of it.
"""

import re
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import reverse

import live.console_frame
import live.console_views
from common.tenancy import across_municipalities
from sessions.models import GroupSession
from tests.architecture.doors import DOORS
from tests.architecture.rows import hashes, references_across
from tests.architecture.session_states import undone
from tests.architecture.test_doors import PATTERNS, WANTED
from tests.architecture.world import PEOPLE, World
from tests.strange import RAW, VALUES, SentForm, encoded, forms_on, strange_bodies

APPS = ("sessions", "agenda", "live", "questionnaire", "reports", "vroegsignalering")
OTHERS = ("municipalities", "users")
"""Their doors are tried in a test of their own."""

READ_FROM_POST = re.compile(r"""POST(?:\.get(?:list)?\(|\[)\s*"(\w+)"|typed_revision\([^)]*"(\w+)"\)""")
Raw = Sequence[tuple[bytes, str]]
URLENCODED = "application/x-www-form-urlencoded"


def app_of(name: str) -> str:
    return PATTERNS[name].callback.view_class.__module__.partition(".")[0]


TAKES_POST = [name for name, door in DOORS.items() if "POST" in door.methods.split()]
TRIED = [name for name in TAKES_POST if app_of(name) in APPS and "in" in DOORS[name].column.values()]


@cache
def field_names(app: str) -> list[str]:
    """Return each field that an app reads from what was sent: of its forms, and by name."""
    found = {"expected_revision", "revision", "seen"}
    for path in Path(settings.BASE_DIR, app).rglob("*.py"):
        found.update(name for match in READ_FROM_POST.findall(path.read_text()) for name in match if name)
    left = [forms.BaseForm]
    while left:
        form = left.pop()
        left += form.__subclasses__()
        if form.__module__.partition(".")[0] == app:
            found.update(getattr(form, "base_fields", {}))
    return sorted(found)


def who_sends(name: str) -> str:
    return next(who for who in PEOPLE if DOORS[name].column[who] == "in")


def usual_body(url: str, who: str, here: World) -> dict[str, str]:
    """Return what the page of a door, or the nearest page above it, would send there."""
    page = url
    while page.count("/") > 2:
        for form in forms_of(page, who, here):
            if (form.action or page) == url:
                return form.values
        page = page.rstrip("/").rpartition("/")[0] + "/"
    return {}


_seen: dict[tuple[int, str, str], list[SentForm]] = {}


def forms_of(page: str, who: str, here: World) -> list[SentForm]:
    """Return the forms on a page; each is read once, because a world is built once."""
    key = here.municipality.pk, page, who
    if key not in _seen:
        response = here.client(who).get(page)
        is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
        _seen[key] = forms_on(response.text) if is_page else []
    return _seen[key]


_rows: dict[int, str] = {}


def rows_of(world: World) -> str:
    """Return the hash of all rows of a municipality, as it was built; each test takes its own back."""
    pk = world.municipality.pk
    if pk not in _rows:
        _rows[pk] = hashes()[pk]
    return _rows[pk]


def check_door(name: str, here: World, there: World, *, number: int, seed: str, raw: Raw) -> None:
    """Send strange bodies, each taken back after it was looked at."""
    url, who = reverse(name, kwargs=here.arguments(name, WANTED[name])), who_sends(name)
    client, usual = here.client(who), usual_body(url, who, here)
    client.raise_request_exception = False
    bodies = strange_bodies(usual, field_names(app_of(name)), number=number, seed=f"{name} {seed}")
    sent = [(said, encoded(body).encode(), URLENCODED) for said, body in bodies]
    sent += [(f"raw {kind}", body, kind) for body, kind in raw]
    rows, kept = rows_of(there), client.cookies.copy()
    for turn, (said, body, kind) in enumerate(sent, start=1):
        told = f"POST {name} as {who}, {said}, seed {seed}"
        with undone():
            response = client.generic("POST", url, body, content_type=kind)
            transaction.set_rollback(
                False
            )  # a view that broke: say which, instead of failing at taking it back
            assert response.status_code < 500, f"{told}: {response.status_code}"
            assert is_answer(response), told
            if number > SHORT or turn == len(sent):
                assert hashes()[there.municipality.pk] == rows, told
                assert references_across() == [], told
        client.cookies = kept.copy()


SHORT = 2


def is_answer(response: HttpResponse) -> bool:
    """Return whether there is something to read, or to go to."""
    return bool(response.streaming or response.content or response.status_code in {204, 302, 303, 304})


def test_every_door_that_takes_something_is_tried() -> None:
    assert {app_of(name) for name in TAKES_POST} <= {*APPS, *OTHERS}
    nowhere = {name for name in TAKES_POST if "in" not in DOORS[name].column.values()}
    there = {name for name in TAKES_POST if app_of(name) in APPS}
    assert set(TRIED) == there - nowhere and len(TRIED) > 60


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_nothing_strange_breaks_a_form(name: str, worlds: tuple[World, World]) -> None:
    raw = TRIED.index(name) % (2 * len(RAW))
    check_door(name, *worlds, number=SHORT, seed="short", raw=RAW[raw : raw + 1])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", TRIED)
def test_nothing_strange_breaks_a_form_at_length(name: str, seed: int, worlds: tuple[World, World]) -> None:
    check_door(name, *worlds, number=len(VALUES), seed=str(seed), raw=RAW)


def test_a_view_that_breaks_is_noticed(worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a number that is read without a look at what was typed."""
    monkeypatch.setattr(live.console_frame, "typed_revision", lambda request: int(request.POST["revision"]))
    with pytest.raises(AssertionError, match="500"):
        check_door("live:console_pause", *worlds, number=9, seed="control", raw=())


def test_a_row_of_elsewhere_that_changes_is_noticed(
    worlds: tuple[World, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a door that writes in another municipality. PostgreSQL lets nothing through itself."""
    here, there = worlds

    def write_there(view: live.console_views.Pause) -> None:
        with across_municipalities("demo"):
            GroupSession.objects.filter(pk=there.running.pk).update(title="Anders")

    monkeypatch.setattr(live.console_views.Pause, "take", write_there)
    noticed = nullcontext() if connection.vendor == "postgresql" else pytest.raises(AssertionError)
    with noticed:
        check_door("live:console_pause", here, there, number=SHORT, seed="control", raw=())
