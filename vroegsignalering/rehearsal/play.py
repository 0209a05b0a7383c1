"""The whole rehearsal, step by step, over HTTP only: no models, no database, no settings."""

import random
import time
from collections.abc import Callable

from . import chaos
from .agreeing import agree
from .answering import answer_theme
from .browser import Browser
from .cast import Options, Phone, Rehearsal
from .checks import require
from .closing import close, download, wait_for_report
from .getting_in import sign_in
from .joining import begin, join, open_doors
from .peeking import peek
from .preparing import add_parties, appoint, plan, print_cards
from .revealing import answer_too_late, reveal

THEMES = ("Overall grade", "Theme 1", "Theme 2", "Theme 3", "Theme 4")
FEWEST, MOST = 3, 40


def rehearse(options: Options, *, say: Callable[[str], None]) -> None:
    """Play a whole session; raises `NotAsItShould` at the first thing that is not as it should be."""
    require(FEWEST <= options.parties <= MOST, f"Choose {FEWEST} to {MOST} parties")
    require(not options.chaos or options.parties >= chaos.FEWEST, "Chaos needs at least 5 parties")
    began = time.monotonic()
    play = set_up(options, say=say)
    try:
        _prepare(play)
        for place, name in enumerate(THEMES):
            _play_theme(play, name=name, place=place)
        if options.chaos:
            chaos.compare_everything(play)
        close(play)
        download(play, wait_for_report(play))
    finally:
        play.close()
    for what, times in sorted(play.done.items()):
        say(f"{times:7}    {what}")
    say(f"{time.monotonic() - began:7.2f} s  in all: as it should be.")


def set_up(options: Options, *, say: Callable[[str], None]) -> Rehearsal:
    """Give everybody a browser; the seed decides what is answered and agreed."""
    chance = random.Random(options.seed)
    coordinator = Browser("The coordinator", base=options.url)
    facilitator = Browser("The facilitator", base=options.url) if not options.email else coordinator
    title = f"Oefening {options.seed} van {time.strftime('%d-%m-%Y %H.%M.%S')}"
    stamp = time.time_ns() // 1_000_000
    return Rehearsal(
        options=options,
        say=say,
        coordinator=coordinator,
        facilitator=facilitator,
        screen=Browser("The big screen", base=options.url),
        chance=chance,
        title=title,
        phones=[
            Phone(
                party=f"Oefenpartij {number:02d}",
                person=f"Deelnemer {number:02d}",
                email=f"p{number:02d}-{stamp}@oefening.example",
                browser=Browser(f"Party {number:02d}", base=options.url),
            )
            for number in range(1, options.parties + 1)
        ],
    )


def _prepare(play: Rehearsal) -> None:
    sign_in(play)
    plan(play)
    add_parties(play)
    appoint(play)
    print_cards(play)
    open_doors(play)
    if play.options.chaos:
        chaos.keep_some_away(play)
        chaos.give_clumsy_browsers(play)
    join(play)
    begin(play)


def _play_theme(play: Rehearsal, *, name: str, place: int) -> None:
    if place > 0:
        _go_to_next_theme(play)
    if play.options.chaos:
        chaos.before_answering(play, place)
    late = answer_theme(play, name=name)
    if play.options.chaos:
        chaos.after_answering(play, place)
    peek(play, name=name)
    reveal(play, name=name)
    answer_too_late(play, late, name=name)
    if place > 0:
        agree(play, name=name)


def _go_to_next_theme(play: Rehearsal) -> None:
    console = play.console()
    ahead = [
        form
        for form in console.forms
        if "/leiden/thema/" in form.action and form.action.rstrip("/").rpartition("/")[2] not in play.played
    ]
    ahead = [form for form in ahead if form.action.rstrip("/").rpartition("/")[2].isdecimal()]
    require(ahead, "The console leads to no next theme")
    play.facilitator.send(console, ahead[0])
