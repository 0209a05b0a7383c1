"""The big screen after every kind of cut: what it shows is what the server says, or it says how old it is."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from sessions import stage
from sessions.screen_look import darken_screen
from tests.browser.room import POLLED, PROJECTOR, Room
from tests.browser.waiting import until
from tests.builders import FACILITATOR, build_municipality, statements_of, theme_at
from tests.live.serving import environment, serving
from tests.servers import free_port

LOST = re.compile(r"Geen verbinding · stand van \d\d\.\d\d uur")
PLOT = "svg.dot-plot:visible"
AS_THE_SERVER = """async () => {
  const now = document.getElementById("now");
  const answer = await fetch(now.dataset.follow, { cache: "no-store" });
  const server = document.createElement("div");
  server.innerHTML = await answer.text();
  const passing = / data-now="[^"]*"| is-new/g;
  const plain = (place) => place.innerHTML.replace(passing, "").replace(/\\s+/g, " ").trim();
  return plain(server) === plain(now) && document.getElementById("lost").hidden;
}"""


COUNT_WHAT_IS_UNDER_WAY = """() => {
  const ask = window.fetch;
  window.underWay = 0;
  window.fetch = (...what) => { window.underWay++; return ask(...what).finally(() => window.underWay--); };
}"""


@pytest.fixture
def table(open_page: Callable[..., Page]) -> Room:
    return Room(open_page, build_municipality())


@pytest.fixture
def screen(table: Room) -> Iterator[Page]:
    page = table.screen()
    page.evaluate("window.stayed = true")
    yield page


def same_as_the_server(page: Page) -> None:
    """Wait until the page shows what the server shows, without a mark; it was not loaded anew for that."""
    until(page, AS_THE_SERVER, within=POLLED)
    assert page.evaluate("window.stayed")


def refuse(page: Page, *patterns: str) -> Callable[[], None]:
    """Let nothing through to the server; return what lets it through again."""

    def abort(route: Route) -> None:
        route.abort()

    for pattern in patterns:
        page.context.route(pattern, abort)

    def again() -> None:
        for pattern in patterns:
            page.context.unroute(pattern, abort)

    return again


def freeze(page: Page) -> Callable[[], None]:
    """Let the browser put the page to sleep; return what wakes it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    return lambda: session.send("Page.setWebLifecycleState", {"state": "active"})


def test_an_answer_that_was_held_up_never_replaces_a_newer_picture(table: Room, screen: Page) -> None:
    table.answering()
    expect(screen.locator("#look[data-picture=answering]")).to_be_attached()
    old_picture_comes_late(table, screen)
    screen.wait_for_timeout(300)
    assert "answering" not in screen.evaluate("window.seen")
    same_as_the_server(screen)


def test_without_comparing_revisions_the_old_picture_would_stand_there(table: Room, screen: Page) -> None:
    table.answering()
    expect(screen.locator("#look[data-picture=answering]")).to_be_attached()
    old_picture_comes_late(table, screen, tells_revision=False)
    until(screen, "window.seen.includes('answering')")


