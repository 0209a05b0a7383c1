"""The big screen at every size, for every table: nothing is cut, nothing overlaps, it can be read at 8 m."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalogue.models import Statement
from questionnaire.enums import AnswerKind
from sessions import stage
from sessions.models import GroupSession
from sessions.screen_look import darken_screen
from sessions.talk_order import put_openers_on_screen
from tests import builders
from tests.browser.accessibility import dressed
from tests.browser.room import SOON, Room
from tests.builders import build_municipality

WINDOWS = [(1920, 1080), (1366, 768), (1024, 768)]
LEAST_ROW = 26
READABLE, READABLE_IN_A_CROWD = 0.021, 0.0155
"""The smallest letters of a revealed statement, in parts of the height of the window."""
ODD = ["Wmo-raad", "مركز المساعدة في الديون", "Łódź & 'Zonen' <b>BV</b>", "🏠🏡 Thuis"]
LONG = "Stichting Maatschappelijke Dienstverlening Waterveen en Omstreken"

MEASURES = (Path(__file__).parent / "measures.js").read_text()


def names_for(count: int) -> list[str]:
    """Return names of sixty letters, and odd ones among them where there are enough."""
    names = [f"{LONG[:57]} {number:02}" for number in range(count)]
    return [*names[: count - len(ODD)], *ODD] if count > len(ODD) else names


def answer_all_kinds(room: Room, position: int = 1) -> None:
    """Give figures that differ, and each kind of no figure; the last party's chair is empty."""
    with room.inside() as session:
        theme = builders.theme_at(session, position)
        *there, late = room.parties if len(room.parties) > 4 else [*room.parties, None]
        kinds = [AnswerKind.DONT_KNOW, AnswerKind.NOT_APPLICABLE] if late else []
        for statement in builders.statements_of(theme):
            for at, party in enumerate(there[:-1] if late else there):
                odd = kinds[at] if at < len(kinds) else None
                if odd == AnswerKind.NOT_APPLICABLE and not statement.allows_not_applicable:
                    odd = AnswerKind.DONT_KNOW
                if odd:
                    builders.answer(party, statement, None, kind=odd)
                else:
                    builders.answer(party, statement, (at * 3) % 11)
        if late:
            late.absent_since = builders.NOW
            late.save()


def measured(page: Page, name: str) -> Any:
    """Return what a function of measures.js finds on the page."""
    dressed(page)
    return page.evaluate(f"() => {{ {MEASURES}; return {name}() }}")


def faults(page: Page, name: str) -> list[str]:
    """Return what is wrong on the page; with PICTURES set, keep what it looks like in that folder."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")
    return [f"{name}: {fault}" for fault in measured(page, "faults")]


def unreadable(page: Page, name: str, picture: str, height: int, count: int) -> list[str]:
    """Return what can't be read at 8 m of an answer that was shown."""
    if not picture.startswith(("revealed", "overview")):
        return []
    smallest = measured(page, "smallestLetters") / height
    is_small = smallest < (READABLE if count <= 9 and picture.startswith("revealed") else READABLE_IN_A_CROWD)
    is_flat = picture.startswith("revealed") and measured(page, "heightOfRow") < LEAST_ROW
    return [f"{name}: letters of {smallest:.2%}, flat rows: {is_flat}"] if is_small or is_flat else []


