"""Whatever is cut while a room goes on: afterwards each open page equals the database, no answer is gone.

1,000 cuts, in parts:  pytest tests/live/test_cuts.py --on=postgresql -m long --cuts=250 --seed=1
"""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

import sessions.revision
from catalogue.models import Statement
from questionnaire.answers import own_answers
from questionnaire.enums import Moment
from questionnaire.reveal import reveal_theme
from sessions import stage
from sessions.links import token_for
from sessions.models import GroupSession, SessionTheme
from tests.builders import answering, appoint, build_municipality, build_session, build_user, sign_in, take
from tests.live.asking import Browser
from tests.live.line import Line
from tests.live.open_pages import OpenPage
from tests.live.phones import Phone
from tests.live.serving import Server, environment, inside_for_all_to_see, serving
from tests.servers import free_port, start_redis
from vroegsignalering.rehearsal.pages import read_page

pytestmark = [pytest.mark.django_db(transaction=True)]

LEVEL_WITHIN = 60.0
"""Seconds after which a page that is not level counts as stale; the aim is 5 on a quiet machine."""
ANSWERED_BESIDE = (2.0, 3.0, 4.0)
"""Seconds after which a phone sends its answer once more; as in phone_waiting.js."""
NAMES = ["Woonstede", "ROC Waterland", "Voedselbank"]


class AnsweringPhone:
    """A phone that keeps what it could not send, and sends it again."""

    def __init__(self, table: GroupSession, party: object, base: str) -> None:
        inside = Phone(table).sit(party)  # type: ignore[arg-type]
        self.party, self.inside = party, inside
        self.browser = Browser(base, _cookies(inside.client))
        self.versions: dict[tuple[int, str], int] = {}
        self.acknowledged: dict[tuple[int, str], int] = {}
        self.unsure: dict[tuple[int, str], int] = {}
        self.sending: list[threading.Thread] = []
        self.in_turn = threading.Lock()
        self.token = ""

    def read_token(self) -> None:
        page = self.browser.client.get(self.inside.at("seat"), headers={"Accept": "text/html"}, timeout=60)
        forms = read_page(page.text, address=str(page.url), status=page.status_code).forms
        found = [form.filled()["csrfmiddlewaretoken"] for form in forms if form.has("csrfmiddlewaretoken")]
        self.token = found[0]

    def give(self, number: int, value: int, moment: str) -> None:
        thread = threading.Thread(target=self._send, args=(number, value, moment), daemon=True)
        self.sending.append(thread)
        thread.start()

    def _send(self, number: int, value: int, moment: str) -> None:
        key = number, moment
        with self.in_turn:
            self.unsure[key] = value
            while True:
                said = {"answer": value, "note": "", "moment": moment, "csrfmiddlewaretoken": self.token}
                said["expected_version"] = self.versions.get(key, 0)
                try:
                    address = self.inside.at("statement", number=number)
                    answer = self._post(address, said)
                except (httpx.HTTPError, OSError):
                    time.sleep(0.3)
                    continue
                if answer.status_code == 200:
                    self.versions[key] = answer.json()["version"]
                    self.acknowledged[key] = value
                    self.unsure.pop(key)
                    return
                if answer.status_code == 409:  # the answers were shown meanwhile
                    return
                assert answer.status_code in {502, 503}, answer.text
                time.sleep(0.3)

    def _post(self, address: str, said: dict[str, object]) -> httpx.Response:
        headers = {"Accept": "application/json"}
        return self.browser.ask(address, beside=ANSWERED_BESIDE, method="POST", data=said, headers=headers)

    def settle(self) -> None:
        for thread in self.sending:
            thread.join(LEVEL_WITHIN)
            assert not thread.is_alive(), "an answer was neither stored nor refused"
        self.sending.clear()

    def require_stored(self, numbers: dict[int, int]) -> None:
        """Fail unless each acknowledged answer is there; one that came too late may be, unacknowledged."""
        own = own_answers(party=self.party)  # type: ignore[arg-type]
        for (number, moment), value in self.acknowledged.items():
            there = own[numbers[number], Moment(moment)].value
            assert there in {value, self.unsure.get((number, moment), value)}, (number, moment)


