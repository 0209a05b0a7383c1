"""Open the doors; everybody sits down: by personal link, name card or join code."""

import re

from .cast import Phone, Rehearsal
from .checks import NotAsItShould, require, require_all, require_no_canary
from .ears import Ear
from .pages import Page

CODE = re.compile(r"\b[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}\b")


def open_doors(play: Rehearsal) -> None:
    """Open the doors and the big screen."""
    with play.step("Open the doors and the big screen") as remarks:
        early = play.phones[0].browser.open(play.phones[0].link, expect=None)
        require(not early.form(holding="name"), "Somebody could sit down before the doors were open")
        console = play.console()
        console = play.facilitator.send(console, console.form(to=r"/leiden/deuren-openen/$"))
        play.screen_path = console.link(r"/scherm/s")
        require(play.screen_path, "The console has no link to the big screen")
        shown = play.screen.open(play.screen_path)
        require_all(shown, [phone.party for phone in play.phones], where="The lobby on the big screen")
        found = CODE.search(shown.text)
        if found is None:
            raise NotAsItShould("The big screen shows no join code")
        play.phones[-1].link, play.phones[-1].by = found[0], "join code"
        play.ears = [Ear(play.screen, shown), Ear(play.facilitator, console)]
        remarks.append(f"code {found[0]}")


def join(play: Rehearsal) -> None:
    """Let everybody sit down, and see the screen hear of it."""
    with play.step("Everybody joins") as remarks:
        for phone in play.phones:
            before = play.ears[0].last
            _sit(phone)
            play.ears[0].hears_newer(than=before, within=play.options.within, what=f"{phone.party} joined")
            read_notice(play, phone)
        play.ears.append(Ear(play.phones[0].browser, page_with_stream(play)))
        ways = {phone.by or "personal link" for phone in play.phones}
        remarks.append(", ".join(sorted(ways)))


def _sit(phone: Phone) -> Page:
    return sit_by_code(phone) if phone.by == "join code" else sit_by_link(phone)


def read_notice(play: Rehearsal, phone: Phone) -> None:
    """Read who sees the answers: on the way in, or on the first page of the phone."""
    page = phone.browser.open(play.seat)
    require(page.address.endswith(play.seat), f"{phone.party} is not seated: {page.address}")
    if notice := page.form(to=r"/uitleg/$"):
        page = phone.browser.send(page, notice)
        require(not page.form(to=r"/uitleg/$"), f"{phone.party} can't get past the explanation")
    require(page.link(r"/uitleg/$"), f"{phone.party} can't read again who sees its answers")


def page_with_stream(play: Rehearsal) -> Page:
    return play.phones[0].browser.open(play.seat)


def sit_by_link(phone: Phone) -> Page:
    """Sit down with a personal link or a name card."""
    page = phone.browser.open(phone.link)
    if way_in := page.link(r"/meedoen/p"):
        page = phone.browser.open(way_in)
    form = page.form(holding="name")
    return phone.browser.send(page, form, name=phone.person)


def sit_by_code(phone: Phone) -> Page:
    """Sit down with the join code, after a wrong one."""
    page = phone.browser.open("/meedoen/")
    wrong = phone.browser.send(page, page.form(holding="code"), expect=(422,), code="ZZZZ-ZZZZ")
    page = phone.browser.send(wrong, wrong.form(holding="code"), code=phone.link.lower().replace("-", " "))
    listed = rf'href="\?partij=([0-9]+)[^"]*"[^>]*>\s*<span[^>]*><bdi>{re.escape(phone.party)}</bdi>'
    mine = re.findall(listed, page.body)
    require(len(mine) == 1, f"{phone.party} is not once in the list after the join code: {page.address}")
    page = phone.browser.open(f"{page.address}?partij={mine[0]}")
    form = page.form(holding="name")
    return phone.browser.send(page, form, name=phone.person)


def begin(play: Rehearsal) -> None:
    """Begin: the overall grade is introduced."""
    with play.step("Begin"):
        console = play.console()
        console = play.facilitator.send(console, console.form(to=r"/leiden/beginnen/$"))
        require(console.form(to=r"/thema/[0-9]+/antwoorden/$"), "Nothing can be answered after the beginning")
        require_no_canary(console, play.hidden(), where="The console")
