"""Who plays in a rehearsal, and what they know of it."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase

from .browser import Browser
from .ears import Ear
from .pages import Page


@dataclass
class Phone:
    """One party with its phone; `notes` are the canaries it sent, by statement, that were not shown yet."""

    party: str
    person: str
    email: str
    browser: Browser
    link: str = ""
    by: str = ""
    notes: dict[int, str] = field(default_factory=dict)


@dataclass
class Options:
    """What the command was asked; `code` returns the sign-in code that came by mail.

    An open page hears of a change `within` so many seconds; a second is what is aimed at. `restart` stops the
    server and starts it again; it returns how many seconds nobody answered.
    """

    url: str
    parties: int
    seed: int
    out: Path
    within: float = 3.0
    email: str = ""
    municipality: str = ""
    code: Callable[[], str] | None = None
    chaos: bool = False
    restart: Callable[[], float] | None = None


@dataclass
class Rehearsal:
    """One session from plan to PDF; `base` is the path below which all its pages lie."""

    options: Options
    say: Callable[[str], None]
    coordinator: Browser
    facilitator: Browser
    screen: Browser
    chance: random.Random
    is_demo: bool = True
    house: str = ""
    title: str = ""
    base: str = ""
    screen_path: str = ""
    phones: list[Phone] = field(default_factory=list)
    ears: list[Ear] = field(default_factory=list)
    played: list[str] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    shown_in: dict[str, list[str]] = field(default_factory=dict)
    code: str = ""
    late: Phone | None = None
    away: Phone | None = None
    colleagues: list[Phone] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def step(self, what: str) -> Iterator[list[str]]:
        """Time one step and print it; what is put in the list is printed behind it."""
        remarks: list[str] = []
        began = time.monotonic()
        yield remarks
        told = f" ({'; '.join(remarks)})" if remarks else ""
        self.say(f"{time.monotonic() - began:7.2f} s  {what}{told}")

    @property
    def seat(self) -> str:
        """Return the path of the phones of this session."""
        return f"/{self.house}/deelnemen/{self.number}/"

    @property
    def number(self) -> int:
        return int(self.base.rstrip("/").rpartition("/")[2])

    def console(self) -> Page:
        return self.facilitator.open(f"{self.base}leiden/")

    def new_note(self) -> str:
        """Return a note nobody else has, of letters: digits could be taken for the number of a resident."""
        return "kanarie-" + "".join(self.chance.choices(ascii_lowercase, k=16))

    def hidden(self, *, from_phone: Phone | None = None) -> list[str]:
        """Return the notes that were not shown yet, those of this phone left out."""
        return [note for phone in self.phones if phone is not from_phone for note in phone.notes.values()]

    @property
    def shown(self) -> list[str]:
        """Return every note that was shown, which the report must hold."""
        return [note for notes in self.shown_in.values() for note in notes]

    def browsers(self) -> list[Browser]:
        everybody = [*self.phones, *self.colleagues, *filter(None, (self.late, self.away))]
        return [self.coordinator, self.facilitator, self.screen, *(phone.browser for phone in everybody)]

    def listen_again(self) -> None:
        """Open the streams anew, each from the page it is on; a phone comes last."""
        for ear in self.ears:
            ear.close()
        phone = self.phones[0].browser
        self.ears = [
            Ear(self.screen, self.screen.open(self.screen_path)),
            Ear(self.facilitator, self.console()),
            Ear(phone, phone.open(self.seat)),
        ]

    def close(self) -> None:
        for ear in self.ears:
            ear.close()
        for browser in self.browsers():
            browser.close()
