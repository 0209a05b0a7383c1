"""The tables that are measured at: full sessions, each with its listeners, phones and who leads."""

import random
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from common.tenancy import tenant
from live.tickets import make_ticket, seat_viewer
from municipalities.models import Municipality
from sessions.links import token_for
from sessions.models import GroupSession, Party
from sessions.revision import nudge
from sessions.seats import SEATS_PER_PARTY
from tests.builders import (
    answering,
    appoint,
    build_municipality,
    build_session,
    build_user,
    open_doors,
    seat,
    sign_in,
    statements_of,
    theme_at,
)
from vroegsignalering.rehearsal.pages import read_page

HOST = "127.0.0.1"
STREAMS_EACH = 3
LISTENERS = 198
"""Of one session; it takes 200 streams."""


@dataclass
class Table:
    """A session with seats that listen."""

    municipality: Municipality
    session: GroupSession
    paths: list[str]


def build_tables(municipality: Municipality, clients: int) -> list[Table]:
    """Make as many sessions as these listeners need."""
    tables = []
    while clients > 0:
        listeners = min(clients, LISTENERS)
        people = -(-listeners // STREAMS_EACH)
        names = [f"Partij {number}" for number in range(-(-people // SEATS_PER_PARTY))]
        with tenant(municipality):
            session = open_doors(build_session(municipality, parties=names))
            parties = list(session.parties.select_related("session", "municipality"))
            seated = [seat(parties[number % len(parties)], f"Persoon {number}") for number in range(people)]
            tickets = [make_ticket(seat_viewer(person, session)) for person in seated]
        paths = [f"/stroom/?kaartje={ticket}" for ticket in tickets for _ in range(STREAMS_EACH)][:listeners]
        tables.append(Table(municipality, session, paths))
        clients -= listeners
    return tables


def change(tables: list[Table]) -> tuple[list[int], float]:
    """Let every session change in one moment; return the new revision per listener, and that moment."""
    keys = [table.session.pk for table in tables]
    with tenant(tables[0].municipality), transaction.atomic():
        GroupSession.objects.filter(pk__in=keys).update(revision=F("revision") + 1)
        for key in keys:
            nudge(session_id=key)
        there = dict(GroupSession.objects.filter(pk__in=keys).values_list("pk", "revision"))
    at = time.perf_counter()
    return [there[table.session.pk] for table in tables for _path in table.paths], at


class Phone:
    """A phone over HTTP, already seated: it answers statement after statement until it is told to stop."""

    def __init__(self, base: str, session: GroupSession, party: Party) -> None:
        inside = Client(SERVER_NAME=HOST)
        at = {"gemeente": session.municipality.slug}
        inside.post(reverse("live:join_link", kwargs={**at, "token": token_for(party)}), {"name": "Yusuf"})
        inside.post(reverse("live:notice", kwargs={**at, "pk": session.pk}))
        self.base, self.place = base, {**at, "pk": session.pk}
        self.client = httpx.Client(base_url=base, timeout=30, cookies=cookies_of(inside))
        self.versions: dict[int, int] = {}
        self.took: list[float] = []
        self.stored: dict[int, int] = {}
        self.token = ""

    def read_token(self) -> None:
        page = self.client.get(reverse("live:seat", kwargs=self.place), headers={"Accept": "text/html"})
        form = read_page(page.text, address=str(page.url), status=page.status_code).form(holding="answer")
        if form is None:
            raise SystemExit(f"No statement on a phone ({page.status_code})")
        self.token = form.filled()["csrfmiddlewaretoken"]

    def answer_until(self, numbers: list[int], stop: threading.Event, *, moment: str, pause: float) -> None:
        """Answer, and rest up to twice `pause` seconds after each answer."""
        turn = 0
        while not stop.wait(random.uniform(0, 2 * pause)):
            number, value = numbers[turn % len(numbers)], turn % 11
            said: dict[str, Any] = {
                "answer": value,
                "note": "",
                "expected_version": self.versions.get(number, 0),
                "moment": moment,
                "csrfmiddlewaretoken": self.token,
            }
            began = time.perf_counter()
            address = reverse("live:statement", kwargs={**self.place, "number": number})
            answer = self.client.post(address, data=said, headers={"Accept": "application/json"})
            if answer.status_code == 409:
                return  # too late: the answers were shown
            if answer.status_code != 200:
                raise SystemExit(f"An answer gives {answer.status_code}: {answer.text[:200]}")
            self.took.append(1000 * (time.perf_counter() - began))
            self.versions[number] = answer.json()["version"]
            self.stored[number] = value
            turn += 1


class Leader:
    """The console over HTTP."""

    def __init__(self, base: str, session: GroupSession) -> None:
        user = build_user("R. Smit")
        with tenant(session.municipality):
            appoint(session, user)
        inside = sign_in(Client(SERVER_NAME=HOST), user)
        self.session = session
        self.client = httpx.Client(base_url=base, timeout=30, cookies=cookies_of(inside))
        self.place = {"gemeente": session.municipality.slug, "pk": session.pk}

    def reveal(self) -> float:
        """Press the button; return the milliseconds until it was done."""
        page = self.client.get(reverse("live:console", kwargs=self.place))
        read = read_page(page.text, address=str(page.url), status=page.status_code)
        form = read.form(to=r"/thema/[0-9]+/tonen/$")
        if form is None:
            raise SystemExit(f"No button to show the answers ({page.status_code})")
        began = time.perf_counter()
        done = self.client.post(form.action, data=form.filled(), headers={"X-Fragment": "console"})
        if done.status_code != 204:
            raise SystemExit(f"Showing the answers gives {done.status_code}")
        return 1000 * (time.perf_counter() - began)


def cookies_of(inside: Client) -> dict[str, str]:
    """Return the cookies of a browser that was seated or signed in without HTTP."""
    return {
        name: morsel.value for name, morsel in inside.cookies.items() if name != settings.CSRF_COOKIE_NAME
    }


class Room:
    """One session in which everybody answers at once."""

    def __init__(self, base: str, phones: int, *, pause: float) -> None:
        self.pause = pause
        self.municipality = build_municipality()
        with tenant(self.municipality):
            names = [f"Partij {number} {time.time_ns()}" for number in range(phones)]
            self.session = open_doors(build_session(self.municipality, parties=names))
            parties = list(self.session.parties.select_related("session", "municipality"))
        self.leader = Leader(base, self.session)
        self.phones = [Phone(base, self.session, party) for party in parties]

    def play(self, place: int, *, seconds: float) -> tuple[list[float], float]:
        """Answer a theme for so long and reveal it meanwhile; return how long answers and the reveal took."""
        with tenant(self.municipality):
            theme = answering(self.session, place)
            numbers = {one.number: one.pk for one in statements_of(theme)}
        for phone in self.phones:
            phone.versions, phone.took, phone.stored = {}, [], {}
            phone.read_token()
        stop = threading.Event()
        threads = [
            threading.Thread(
                target=phone.answer_until,
                args=(list(numbers), stop),
                kwargs={"moment": "before_talk", "pause": self.pause},
            )
            for phone in self.phones
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        revealed = self.leader.reveal()
        stop.set()
        for thread in threads:
            thread.join()
        self._require_all(place, numbers)
        return [took for phone in self.phones for took in phone.took], revealed

    def _require_all(self, place: int, numbers: dict[int, int]) -> None:
        """End the run when an answer that was acknowledged is not in what was shown."""
        from questionnaire.models import RevealedAnswer

        with tenant(self.municipality):
            theme = theme_at(self.session, place)
            lines = RevealedAnswer.objects.filter(reveal__session_theme=theme)
            shown = {
                (party, statement): value
                for party, statement, value in lines.values_list("party_id", "statement_id", "value")
            }
            parties = list(self.session.parties.order_by("position").values_list("pk", flat=True))
        for party, phone in zip(parties, self.phones, strict=True):
            for number, value in phone.stored.items():
                if shown[party, numbers[number]] != value:
                    raise SystemExit("An acknowledged answer is not in the reveal.")
