"""A private note and a code to hand over are seen by who made them alone, on no other page and in no file."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.export.making import order_export
from outbox.promises import due_promises, fulfil
from sessions.handing_over import make_code
from sessions.models import Facilitator
from sessions.notes import keep_note
from tests.architecture.test_peek import everything_readable
from tests.architecture.world import World
from tests.builders import ADMINISTRATOR, FACILITATOR, NOW, theme_at

CANARY = "notitiekanarie-51c0"
CODE = "KANAR2E8"
ITS_OWN = {
    "live:console",
    "live:console_now",
    "live:console_note",
    "live:console_theme_note",
    "live:console_hand_over",
    "own_data",
}
"""Where who wrote a note or made a code sees it back."""


@pytest.fixture
def world(worlds: tuple[World, World]) -> World:
    """A facilitator who wrote notes and made a code, in a session whose theme 2 is being answered."""
    world = worlds[0]
    with tenant(world.municipality):
        leader = Facilitator.objects.get(session=world.running, user=world.users["facilitator"])
        for theme in (None, theme_at(world.running, 2)):
            said = {"session": world.running, "theme": theme, "text": CANARY, "expected_version": 0}
            keep_note(leader, now=NOW, **said)
        make_code(leader, actor=FACILITATOR, now=NOW, new_code=lambda: CODE)
    return world


@pytest.fixture
def other(worlds: tuple[World, World]) -> World:
    return worlds[1]


def told(world: World, other: World) -> Iterator[str]:
    """Yield each place where a note or a code can be read."""
    secrets = (CANARY.encode(), CODE.encode(), f"{CODE[:4]}-{CODE[4:]}".encode())
    for where, content in everything_readable(world, other):
        if any(secret in content for secret in secrets):
            yield where


def is_of_who_made_it(where: str) -> bool:
    door, _as, who = where.partition(" as ")
    return door in ITS_OWN and who.removesuffix(" by script") == "facilitator"


def export_of(world: World) -> bytes:
    """Return all of the file with everything, unpacked."""
    with tenant(world.municipality):
        user = world.users["administrator"]
        order = order_export(world.municipality, user=user, actor=ADMINISTRATOR, now=NOW)
    for promise_id in due_promises(now=NOW):
        fulfil(promise_id=promise_id, now=NOW)
    with tenant(world.municipality):
        order.refresh_from_db()
        with order.file.open("rb") as opened, zipfile.ZipFile(io.BytesIO(opened.read())) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())


@pytest.mark.slow
def test_nobody_else_reads_a_note_or_a_code(world: World, other: World) -> None:
    places = list(told(world, other))
    assert [where for where in places if not is_of_who_made_it(where)] == []
    assert "live:console as facilitator" in places


@pytest.mark.slow
def test_the_file_with_everything_has_neither(world: World) -> None:
    packed = export_of(world)
    assert world.running.title.encode() in packed
    assert CANARY.encode() not in packed
    assert CODE.encode() not in packed


def test_the_log_has_neither(world: World) -> None:
    with tenant(world.municipality):
        rows = str(list(AuditEvent.objects.values()))
    assert CANARY not in rows
    assert CODE not in rows


@pytest.mark.long
def test_a_note_in_a_page_of_others_is_noticed(world: World, other: World) -> None:
    """The control: the same words as the goal of the session are found on the pages of others."""
    with tenant(world.municipality):
        type(world.running).objects.filter(pk=world.running.pk).update(goal=CANARY)
    assert any(not is_of_who_made_it(where) for where in told(world, other))
