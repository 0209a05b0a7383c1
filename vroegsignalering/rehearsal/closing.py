"""Close the session, wait for the worker, and read the report."""

import hashlib
import time

from .cast import Phone, Rehearsal
from .checks import require, require_pdf
from .preparing import link_from_mail

REPORT_WITHIN = 120.0
"""Seconds in which the worker makes the report."""


def close(play: Rehearsal) -> None:
    """Go to what was agreed and close, with a date for the follow-up."""
    with play.step("See what was agreed, and close with a follow-up date"):
        console = play.console()
        console = play.facilitator.send(console, console.form(to=r"/leiden/afspraken/$"))
        screen = play.screen.open(f"{play.screen_path}nu/")
        missing = [what for what in play.agreed if what not in screen.text]
        require(not missing, f"The big screen does not show what was agreed: {', '.join(missing)}")
        page = play.facilitator.open(f"{play.base}leiden/sluiten/")
        form = page.form(holding="follow_up_on")
        require(form and form.filled()["follow_up_on"], "No date for the follow-up is proposed")
        page = play.facilitator.send(page, form)
        require(not page.form(to=r"/leiden/sluiten/$"), f"The session is not closed: {page.text[:200]}")
        for phone in play.phones:
            seen = phone.browser.open(play.seat)
            require(not seen.form(holding="answer"), f"{phone.party} can still answer after the end")


def wait_for_report(play: Rehearsal) -> str:
    """Return where the report can be downloaded, as soon as the worker made it."""
    address = f"{play.base}rapport/"
    with play.step("The worker makes the report"):
        give_up_at = time.monotonic() + REPORT_WITHIN
        while time.monotonic() < give_up_at:
            found = play.coordinator.open(address).link(r"/rapport/pdf/$")
            if found:
                return found
            time.sleep(0.5)
        require(False, f"No report within {REPORT_WITHIN:.0f} s")
    return ""


def download(play: Rehearsal, address: str) -> None:
    """Download the PDF as the coordinator, at the table, and by the link in the mail."""
    holding = [play.title, *(phone.party for phone in play.phones), *play.agreed, *play.shown]
    with play.step(f"Download the PDF to {play.options.out}") as remarks:
        content = play.coordinator.download(address)
        play.options.out.write_bytes(content)
        remarks.append(require_pdf(content, holding=holding, where="The report"))
    with play.step("Participants download the same PDF"):
        for phone in play.phones:
            require(
                _same(phone.browser.download(address), content),
                f"{phone.party} gets another report than others",
            )
        if play.is_demo:
            _by_mail(play, play.phones[0], content)
    with play.step("A stranger gets no report"):
        page = play.screen.open(address, expect=None)
        require(b"%PDF" not in page.body.encode()[:8], "A stranger got the report")


def _by_mail(play: Rehearsal, phone: Phone, content: bytes) -> None:
    link = link_from_mail(play.coordinator, to=phone.email, pattern=r"/rapport/p")
    page = play.screen.open(link)
    mailed = play.screen.send_for_file(page, page.form(to=r"/rapport/p"))
    require(_same(mailed, content), f"The link in the mail to {phone.person} gives another report")


def _same(one: bytes, other: bytes) -> bool:
    return hashlib.sha256(one).digest() == hashlib.sha256(other).digest()
