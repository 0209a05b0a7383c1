"""Pages that stand open, as HTTP clients that do what live.js and follow.js do."""

import json
import random
import re
import threading
import time
from html import unescape

import httpx

from tests.live.asking import Browser
from tests.live.connections import Question

FIRST_PAUSE = 0.4  # seconds; as in live.js
LONGEST_PAUSE = 15.0
QUIET = 2.5
FREE_AGAIN = 0.3
SPEAKS = 1.0
TICK = 0.5
SILENCE = 6.0
PATIENCE = 6.0
BESIDE = (0.5, 1.0, 1.5, 2.0, 2.5)
FOLLOWED_BESIDE = (1.0, 2.0, 3.0)
OWN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"'
    r"|kaartje=[^\"&]*"
    r"|[0-9a-f]{8}-[0-9a-f-]{27}"  # the key that a form is made with
    r'|id="console-clock">.*?</p>'
    r"|\b\d{13}\b",  # now, in milliseconds
    re.DOTALL,
)
"""What differs each time a fragment is asked for, and the clock, which the console asks for by itself."""


class OpenPage:
    """One open page: it keeps a stream, asks by itself when that is silent, and fetches what it follows."""

    def __init__(self, name: str, browser: Browser, address: str) -> None:
        self.name, self.browser, self.client, self.address = name, browser, browser.client, address
        wanted = {"Accept": "text/html"}
        body = self.client.get(address, headers=wanted, timeout=60, follow_redirects=True).text
        self.stream, self.stand = _mark(body, "live-stream"), _mark(body, "live-stand")
        self.stream += f"&pagina={random.getrandbits(50)}"
        self.revision = int(_mark(body, "live-revision"))
        self.progress: int | None = None
        element = re.search(r"<[^>]*\bdata-(?:follow|now)=[^>]*>", body)
        assert element is not None, f"{name} follows nothing on {address}"
        # A phone fetches its page by its own script, after every change and every answer.
        is_phone = "data-now=" in element[0]
        self.fragment = _mark(element[0], "now" if is_phone else "follow")
        self.counts = is_phone or "data-follow-progress" in element[0]
        self.etag, self.shown, self.failures = "", "", 0
        self.is_gone = self.is_closed = False
        self.looking, self.asking = threading.Lock(), threading.Lock()
        self.heard_at = time.monotonic()
        self.spoke_at: float | None = None
        self.attempt: Question | None = None
        self.look()
        self._connect()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.is_closed and not self.is_gone:
            time.sleep(TICK)
            if time.monotonic() - self.heard_at > QUIET:
                self._ask()

    def _connect(self) -> None:
        """Open a stream, in place of the one there was."""
        if self.attempt:
            self.attempt.give_up()
        self.attempt, self.spoke_at = Question(), None
        threading.Thread(target=self._listen, args=(self.attempt,), daemon=True).start()

    def _listen(self, attempt: Question) -> None:
        while not self.is_closed and not self.is_gone and not attempt.is_given_up:
            try:
                with self.client.stream(
                    "GET",
                    self.stream,
                    timeout=httpx.Timeout(PATIENCE, read=SILENCE),
                    extensions={"question": attempt},
                ) as answer:
                    if answer.status_code == 200:
                        self._hear(answer, attempt)
            except (httpx.HTTPError, OSError):
                pass
            if attempt.is_given_up:
                return
            self.spoke_at = None
            self.failures += 1
            self._ask()
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.failures, 6))
            time.sleep(pause * random.uniform(0.5, 1))

    def _hear(self, answer: httpx.Response, attempt: Question) -> None:
        for line in answer.iter_lines():
            if self.is_closed or attempt.is_given_up:
                return
            if line.startswith("event: gone"):
                self.is_gone = True
            elif line.startswith("data: {") and "revision" in line:
                self.failures = 0
                self.spoke_at = time.monotonic()
                self._take(json.loads(line.removeprefix("data: ")))

    def _ask(self) -> None:
        if not self.asking.acquire(blocking=False):
            return
        try:
            answer = self.browser.ask(self.stand, beside=BESIDE, patience=PATIENCE)
            if answer.status_code == 200:
                said = answer.json()
                self.stream = re.sub(r"kaartje=[^&]*", f"kaartje={said['ticket']}", self.stream)
                self._take(said)
                self._replace_dead_stream()
        except (httpx.HTTPError, ValueError, OSError, RuntimeError):
            return
        finally:
            self.asking.release()

    def _replace_dead_stream(self) -> None:
        silent = 0.0 if self.spoke_at is None else time.monotonic() - self.spoke_at
        if silent > QUIET and self.browser.slowness == 1:
            threading.Timer(FREE_AGAIN, self._connect_again).start()

    def _connect_again(self) -> None:
        """Open another stream; one that does not begin with a word went over a dead connection too."""
        self._connect()
        attempt = self.attempt
        time.sleep(SPEAKS)
        if self.spoke_at is None and attempt is self.attempt:
            self._ask()
            time.sleep(random.uniform(0.5, 1) * FIRST_PAUSE * 4)
            self._connect()

    def _take(self, stand: dict[str, int]) -> None:
        self.heard_at = time.monotonic()
        is_news = stand["revision"] > self.revision
        is_news = is_news or (self.counts and stand["progress"] != self.progress)
        self.revision, self.progress = max(self.revision, stand["revision"]), stand["progress"]
        if is_news:
            threading.Thread(target=self.look, daemon=True).start()

    def look(self) -> None:
        """Fetch what the page follows, again and again until it came."""
        with self.looking:
            for attempt in range(20):
                answer = self._fetch({"If-None-Match": self.etag} if self.etag else {})
                if answer is not None and answer.status_code == 304:
                    return
                if answer is not None and answer.status_code == 200:
                    self.etag, self.shown = answer.headers["ETag"], answer.text
                    return
                if self.is_closed:
                    return
                time.sleep(min(8, 0.5 * 2**attempt) * random.uniform(0.5, 1))

    def _fetch(self, headers: dict[str, str]) -> httpx.Response | None:
        try:
            return self.browser.ask(self.fragment, beside=FOLLOWED_BESIDE, headers=headers)
        except (httpx.HTTPError, OSError, RuntimeError):
            return None

    def is_level(self, base: str) -> bool:
        """Tell whether the page shows what the database says now, asked past the line."""
        cookies = "; ".join(f"{one.name}={one.value}" for one in self.client.cookies.jar)
        headers = {"Cookie": cookies, "Host": self.client.base_url.netloc.decode()}
        there = httpx.get(base + self.fragment, headers=headers, timeout=60)
        assert there.status_code == 200, f"{self.name}: {there.status_code}"
        return _plain(there.text) == _plain(self.shown)

    def close(self) -> None:
        self.is_closed = True


def _mark(body: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]*)"', body)
    assert found is not None, f"no data-{name}"
    return unescape(found[1])


def _plain(body: str) -> str:
    """Return a fragment without what differs each time it is asked for."""
    return OWN.sub("", body)
