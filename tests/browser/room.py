"""One session on the database of the server, and a browser for each person around it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.addresses import screen_path
from sessions.enums import SessionState
from sessions.models import GroupSession, Party
from tests import builders
from tests.live.phones import Phone
from users.models import User

PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
LAPTOP = {"width": 1280, "height": 800}
PROJECTOR = {"width": 1920, "height": 1080}
SOON = 10_000
"""Milliseconds; people are promised one second, and a machine that runs tests is busy."""
RESTS_FOR = 750
"""Milliseconds; a button that just came in place of another one is not pressed by its double click."""
POLLED = 10_000
"""Milliseconds; a page without a stream asks every three seconds."""


class Room:
    """Takes steps as the facilitator would, and opens pages of the people of one session.

    Each step is in a block of its own: on PostgreSQL a tenant's block is a transaction, and what is not
    committed the server does not see. The server looks by the clock, so each step is taken at this moment.
    """

    def __init__(self, open_page: Callable[..., Page], municipality: Municipality, **fields: object) -> None:
        self.open_page, self.municipality = open_page, municipality
        self.facilitator = builders.build_user("R. Smit")
        with self.inside():
            fields = {"starts_at": timezone.now() + timedelta(days=1), **fields}
            self.session = builders.build_session(municipality, facilitator=self.facilitator, **fields)
            self.parties = list(self.session.parties.select_related("organisation").order_by("position"))

    @contextmanager
    def inside(self) -> Iterator[GroupSession]:
        """Run a block inside the municipality; yields the session as it is now."""
        with tenant(self.municipality):
            if hasattr(self, "session"):
                self.session.refresh_from_db()
            yield getattr(self, "session", None)

    # Steps

    def open_doors(self) -> None:
        with self.inside() as session:
            builders.open_doors(session, now=timezone.now())

    def answering(self, position: int = 1) -> None:
        with self.inside() as session:
            builders.answering(session, position, now=timezone.now())

    def answer_all(self, position: int = 1, *, note: str = "") -> None:
        """Let every party answer every statement of a theme, each its own figure."""
        self.answer_for(self.parties, position, note=note)

    def answer_for(self, parties: Sequence[Party], position: int = 1, *, note: str = "") -> None:
        """Let some parties answer every statement of a theme."""
        with self.inside() as session:
            theme = builders.theme_at(session, position)
            for number, party in enumerate(parties):
                for statement in builders.statements_of(theme):
                    said = {"note": note, "now": timezone.now()}
                    builders.answer(party, statement, (number * 4) % 11, **said)

    def reveal(self, position: int = 1) -> None:
        with self.inside() as session:
            builders.reveal(session, builders.theme_at(session, position), now=timezone.now())

    def revealed(self, position: int = 1) -> None:
        """Bring the session to where the answers of a theme were just shown."""
        self.answering(position)
        self.answer_all(position)
        self.reveal(position)

    def take(self, verb: Callable[..., object], **arguments: object) -> None:
        with self.inside() as session:
            builders.take(verb, session, now=timezone.now(), **arguments)

    # Addresses

    def path(self, name: str, **more: object) -> str:
        return reverse(name, kwargs={"gemeente": self.municipality.slug, "pk": self.session.pk, **more})

    def propose(self, what: str, **fields: object) -> ActionPoint:
        """Write down an action point of the first theme."""
        now = timezone.now()
        by = {
            "actor": builders.FACILITATOR,
            "author": "R. Smit",
            "now": now,
            "today": timezone.localdate(now),
        }
        with self.inside() as session:
            theme = builders.theme_at(session, 1).theme
            return propose_action(session, what=what, theme=theme, **by, **fields)

    @property
    def screen_path(self) -> str:
        with self.inside() as session:
            return screen_path(session)

    # People

    def console(self, **options: object) -> Page:
        return self.as_user(self.facilitator, self.path("live:console"), **options)

    def coordinator(self, path: str, **options: object) -> Page:
        """Open a page as somebody who plans the sessions of this municipality."""
        user = builders.build_member(self.municipality, Role.COORDINATOR)
        return self.as_user(user, path, **options)

    def as_user(self, user: User, path: str, **options: object) -> Page:
        return self.open_page(path, holding=builders.sign_in(Client(), user), **options)

    def screen(self, **options: object) -> Page:
        return self.open_page(self.screen_path, **{"viewport": PROJECTOR, **options})

    def seat(self, party: Party | None = None, name: str = "Yusuf") -> Client:
        """Seat somebody by the card of a party, opening the doors if need be; return the cookies of that."""
        with self.inside() as session:
            if session.state == SessionState.PLANNED:
                builders.open_doors(session, now=timezone.now())
            phone = Phone(session)
            link = phone.link(party or self.parties[0])
        assert phone.client.post(link, {"name": name}).status_code == 303
        assert phone.client.post(phone.at("notice")).status_code == 303
        return phone.client

    def phone(self, party: Party | None = None, name: str = "Yusuf", **options: object) -> Page:
        """Open the phone of somebody who sits at the table."""
        client = self.seat(party, name)
        return self.open_page(self.path("live:seat"), **{"viewport": PHONE, "holding": client, **options})


def choose(page: Page, value: int | str) -> None:
    """Tap a figure, or one of the two other choices, and wait until the phone says it is stored."""
    page.wait_for_load_state()  # before it no script hears the tap
    with page.expect_response("**/stelling/*/"):
        page.locator(f"#answer-{value}".replace("_", "-")).click()
    expect(page.locator("#saved")).to_contain_text("Opgeslagen om")


def write_note(page: Page, text: str) -> None:
    """Add a note to the answer on the phone and wait until it is stored."""
    page.get_by_text("Toelichting toevoegen").click()
    with page.expect_response("**/stelling/*/"):
        page.get_by_label("Toelichting").fill(text)
    expect(page.locator("#saved")).to_contain_text("Opgeslagen om")


def go_on(page: Page) -> None:
    """Press the button under the thumb and wait for the next step."""
    before = page.locator("#now").get_attribute("data-view")
    page.locator("#bar .is-main").click()
    expect(page.locator("#now")).not_to_have_attribute("data-view", before or "")


def answer_theme(page: Page, figures: list[int | str]) -> None:
    """Answer one statement after the other, from the one on the phone to the end of the theme."""
    for figure in figures:
        choose(page, figure)
        go_on(page)


def press_next(console: Page, label: str) -> int:
    """Press the one big button, which has to carry this label; return when, in ms of the browser's clock."""
    button = console.locator("#next-button")
    expect(button).to_have_text(label, timeout=SOON)
    console.wait_for_load_state()  # before it no script hears the press
    console.wait_for_timeout(RESTS_FOR)
    pressed_at = console.evaluate("Date.now()")
    button.click()
    return int(pressed_at)
