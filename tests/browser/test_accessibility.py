"""Every page, for everybody, in every state: nothing wrong with it, by axe and by checks of our own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from playwright.sync_api import Page

from tests.architecture.world import World, build_world
from tests.browser.inspector import Inspector
from tests.browser.mailbox import Mailbox
from tests.browser.room import Room
from tests.browser.routes import stops, unvisited
from tests.browser.states import Tour
from tests.browser.walk import LANGUAGES, Walk


def nothing_in(found: list[str]) -> None:
    """Fail with everything that was found, whatever its length."""
    if found:
        pytest.fail("\n".join([f"{len(found)} faults", *found]), pytrace=False)


BRIEF_OR_WHOLE = [
    pytest.param("", id="brief"),
    *(pytest.param(language, id=f"whole-{language}", marks=pytest.mark.long) for language in LANGUAGES),
]
"""Each page in one size and language, or in every size; each language is a walk of its own, side by side."""


@pytest.fixture(params=BRIEF_OR_WHOLE)
def inspector(tmp_path: Path, request: pytest.FixtureRequest) -> Inspector:
    return Inspector(tmp_path, language=request.param)


@pytest.fixture
def mail_key(mailbox: Mailbox) -> str:
    """A mail that the demo shows; its key."""
    connection = get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=str(mailbox.folder)
    )
    mail = EmailMultiAlternatives(
        "Uitnodiging", "Beste Yusuf,\n\nU bent uitgenodigd.\n", connection=connection
    )
    mail.to = ["yusuf@example.org"]
    mail.attach_alternative("<!doctype html><p>Beste Yusuf,<p>U bent uitgenodigd.", "text/html")
    mail.send()
    newest = max(mailbox.folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
    return f"{newest.stem}-0"


@pytest.fixture
def worlds(site: str) -> tuple[World, World]:
    return build_world("Waterveen"), build_world("Dorpstede")


def test_every_page_for_everybody_has_nothing_wrong(
    open_page: Callable[..., Page],
    inspector: Inspector,
    worlds: tuple[World, World],
    demo_server: str,
    mail_key: str,
) -> None:
    walk = Walk(open_page, inspector, worlds, demo=demo_server, mail=mail_key)
    walk.past(stops(is_whole=inspector.is_whole))
    nothing_in([*inspector.found, *inspector.invalid_html()])
    assert unvisited(walk.visited, is_whole=inspector.is_whole) == []
    nothing_in(inspector.same_titles())


def test_every_state_has_nothing_wrong(room: Room, inspector: Inspector) -> None:
    tour = Tour(room, inspector)
    tour.walk()
    nothing_in([*inspector.found, *inspector.invalid_html()])
    assert len(tour.seen) > 80
