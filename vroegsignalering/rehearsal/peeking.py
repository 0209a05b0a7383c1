"""Everybody tries to see answers before they are shown; nobody may."""

import re

from .browser import Browser
from .cast import Phone, Rehearsal
from .checks import require, require_no_canary, require_refused


def peek(play: Rehearsal, *, name: str) -> None:
    """Open what somebody in the room could open; each is refused, or gives nothing away."""
    with play.step(f"{name}: everybody tries to peek") as remarks:
        count = sum(_peek_from_phone(play, phone) for phone in play.phones)
        count += _look(
            play,
            play.facilitator,
            "The facilitator's",
            [
                f"{play.base}leiden/",
                f"{play.base}leiden/nu/",
                f"{play.base}leiden/stand/",
                f"{play.base}leiden/sluiten/",
            ],
        )
        screen = play.screen_path
        count += _look(play, play.screen, "The big screen's", [screen, f"{screen}nu/", f"{screen}stand/"])
        pages = ["", "partijen/", "uitnodigingen/", "naamkaarten/", "gespreksleiders/", "stand/"]
        count += _look(play, play.coordinator, "The coordinator's", [play.base + page for page in pages])
        house = [f"/{play.house}/groepssessies/", f"/{play.house}/verbeteragenda/", "/"]
        count += _look(play, play.coordinator, "The coordinator's", house)
        for path in (f"{play.base}rapport/", f"{play.base}rapport/pdf/"):
            page = play.coordinator.open(path, expect=None)
            require_refused(page, play.hidden(), where="The report for the coordinator")
            count += 1
        remarks.append(f"{count} pages")


def _look(play: Rehearsal, browser: Browser, whose: str, paths: list[str]) -> int:
    for path in paths:
        require_no_canary(browser.open(path), play.hidden(), where=f"{whose} page")
    return len(paths)


def _peek_from_phone(play: Rehearsal, phone: Phone) -> int:
    hidden = play.hidden(from_phone=phone)
    own = [play.seat, f"{play.seat}nu/", f"{play.seat}overzicht/", f"{play.seat}antwoorden/"]
    own += [f"{play.seat}stelling/{number}/" for number in phone.notes]
    for path in own:
        require_no_canary(phone.browser.open(path), hidden, where=f"The phone of {phone.party}")
    answers = phone.browser.open(f"{play.seat}antwoorden/").body
    missing = [note for note in phone.notes.values() if note not in answers]
    require(not missing, f"{phone.party} misses {len(missing)} of its own answers, so peeking proves nothing")
    others = [
        one.link
        for one in play.phones
        if one is not phone and re.search(r"/(meedoen|uitnodiging-sessie)/", one.link)
    ]
    for link in others[:2]:
        page = phone.browser.open(link, expect=None)
        require_no_canary(page, hidden, where=f"Another party's link on the phone of {phone.party}")
    closed = [f"{play.base}leiden/", f"{play.base}leiden/nu/", f"{play.base}leiden/stand/"]
    closed += [play.base, f"{play.base}rapport/", f"{play.base}rapport/pdf/"]
    closed += [f"/{play.house}/deelnemen/{play.number + step}/" for step in (-1, 1)]
    for path in closed:
        page = phone.browser.open(path, expect=None)
        require_refused(page, hidden, where=f"A foreign page on the phone of {phone.party}")
    return len(own) + len(others[:2]) + len(closed)