def _cookies(browser: Client) -> dict[str, str]:
    """Return the cookies of a browser, but for the one that each browser is given anew."""
    there = {name: morsel.value for name, morsel in browser.cookies.items()}
    return {name: value for name, value in there.items() if name != settings.CSRF_COOKIE_NAME}


class Room:
    """A session with a server, open pages and phones that answer, and a way to break each part of it."""

    def __init__(self, folder: Path, cleared: ExitStack, seed: int) -> None:
        self.folder, self.cleared, self.chance = folder, cleared, random.Random(seed)
        self.surroundings, self.redis = {**environment(), "VAR_DIR": str(folder / "var")}, None
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(collect, cwd=settings.BASE_DIR, env=self.surroundings, check=True)
        if connection.vendor == "postgresql":
            self._start_redis(free_port())
        self.port = free_port()
        self.line = Line(self.port)
        cleared.callback(self.line.close)
        self.server = self._start()
        self.base = f"http://127.0.0.1:{self.line.port}"
        self.past = f"http://127.0.0.1:{self.port}"

    def fill(self, table: GroupSession) -> None:
        self.table = table
        place = {"gemeente": table.municipality.slug, "pk": table.pk}
        statements = Statement.objects.filter(theme__in=table.themes.values("theme"))
        self.numbers = dict(statements.values_list("number", "pk"))
        leader = build_user("R. Smit")
        appoint(table, leader)
        desk = sign_in(Client(), leader)
        parties = table.parties.select_related("session", "municipality")
        self.phones = [AnsweringPhone(table, party, self.base) for party in parties]
        for phone in self.phones:
            phone.read_token()
        self.pages = [
            self._open("the console", Browser(self.base, _cookies(desk)), "console", place),
            self._open("the screen", Browser(self.base, {}), "screen", {**place, "token": token_for(table)}),
            *(self._open("a phone", phone.browser, "seat", place) for phone in self.phones),
        ]

    def _open(self, name: str, browser: Browser, page_name: str, place: dict[str, object]) -> OpenPage:
        page = OpenPage(name, browser, reverse(f"live:{page_name}", kwargs=place))
        self.cleared.callback(page.close)
        return page

    # What goes on

    def go_on(self) -> None:
        """Take a step, or let somebody answer."""
        self.table.refresh_from_db()
        now = SessionTheme.objects.select_related("theme").filter(pk=self.table.current_id).first()
        if now is not None and now.state in {"answering", "reopened"} and self.chance.random() < 0.7:
            moment = Moment.AFTER_TALK if now.state == "reopened" else Moment.BEFORE_TALK
            numbers = list(Statement.objects.filter(theme=now.theme_id).values_list("number", flat=True))
            for phone in self.phones:
                phone.give(self.chance.choice(numbers), self.chance.randrange(11), moment)
        elif now is None or self.chance.random() < 0.2:
            take(stage.blank_screen, self.table, blank=not self.table.screen_blank)
        else:
            self._step_from(now)

    def _step_from(self, now: SessionTheme) -> None:
        if now.state == "introduction":
            take(stage.start_answering, self.table, theme=now)
        elif now.state in {"answering", "reopened"}:
            take(reveal_theme, self.table, theme=now)
        elif waiting := self.table.themes.filter(state="waiting").first():
            take(stage.show_theme, self.table, theme=waiting)
        else:
            again = self.chance.choice(list(self.table.themes.filter(state="revealed")))
            take(stage.reopen_theme, self.table, theme=again, reason="Nog een keer na het gesprek")

    # What breaks

    def break_something(self) -> str:
        """Break one thing while the room goes on, and mend it; return what it was."""
        kinds: list[Callable[[], None]] = [self.restart, self.cut_lines, self.hold_lines, self.lose_lines]
        kinds += [self.lose_redis] if self.redis else []
        broken = self.chance.choice(kinds)
        broken()
        return broken.__name__

    def restart(self) -> None:
        self.server.process.kill() if self.chance.random() < 0.5 else self.server.process.terminate()
        self.go_on()
        self.server.process.wait(30)
        self.go_on()
        self.server = self._start()

    def cut_lines(self) -> None:
        self.line.cut()
        self.go_on()

    def hold_lines(self) -> None:
        """Carry nothing for a while, as when a laptop sleeps; then everything that was held up."""
        self.line.is_held = True
        self.go_on()
        time.sleep(self.chance.uniform(0.2, 3))
        self.go_on()
        self.line.is_held = False

    def lose_lines(self) -> None:
        """Let open connections go dead, which neither side is told."""
        self.line.kill_silently()
        self.go_on()

    def lose_redis(self) -> None:
        assert self.redis is not None
        self.redis.kill()
        self.redis.wait()
        self.go_on()
        # Now and then as long as somebody needs to start it again by hand.
        time.sleep(60 if self.chance.random() < 0.02 else self.chance.uniform(0.2, 3))
        self.go_on()
        self._start_redis(self.redis_port)

    def _start_redis(self, port: int) -> None:
        self.redis_port = port
        self.redis, url = start_redis(self.folder, port=port)
        self.cleared.callback(_end, self.redis)
        self.surroundings["REDIS_URL"] = settings.REDIS_URL = url
        sessions.revision._client = None

    def _start(self) -> Server:
        return self.cleared.enter_context(serving(self.folder / "log", self.surroundings, port=self.port))

    # What must hold

    def settle(self) -> float:
        """Wait until each page shows what the database says; return after how many seconds that was."""
        began = time.monotonic()
        for phone in self.phones:
            phone.settle()
        while behind := [page.name for page in self.pages if not page.is_level(self.past)]:
            assert time.monotonic() - began < LEVEL_WITHIN, f"still stale: {behind}"
            time.sleep(0.1)
        for phone in self.phones:
            phone.require_stored(self.numbers)
        return time.monotonic() - began


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


