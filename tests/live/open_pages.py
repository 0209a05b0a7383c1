"""Pages that stand open, as HTTP clients that do what live.js and follow.js do."""

import json
import random
import re
import threading
import time
from collections.abc import Callable, Sequence
from html import unescape
from queue import Empty, Queue

import httpx

FIRST_PAUSE = 0.4  # seconds; as in live.js
LONGEST_PAUSE = 15.0
QUIET = 3.0
TICK = 0.5
SILENCE = 6.0
PATIENCE = 6.0
ASKED_AGAIN = (0.5, 0.5, 0.5)  # seconds after the question before it
FOLLOWED_AGAIN = (1.5, 1.0, 1.0)
OWN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"'
    r"|kaartje=[^\"&]*"
    r"|[0-9a-f]{8}-[0-9a-f-]{27}"  # the key that a form is made with
    r'|id="console-clock">.*?</p>'
    r"|\b\d{13}\b",  # now, in milliseconds
    re.DOTALL,
)
"""What differs each time a fragment is asked for, and the clock, which the console asks for by itself."""


Send = Callable[[], httpx.Response]


def ask(send: Send, *, again: Sequence[float]) -> httpx.Response:
    """Ask, and ask again beside it as long as nothing came; return the first answer, as asking.js does.

    Raises what the last one under way raised.
    """
    heard: Queue[httpx.Response | Exception] = Queue()

    def once() -> None:
        try:
            heard.put(send())
        except (
            httpx.HTTPError,
            OSError,
            RuntimeError,
        ) as error:  # the last when the client was closed meanwhile
            heard.put(error)

    pauses, under_way = iter(again), 0
    while True:
        threading.Thread(target=once, daemon=True).start()
        under_way += 1
        try:
            while True:
                said = heard.get(timeout=next(pauses, None))
                if isinstance(said, httpx.Response):
                    return said
                under_way -= 1
                if not under_way:
                    raise said
        except Empty:
            continue


class OpenPage:
    """One open page: it keeps a stream, asks by itself when that is silent, and fetches what it follows."""

    def __init__(self, name: str, client: httpx.Client, address: str) -> None:
        self.name, self.client, self.address = name, client, address
        body = client.get(address, headers={"Accept": "text/html"}, timeout=60).text
        self.stream, self.stand = _mark(body, "live-stream"), _mark(body, "live-stand")
        self.revision, self.progress = int(_mark(body, "live-revision")), None
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
        self.look()
        for keep_on in (self._listen, self._watch):
            threading.Thread(target=keep_on, daemon=True).start()

    def _watch(self) -> None:
        while not self.is_closed and not self.is_gone:
            time.sleep(TICK)
            if time.monotonic() - self.heard_at > QUIET:
                self._ask()

    def _listen(self) -> None:
        while not self.is_closed and not self.is_gone:
            try:
                with self.client.stream(
                    "GET", self.stream, timeout=httpx.Timeout(PATIENCE, read=SILENCE)
                ) as answer:
                    if answer.status_code == 200:
                        self._hear(answer)
            except (httpx.HTTPError, OSError):
                pass
            self.failures += 1
            self._ask()
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self.failures, 6))
            time.sleep(pause * random.uniform(0.5, 1))

    def _hear(self, answer: httpx.Response) -> None:
        for line in answer.iter_lines():
            if self.is_closed:
                return
            if line.startswith("event: gone"):
                self.is_gone = True
            elif line.startswith("data: {") and "revision" in line:
                self.failures = 0
                self._take(json.loads(line.removeprefix("data: ")))

    def _ask(self) -> None:
        if not self.asking.acquire(blocking=False):
            return
        try:
            answer = ask(lambda: self.client.get(self.stand, timeout=PATIENCE), again=ASKED_AGAIN)
            if answer.status_code == 200:
                said = answer.json()
                self.stream = re.sub(r"kaartje=.*", f"kaartje={said['ticket']}", self.stream)
                self._take(said)
        except (httpx.HTTPError, ValueError, OSError, RuntimeError):
            return
        finally:
            self.asking.release()

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
            return ask(
                lambda: self.client.get(self.fragment, headers=headers, timeout=10), again=FOLLOWED_AGAIN
            )
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
