"""Plan a session as the coordinator: parties, people, who leads, invitations."""

import re
import time
from datetime import UTC, datetime, timedelta
from itertools import cycle

from .browser import Browser
from .cast import Phone, Rehearsal
from .checks import require
from .pages import Page

MAIL_WITHIN = 120.0
"""Seconds in which the worker delivers a mail; after a first start it makes the reports of the demo first."""
FACILITATOR = "Gerrie Oefenleider"


def plan(play: Rehearsal) -> None:
    """Plan a session for tomorrow."""
    with play.step("Plan a session with the overall grade first"):
        page = play.coordinator.open(f"/{play.house}/groepssessies/nieuw/")
        tomorrow = (datetime.now(tz=UTC) + timedelta(days=1)).date()
        page = play.coordinator.send(
            page,
            page.form(holding="title"),
            title=play.title,
            date=tomorrow.isoformat(),
            time="13:30",
            location="Oefenzaal",
            goal="Oefenen met de hele tafel.",
            # A rehearsal mails nobody; in a demo the mails are part of the play, and stay in its mailbox.
            is_rehearsal="" if play.is_demo else "on",
        )
        require(
            re.search(r"/groepssessies/[0-9]+/$", page.address),
            f"The plan was not accepted: {page.text[:300]}",
        )
        play.base = re.sub(r"^https?://[^/]+", "", page.address)


def add_parties(play: Rehearsal) -> None:
    """Put the parties at the table, from all four categories, each with one person."""
    with play.step(f"Add {play.options.parties} parties") as remarks:
        address = f"{play.base}partijen/"
        page = play.coordinator.open(address)
        form = page.form(to=r"/partijen/$", holding="kind")
        require(form, f"No form for a party on {page.address}")
        assert form is not None
        kinds = cycle(play.chance.sample(form.choices("kind"), len(form.choices("kind"))))
        known: set[str] = set()
        for phone, kind in zip(play.phones, kinds, strict=False):
            form = page.form(to=r"/partijen/$", holding="kind")
            page = play.coordinator.send(page, form, name=phone.party, kind=kind.value)
            new = {link for link in page.links if re.search(r"/deelnemers/nieuw/$", link)} - known
            require(len(new) == 1, f"{phone.party} did not get a place at the table")
            known |= new
            if play.is_demo:
                _add_person(play, phone, new.pop())
        remarks.append(f"{len(play.phones)} people" if play.is_demo else "people sit down with a name card")


def _add_person(play: Rehearsal, phone: Phone, address: str) -> None:
    page = play.coordinator.open(address)
    page = play.coordinator.send(page, page.form(holding="email"), name=phone.person, email=phone.email)
    require(phone.email in page.text, f"{phone.person} is not on the list of {phone.party}")


def appoint(play: Rehearsal) -> None:
    """Appoint who leads: somebody from outside in a demo, whose mail can be read; else the coordinator."""
    email = f"leider-{play.number}@oefening.example" if play.is_demo else play.options.email
    what = (
        "a facilitator from outside, and send the invitations" if play.is_demo else "the coordinator to lead"
    )
    with play.step(f"Appoint {what}") as remarks:
        page = play.coordinator.open(f"{play.base}gespreksleiders/")
        form = page.form(holding="email")
        page = play.coordinator.send(page, form, name=FACILITATOR, email=email)
        if play.is_demo:
            page = play.coordinator.open(f"{play.base}uitnodigingen/")
            page = play.coordinator.send(page, page.form(to=r"/uitnodigingen/$"))
            require(not page.form(to=r"/uitnodigingen/$"), "After sending, invitations still wait to be sent")
            _accept(play, email)
            for phone in play.phones:
                _reply(play, phone)
            remarks.append(f"{len(play.phones) + 1} mails")


def _accept(play: Rehearsal, email: str) -> None:
    link = link_from_mail(play.coordinator, to=email, pattern=r"/gespreksleider/g")
    page = play.facilitator.open(link)
    page = play.facilitator.send(page, page.form(to=r"/gespreksleider/g"))
    require(page.address.endswith("/leiden/"), "The facilitator does not arrive at the console")
    again = play.screen.open(link, expect=None)
    require(again.status == 410, f"A used link of the facilitator gives {again.status} to a stranger")


def _reply(play: Rehearsal, phone: Phone) -> None:
    """Say yes with the link from the mail, which later leads to the table."""
    phone.link = link_from_mail(play.coordinator, to=phone.email, pattern=r"/uitnodiging-sessie/p[^/]+/$")
    page = phone.browser.open(phone.link)
    form = page.form(to=r"/uitnodiging-sessie/p")
    page = phone.browser.send(page, form, answer="coming")
    require(page.form(to=r"/uitnodiging-sessie/p"), f"{phone.person} can't change its mind after a yes")


def link_from_mail(browser: Browser, *, to: str, pattern: str) -> str:
    """Return a link from the newest mail to somebody, as the demo shows it, waiting for the worker."""
    give_up_at = time.monotonic() + MAIL_WITHIN
    while time.monotonic() < give_up_at:
        page: Page = browser.open(f"/demo/post/?aan={to}")
        for mail in [link for link in page.links if re.search(r"/demo/post/[^/?]+/$", link)]:
            found = browser.open(mail).link(pattern)
            if found:
                return found
        time.sleep(0.3)
    require(False, f"No mail to {to} with such a link within {MAIL_WITHIN:.0f} s: {pattern}")
    return ""


def print_cards(play: Rehearsal) -> None:
    """Find the link behind the QR of each name card."""
    with play.step("Print the name cards"):
        page = play.coordinator.open(f"{play.base}naamkaarten/")
        cards = [link for link in page.links if re.search(r"/meedoen/k", link)]
        require(len(cards) == len(play.phones), f"{len(cards)} name cards for {len(play.phones)} parties")
        for number, (phone, card) in enumerate(zip(play.phones, cards, strict=True)):
            if number == 1 or not play.is_demo:
                phone.link, phone.by = card, "name card"