def walk(room: Room, open_page: Callable[..., Page], windows: list[tuple[int, int]], *, dark: bool) -> None:
    """Bring a session past every picture of the screen and look at each at each size."""
    if dark:
        room.take(darken_screen, dark=True)
    page = open_page(room.screen_path, viewport={"width": 1920, "height": 1080})
    count, found = len(room.parties), list[str]()

    def look(picture: str, wait_for: str) -> None:
        expect(page.locator(wait_for).first).to_be_visible(timeout=SOON)
        for width, height in windows:
            page.set_viewport_size({"width": width, "height": height})
            name = f"{picture}-{count}-{width}-{'dark' if dark else 'light'}"
            found.extend(faults(page, name))
            found.extend(unreadable(page, name, picture, height, count))

    look("early", ".screen-main--early")
    room.open_doors()
    look("lobby", ".screen-main--lobby")
    room.answering(1)
    look("answering", ".screen-main--answering")
    answer_all_kinds(room)
    room.reveal(1)
    with room.inside() as session:
        statements = builders.statements_of(builders.theme_at(session, 1))
    for number, statement in enumerate(statements):
        room.take(stage.show_statement, statement=statement)
        expect(page.locator(".screen-order .is-shown")).to_contain_text(f"{statement.number}.", timeout=SOON)
        look(f"revealed-{number}", ".screen-main--revealed")
    look_beside_the_talk(room, statements[0], look)
    with room.inside() as session:
        theme = session.themes.get(position=2)
    room.take(stage.show_theme, theme=theme)
    look("introduction", ".screen-main--introduction")
    agree(room)
    room.take(stage.begin_wrap_up)
    look("wrap-up", ".screen-main--wrap-up")
    room.take(stage.pause_session)
    look("paused", ".screen-main--paused")
    room.take(stage.resume_session)
    room.take(stage.close_session, follow_up_on=None)
    look("closed", ".screen-main--closed")
    assert not found, "\n".join(found)


def agree(room: Room) -> None:
    for party in room.parties[:14]:
        what = f"{LONG} belt iedereen die niet kon betalen binnen een week ({party.position})"
        room.propose(what, owner_organisation=party.organisation)


def look_beside_the_talk(room: Room, statement: Statement, look: Callable[[str, str], None]) -> None:
    """Look at a statement and at all of them while the table agrees, and when no names are shown."""
    look_at_all = partial(room.take, stage.show_statement, statement=None)
    look_at_all()
    look("overview", ".screen-main--overview")
    room.take(stage.show_statement, statement=statement)
    room.take(put_openers_on_screen, show=True)
    look("revealed-openers", ".screen-openers")
    for number in range(1, 7):
        room.propose(f"{LONG} schrijft een brief die iedereen begrijpt en belt de dag erna ({number})")
        if number in {1, 6}:
            look(f"revealed-agreed-{number}", f"#points-title:has-text('{number}')")
    look_at_all()
    look("overview-agreed", ".screen-overview--with-points")
    room.take(stage.show_statement, statement=statement)
    with room.inside() as session:
        GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
    room.take(stage.show_statement, statement=statement)
    look("revealed-nameless", ".screen-names-later")
    with room.inside() as session:
        GroupSession.objects.filter(pk=session.pk).update(names_after_talk=False)


def test_a_full_table_fits_a_small_projector_in_the_dark(open_page: Callable[..., Page]) -> None:
    room = Room(open_page, build_municipality(), parties=names_for(25))
    walk(room, open_page, [(1024, 768)], dark=True)


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("count", [2, 9, 14, 25])
def test_every_table_fits_every_screen(open_page: Callable[..., Page], count: int, dark: bool) -> None:
    room = Room(open_page, build_municipality(), parties=names_for(count))
    walk(room, open_page, WINDOWS, dark=dark)


def test_it_finds_what_does_not_fit(open_page: Callable[..., Page]) -> None:
    room = Room(open_page, build_municipality(), parties=names_for(2))
    room.revealed()
    page = open_page(room.screen_path, viewport={"width": 1366, "height": 768})
    assert faults(page, "as it is") == []
    for spoiled, fault in {
        "h1 { position: fixed; inset-inline-start: 90% }": "outside",
        "h1 { position: relative; inset-block-start: 200px }": "over each other",
        ".screen-main { max-block-size: 300px }": "cut",
    }.items():
        page.goto(room.screen_path)
        page.evaluate(
            "(rule) => document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length)",
            spoiled,
        )
        assert any(fault in one for one in faults(page, "spoiled")), fault