@pytest.fixture
def room(tmp_path: Path, size: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(settings, "REDIS_URL", settings.REDIS_URL)
    municipality = build_municipality()
    with inside_for_all_to_see(municipality), ExitStack() as cleared:
        made = Room(tmp_path, cleared, size("seed", 1))
        table = build_session(municipality, parties=NAMES)
        answering(table, 0)
        made.fill(table)
        yield made
    sessions.revision._client = None


@pytest.mark.long
def test_after_each_cut_every_page_equals_the_database(room: Room, size: Callable[..., int]) -> None:
    waited: dict[str, list[float]] = {}
    report = os.environ.get("CUTS_REPORT")
    for _cut in range(size("cuts", 10)):
        what = room.break_something()
        room.go_on()
        waited.setdefault(what, []).append(room.settle())
        if report:
            Path(report).write_text("".join(told(what, times) for what, times in waited.items()))


def told(what: str, times: list[float]) -> str:
    """Return in one line after how many seconds all pages were level again."""
    there = sorted(times)
    p99 = there[min(len(there) - 1, int(len(there) * 0.99))]
    half = there[len(there) // 2]
    level = f"{half:.1f} s (half), {p99:.1f} s (p99), {there[-1]:.1f} s (most)"
    return f"{what}: {len(there)} times, level after {level}\n"


@pytest.mark.long
def test_a_page_that_does_not_ask_again_stays_behind(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without coming back after a cut, a page is stale, and that is seen."""
    monkeypatch.setattr("tests.live.test_cuts.LEVEL_WITHIN", 5.0)
    room.settle()
    for page in room.pages:
        page.close()
    room.restart()
    room.go_on()
    with pytest.raises(AssertionError, match="still stale"):
        room.settle()
