"""Sign in as the coordinator: with one click in demo mode, otherwise with the code from the mail."""

import re

from .cast import Rehearsal
from .checks import require

LIST = re.compile(r"/(?P<house>[a-z][a-z0-9-]+)/groepssessies/$")


def sign_in(play: Rehearsal) -> None:
    """Sign in, and find out in which municipality."""
    with play.step("Sign in as the coordinator") as remarks:
        page = play.coordinator.open("/demo/", expect=None)
        play.is_demo = page.status == 200 and not play.options.email
        if play.is_demo:
            wanted = play.options.municipality or "[a-z0-9-]+"
            form = page.form(to=rf"/demo/inloggen/{wanted}-coordinator/")
            page = play.coordinator.send(page, form)
        else:
            _by_code(play)
            page = play.coordinator.open("/")
        here = LIST.search(page.address)
        links = (
            [here["house"]] if here else [found["house"] for found in map(LIST.search, page.links) if found]
        )
        if play.options.municipality:
            links = [house for house in links if house == play.options.municipality]
        require(links, "The coordinator finds no municipality after signing in")
        play.house = links[0]
        play.coordinator.open(f"/{play.house}/groepssessies/")
        remarks.append(f"{play.house}, {'demo' if play.is_demo else 'by code'}")


def _by_code(play: Rehearsal) -> None:
    require(
        play.options.email and play.options.code,
        "This installation is no demo: give --email, and type the code from the mail",
    )
    assert play.options.code is not None
    page = play.coordinator.open("/inloggen/")
    page = play.coordinator.send(page, page.form(holding="login"), login=play.options.email)
    form = page.form(holding="code")
    require(form, f"No field for the code on {page.address}")
    page = play.coordinator.send(page, form, code=play.options.code())
    require(not page.form(holding="code"), "The code was not accepted")
