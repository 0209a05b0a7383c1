"""Show the answers: once, to everybody, within a second, and never one that came too late."""

import threading
import time

from .answering import LateForm
from .cast import Rehearsal
from .checks import require, require_all, require_no_canary


def reveal(play: Rehearsal, *, name: str) -> None:
    """Press twice at once; see every open page hear of it, and every party on every picture."""
    with play.step(f"{name}: show the answers, pressed twice") as remarks:
        console = play.console()
        form = console.form(to=r"/thema/[0-9]+/tonen/$")
        require(form, "The console has no button to show the answers")
        assert form is not None
        before = [ear.last for ear in play.ears]
        began = time.monotonic()
        said: list[int] = []
        both = [
            threading.Thread(
                target=lambda: said.append(play.facilitator.post_raw(form, console, X_Fragment="console"))
            )
            for _press in range(2)
        ]
        for press in both:
            press.start()
        for press in both:
            press.join()
        require(sorted(said) == [204, 409], f"Two presses give {sorted(said)}: one must win, one be told")
        waits = [
            ear.hears_newer(than=then, within=play.options.within, what="the answers are shown").at - began
            for ear, then in zip(play.ears, before, strict=True)
        ]
        remarks.append(f"heard after {max(waits):.2f} s")
    with play.step(f"{name}: every party is on the screen"):
        _look_at_pictures(play)
    play.shown_in[play.played[-1]] = play.hidden()
    for phone in play.phones:
        phone.notes.clear()


def _look_at_pictures(play: Rehearsal) -> None:
    parties = [phone.party for phone in play.phones]
    notes = play.hidden()
    for phone in play.phones:
        page = phone.browser.open(play.seat)
        require_all(page, [*parties, *notes], where=f"The phone of {phone.party} after the reveal")
    console = play.console()
    statements = [form for form in console.forms if "/leiden/stelling/" in form.action]
    require(statements, "The console has no statement to put on the screen")
    for place in range(len(statements)):
        console = play.console()
        forms = [form for form in console.forms if "/leiden/stelling/" in form.action]
        play.facilitator.send(console, forms[place])
        shown = play.screen.open(f"{play.screen_path}nu/")
        require_all(shown, parties, where="The big screen")
        require_no_canary(shown, notes, where="The big screen (notes are for phones and report)")


def answer_too_late(play: Rehearsal, late: LateForm, *, name: str) -> None:
    """Send a form that stood open when the answers were shown: it is not stored, and says so."""
    with play.step(f"{name}: an answer that comes too late is told so"):
        note = play.new_note()
        page = late.phone.browser.send(late.page, late.form, expect=(409,), answer="0", note=note)
        require("utrecht-alert" in page.body, "An answer that came too late is refused without a word")
        for phone in play.phones:
            require_no_canary(
                phone.browser.open(play.seat),
                [note],
                where=f"The phone of {phone.party}, of an answer too late",
            )
