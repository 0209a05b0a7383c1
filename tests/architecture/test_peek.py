"""Before the reveal nobody but the party itself can obtain its answer, whichever page or mail they ask."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from common.tenancy import across_municipalities, tenant
from outbox.models import Promise
from outbox.promises import due_promises, fulfil
from questionnaire.models import Answer, RevealedAnswer
from sessions import stage
from tests.architecture.doors import DOORS
from tests.architecture.test_doors import WANTED, browser
from tests.architecture.world import FOREIGN, PEOPLE, World
from tests.builders import NOW, answer, reveal, statements_of, take

CANARY = "kanarie-7f3a9c"


@pytest.fixture
def world(worlds: tuple[World, World]) -> World:
    """A session in which a party that nobody here belongs to answered theme 2 with a canary."""
    world = worlds[0]
    with tenant(world.municipality):
        silent = world.running.parties.select_related("session", "municipality").last()
        for statement in statements_of(world.running.themes.get(position=2)):
            answer(silent, statement, 9, note=CANARY)
    return world


@pytest.fixture
def other(worlds: tuple[World, World]) -> World:
    return worlds[1]


def everything_readable(
    world: World, other: World, doors: Iterable[str] = DOORS
) -> Iterator[tuple[str, bytes]]:
    """Yield all that can be had: pages as everybody, mails, promises, the log and the cache."""
    browsers = {who: browser(who, world, other) for who in [*PEOPLE, *FOREIGN]}
    signed_in = {who: client.cookies.copy() for who, client in browsers.items()}
    for name in doors:
        if "GET" not in DOORS[name].methods.split():
            continue
        url = reverse(name, kwargs=world.arguments(name, WANTED[name]))
        for who, client in browsers.items():
            client.cookies = signed_in[who].copy()
            yield f"{name} as {who}", body(client, url)
            yield f"{name} as {who} by script", body(client, url, accept="application/json")
    for message in mail.outbox:
        yield "mail", str(message.message()).encode()
    with across_municipalities("demo"):
        yield "promises", json.dumps(list(Promise.objects.values_list("payload", flat=True))).encode()
    for path in sorted(Path(settings.VAR_DIR, "cache").rglob("*")):
        if path.is_file():
            yield f"cache {path.name}", path.read_bytes()


def body(client: Client, url: str, accept: str = "text/html") -> bytes:
    response = client.get(url, headers={"accept": accept, "hx-request": "true"})
    return b"".join(response.streaming_content) if response.streaming else response.content


def leaks(world: World, other: World) -> list[str]:
    return [where for where, content in everything_readable(world, other) if CANARY.encode() in content]


@pytest.mark.slow
def test_nothing_shows_an_answer_before_its_reveal(world: World, other: World) -> None:
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    assert leaks(world, other) == []


def answer_again_after_the_talk(world: World) -> None:
    """Theme 1 was revealed; a party now says something else, which waits for the second reveal."""
    with tenant(world.municipality):
        theme = world.running.themes.get(position=1)
        take(stage.reopen_theme, world.running, theme=theme, reason="nieuwe cijfers")
        silent = world.running.parties.select_related("session", "municipality").last()
        answer(silent, statements_of(theme)[0], 1, note=CANARY)


@pytest.mark.long
def test_after_a_reopening_the_later_answer_is_as_secret(world: World, other: World) -> None:
    answer_again_after_the_talk(world)
    assert leaks(world, other) == []


@pytest.mark.slow
def test_without_the_snapshot_a_peek_succeeds(world: World, other: World) -> None:
    """The control: rows that hold the answers as they are now, instead of a snapshot, are caught."""
    answer_again_after_the_talk(world)
    with tenant(world.municipality):
        for line in RevealedAnswer.objects.filter(reveal__session_theme__session=world.running):
            now = Answer.objects.filter(party=line.party, statement=line.statement).order_by("pk").last()
            if now is not None:
                line.kind, line.value, line.note = now.kind, now.value, now.note
                line.save()
    likely_first = sorted(DOORS, key=lambda name: not name.startswith("live:"))
    read = everything_readable(world, other, likely_first)
    assert any(CANARY.encode() in content for _where, content in read)


@pytest.mark.long
def test_after_the_reveal_the_table_sees_it_and_strangers_do_not(world: World, other: World) -> None:
    with tenant(world.municipality):
        reveal(world.running, world.running.themes.get(position=2))
    found = leaks(world, other)
    assert "live:seat as participant" in found
    assert [where for where in found if "anonymous" in where or "foreign" in where] == []
