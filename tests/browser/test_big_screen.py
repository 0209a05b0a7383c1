"""The big screen in a real browser: it follows the stage, also without a stream."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sessions import stage
from sessions.models import GroupSession
from sessions.screen_look import darken_screen
from tests.browser.accessibility import dressed
from tests.browser.room import POLLED, PROJECTOR, SOON, Room
from tests.builders import build_municipality
from tests.live.serving import environment, serving
from tests.servers import free_port

RESTARTED = 30_000  # ms: a screen that lost its server asks ever less often
TABLE = [f"{'Stichting Maatschappelijke Dienstverlening Waterveen eo'[: 57 - n]} {n}" for n in range(25)]


@pytest.fixture
def table(open_page: Callable[..., Page]) -> Room:
    return Room(open_page, build_municipality(), parties=TABLE)


def test_it_follows_the_stage_without_a_reload(open_page: Callable[..., Page], table: Room) -> None:
    page = open_page(table.screen_path, viewport=PROJECTOR)
    page.evaluate("window.stayed = true")
    table.open_doors()
    expect(page.get_by_text(table.session.spoken_join_code)).to_be_visible(timeout=SOON)
    table.answering()
    expect(page.get_by_text("0 van 25")).to_be_visible(timeout=SOON)
    table.answer_for(table.parties[:1])
    expect(page.get_by_text("1 van 25")).to_be_visible(timeout=SOON)
    table.reveal()
    expect(page.locator("svg.dot-plot:visible")).to_be_visible(timeout=SOON)
    table.take(darken_screen, dark=True)
    expect(page.locator("html.app-dark")).to_have_count(1, timeout=SOON)
    table.take(stage.blank_screen, blank=True)
    expect(page.locator("svg.dot-plot:visible")).to_have_count(0, timeout=SOON)
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize("viewport", [PROJECTOR, {"width": 1024, "height": 768}])
def test_twenty_five_long_names_fit(
    open_page: Callable[..., Page], table: Room, viewport: dict[str, int]
) -> None:
    table.revealed()
    page = open_page(table.screen_path, viewport=viewport)
    dressed(page)
    plot = page.locator("svg.dot-plot:visible").bounding_box()
    side, footer = page.locator("aside").bounding_box(), page.locator("#screen-footer").bounding_box()
    assert plot and side and footer
    assert plot["x"] + plot["width"] <= side["x"]
    assert plot["y"] + plot["height"] <= viewport["height"] + 1
    assert footer["y"] + footer["height"] <= viewport["height"] + 1
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_where_streams_are_blocked_it_polls(open_page: Callable[..., Page], table: Room) -> None:
    page = open_page("/gezond/", viewport=PROJECTOR)
    page.route("**/stroom/**", lambda route: route.abort())
    page.goto(table.screen_path)
    table.open_doors()
    expect(page.get_by_text(table.session.spoken_join_code)).to_be_visible(timeout=POLLED)
    expect(page.locator("#lost")).to_be_hidden()


def test_without_a_connection_it_keeps_the_picture_and_blanks_after_half_an_hour(
    open_page: Callable[..., Page], table: Room
) -> None:
    table.revealed()
    page = open_page("/gezond/", viewport=PROJECTOR)
    page.clock.install()
    page.route("**/stroom/**", lambda route: route.abort())
    page.goto(table.screen_path)
    page.route("**/stand/", lambda route: route.abort())
    page.clock.run_for(10_000)
    lost = page.locator("#lost")
    expect(lost).to_have_text(re.compile(r"Geen verbinding · stand van \d\d\.\d\d uur"), timeout=POLLED)
    expect(page.locator("svg.dot-plot:visible")).to_be_visible()
    page.clock.run_for(29 * 60_000)
    expect(page.locator("svg.dot-plot:visible")).to_be_visible()
    page.clock.run_for(2 * 60_000)
    expect(page.locator("svg.dot-plot:visible")).to_have_count(0)
    page.unroute("**/stand/")
    page.clock.run_for(5_000)
    expect(lost).to_be_hidden(timeout=POLLED)
    expect(page.locator("svg.dot-plot:visible")).to_be_visible()


def test_after_a_restart_of_the_server_it_catches_up(
    open_page: Callable[..., Page], table: Room, tmp_path: Path
) -> None:
    port, surroundings = free_port(), environment()
    page = open_page("/gezond/", viewport=PROJECTOR)
    page.context.unroute_all()  # this server stands elsewhere
    with ExitStack() as running:
        server = running.enter_context(serving(tmp_path / "first", surroundings, port=port))
        page.goto(server.address + table.screen_path)
        page.wait_for_timeout(1000)
        server.stop()
    table.open_doors()
    expect(page.locator("#lost")).to_be_visible(timeout=POLLED)
    with serving(tmp_path / "second", surroundings, port=port):
        expect(page.get_by_text(table.session.spoken_join_code)).to_be_visible(timeout=RESTARTED)
        expect(page.locator("#lost")).to_be_hidden()


def test_a_withdrawn_link_shows_nothing_any_more(open_page: Callable[..., Page], table: Room) -> None:
    table.revealed()
    page = open_page(table.screen_path, viewport=PROJECTOR)
    with table.inside() as session:
        GroupSession.objects.filter(pk=session.pk).update(screen_link_version=2)
    expect(page.locator("#gone")).to_be_visible(timeout=POLLED)
    expect(page.locator("svg.dot-plot:visible")).to_have_count(0)