WRITE_DOWN = """() => {
    window.seen = [];
    const look = () => window.seen.push(document.getElementById("look")?.dataset.picture);
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def old_picture_comes_late(table: Room, screen: Page, *, tells_revision: bool = True) -> None:
    """Answer with what was on the screen before the reveal; the page writes down which pictures it shows."""
    path = screen.locator("#now").get_attribute("data-follow")
    old = screen.request.get(f"{path}")
    headers = {"ETag": '"old"', **({"X-Revision": old.headers["x-revision"]} if tells_revision else {})}
    table.answer_all()
    table.reveal()
    expect(screen.locator(PLOT)).to_be_visible()
    screen.evaluate(WRITE_DOWN)
    held_up = []

    def late(route: Route) -> None:
        held_up.append(route)
        route.fulfill(status=200, content_type="text/html", body=old.text(), headers=headers)

    screen.context.route("**/nu/", late, times=1)
    # Another answer may still be on its way: the late one is known by its mark.
    with screen.expect_response(lambda answer: answer.headers.get("etag") == headers["ETag"]):
        screen.evaluate("document.dispatchEvent(new CustomEvent('live:progress', { detail: {} }))")
    assert held_up


def test_a_page_that_slept_asks_first_and_says_how_old_it_is(table: Room, screen: Page) -> None:
    screen.evaluate(COUNT_WHAT_IS_UNDER_WAY)
    table.revealed()
    expect(screen.locator(PLOT)).to_be_visible()
    # First the network goes: falling asleep takes the browser a moment, in which it would still ask. What was
    # asked before would be answered with what comes after.
    answers_again = refuse(screen, "**/stand/", "**/nu/", "**/stroom/**")
    until(screen, "window.underWay === 0")
    wake = freeze(screen)
    table.take(stage.blank_screen, blank=True)
    wake()
    expect(screen.locator("#lost")).to_have_text(LOST)
    expect(screen.locator(PLOT)).to_be_visible()
    answers_again()
    expect(screen.locator(PLOT)).to_have_count(0, timeout=POLLED)
    same_as_the_server(screen)


def test_a_laptop_that_wakes_up_hours_later_shows_no_names(
    table: Room, open_page: Callable[..., Page]
) -> None:
    table.revealed()
    screen = open_page("/gezond/", viewport=PROJECTOR)
    screen.clock.install()
    screen.goto(table.screen_path)
    screen.evaluate("window.stayed = true")
    expect(screen.locator(PLOT)).to_be_visible()
    answers_again = refuse(screen, "**/stand/", "**/nu/", "**/stroom/**")
    screen.clock.fast_forward("02:00:00")  # no event tells of it: only the clock jumped
    expect(screen.locator(PLOT)).to_have_count(0)
    answers_again()
    screen.clock.run_for(10_000)
    same_as_the_server(screen)


@pytest.mark.long
def test_a_tab_that_was_hidden_is_marked_before_anybody_sees_it(table: Room, screen: Page) -> None:
    table.revealed()
    expect(screen.locator(PLOT)).to_be_visible()
    hide = "(is) => { Object.defineProperty(document, 'hidden', { value: is, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    screen.evaluate(hide, True)
    expect(screen.locator("#lost")).to_have_text(LOST, timeout=POLLED)
    table.take(darken_screen, dark=True)
    screen.evaluate(hide, False)
    expect(screen.locator("html.app-dark")).to_be_attached()
    same_as_the_server(screen)


@pytest.mark.long
def test_who_comes_back_to_the_page_sees_what_is_there_now(table: Room, screen: Page) -> None:
    table.revealed()
    expect(screen.locator(PLOT)).to_be_visible()
    screen.goto("/gezond/")
    table.take(stage.blank_screen, blank=True)
    screen.go_back()
    screen.evaluate("window.stayed = true")
    same_as_the_server(screen)
    expect(screen.locator(PLOT)).to_have_count(0)


@pytest.mark.long
def test_the_time_of_the_mark_is_that_of_the_room_whatever_the_laptop_thinks(
    table: Room, open_page: Callable[..., Page]
) -> None:
    table.revealed()
    screen = open_page("/gezond/", viewport=PROJECTOR, timezone_id="America/New_York")
    screen.clock.install(time=timezone.now() + timedelta(hours=3, minutes=20))
    screen.goto(table.screen_path)
    expect(screen.locator(PLOT)).to_be_visible()
    here = timezone.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    screen.context.set_offline(True)
    screen.clock.run_for(8_000)
    expect(screen.locator("#lost")).to_be_visible()
    told = screen.locator("#lost").text_content() or ""
    near = [f"{here + timedelta(minutes=by):%H.%M}" for by in (-1, 0, 1)]
    assert any(time in told for time in near), (told, near)


@pytest.mark.long
def test_a_picture_that_does_not_come_is_not_shown_as_the_present_one(table: Room, screen: Page) -> None:
    table.answering()
    expect(screen.locator("#look[data-picture=answering]")).to_be_attached()
    # The server is there, the stream too: only the picture itself fails.
    answers_again = refuse(screen, "**/nu/")
    table.answer_all()
    table.reveal()
    expect(screen.locator("#lost")).to_have_text(LOST, timeout=POLLED)
    answers_again()
    expect(screen.locator(PLOT)).to_be_visible(timeout=POLLED)
    same_as_the_server(screen)


@pytest.mark.long
def test_a_room_in_which_nobody_is_any_more_shows_no_names(
    table: Room, open_page: Callable[..., Page]
) -> None:
    table.revealed()
    screen = open_page("/gezond/", viewport=PROJECTOR)
    screen.clock.install()
    screen.goto(table.screen_path)
    expect(screen.locator(PLOT)).to_be_visible()
    # The connection is fine all the time: each minute the server says that nothing changed.
    for _minute in range(3):
        screen.clock.run_for(31 * 60_000)
        screen.wait_for_timeout(50)
    expect(screen.locator("#idle")).to_be_visible()
    expect(screen.locator(PLOT)).to_have_count(0)
    with table.inside() as session:
        statement = statements_of(theme_at(session, 1))[1]
    table.take(stage.show_statement, statement=statement)
    screen.clock.run_for(5_000)
    expect(screen.locator(PLOT)).to_be_visible(timeout=POLLED)


@pytest.mark.long
def test_after_the_close_it_goes_blank(table: Room, open_page: Callable[..., Page]) -> None:
    table.revealed()
    screen = open_page("/gezond/", viewport=PROJECTOR)
    screen.clock.install()
    screen.goto(table.screen_path)
    with table.inside() as session:
        stage.close_session(
            session,
            follow_up_on=None,
            actor=FACILITATOR,
            expected_revision=session.revision,
            now=timezone.now(),
        )
    thanks = screen.get_by_text("Dank u wel voor dit gesprek")
    screen.clock.run_for(4_000)
    expect(thanks).to_be_visible(timeout=POLLED)
    screen.clock.run_for(16 * 60_000)
    expect(thanks).to_be_hidden()


@pytest.mark.parametrize("moves", [True, pytest.param(False, marks=pytest.mark.long)])
def test_the_answers_appear_all_at_once(table: Room, open_page: Callable[..., Page], moves: bool) -> None:
    motion = "no-preference" if moves else "reduce"
    screen = open_page(table.screen_path, viewport=PROJECTOR, reduced_motion=motion)
    table.answering()
    expect(screen.locator("#look[data-picture=answering]")).to_be_attached()
    screen.evaluate(
        """() => document.addEventListener("live:morphed", () => {
          if (!document.querySelector("svg.dot-plot")) return;
          window.dots = document.querySelectorAll("#plot .dot-plot__dot, #plot .dot-plot__mark").length;
          const moving = document.getAnimations().filter((one) => one.effect.target.closest("#plot"));
          window.moving = new Set(moving.map((one) => one.startTime)).size;
          window.movingAtAll = moving.length;
        })"""
    )
    table.answer_all()
    table.reveal()
    expect(screen.locator(PLOT)).to_be_visible()
    # In the very first moment every party has its dot, and all of them move together or not at all.
    assert screen.evaluate("window.dots") == len(table.parties)
    assert bool(screen.evaluate("window.movingAtAll")) is moves
    assert screen.evaluate("window.moving") == (1 if moves else 0)
    until(screen, "() => !document.getAnimations().some((one) => one.effect.target.closest('#plot'))")
    assert (
        screen.locator("#plot .dot-plot__dot").first.evaluate("(dot) => getComputedStyle(dot).opacity") == "1"
    )


@pytest.mark.long
def test_a_new_action_point_is_pointed_out_and_an_old_one_is_not(table: Room, screen: Page) -> None:
    table.revealed()
    expect(screen.locator(PLOT)).to_be_visible()
    table.propose("Eén telefoonnummer")
    expect(screen.locator("[data-point].is-new")).to_have_text(re.compile("Eén telefoonnummer"))
    table.propose("Duidelijke brieven")
    expect(screen.locator("[data-point]")).to_have_count(2)
    expect(screen.locator(".is-new")).to_have_count(0, timeout=POLLED)
    screen.reload()
    expect(screen.locator("[data-point]")).to_have_count(2)
    expect(screen.locator(".is-new")).to_have_count(0)


@pytest.mark.long
def test_after_any_row_of_cuts_the_last_picture_is_that_of_the_server(
    table: Room, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    port, surroundings, chance = free_port(), environment(), random.Random(1206)
    page = open_page("/gezond/", viewport=PROJECTOR)
    page.context.unroute_all()  # this server stands elsewhere
    table.answering()
    for number in range(12):
        with serving(tmp_path / str(number), surroundings, port=port):
            if number == 0:
                page.goto(f"http://127.0.0.1:{port}{table.screen_path}")
                page.evaluate("window.stayed = true")
            same_as_the_server(page)
            for _cut in range(chance.randint(2, 5)):
                cut(page, table, chance)
                same_as_the_server(page)
            table.take(darken_screen, dark=chance.random() < 0.5)
        change(table, chance)  # while no server is there


def cut(page: Page, table: Room, chance: random.Random) -> None:
    """Cut the page off in one way, change something meanwhile, and restore it."""
    way = chance.choice(["offline", "asleep", "no stream", "no picture"])
    if way == "asleep":
        wake = freeze(page)
        change(table, chance)
        return wake()
    if way == "offline":
        page.context.set_offline(True)
        change(table, chance)
        page.wait_for_timeout(chance.randint(0, 1500))
        return page.context.set_offline(False)
    again = refuse(page, "**/stroom/**" if way == "no stream" else "**/nu/")
    change(table, chance)
    page.wait_for_timeout(chance.randint(0, 1500))
    return again()


def change(table: Room, chance: random.Random) -> None:
    if chance.random() < 0.5:
        table.take(darken_screen, dark=chance.random() < 0.5)
    else:
        table.take(stage.blank_screen, blank=chance.random() < 0.5)
