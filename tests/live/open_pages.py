"""Pages that stand open, as HTTP clients that do what live.js and follow.js do; and the line to them."""

import json
import random
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable
from html import unescape

import httpx

from tests.servers import free_port

FIRST_PAUSE = 0.4  # seconds; as in live.js
LONGEST_PAUSE = 15.0
QUIET = 3.5
PATIENCE = 6.0
RESET = struct.pack("ii", 1, 0)
OWN = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"'
    r"|kaartje=[^\"&]*"
    r"|[0-9a-f]{8}-[0-9a-f-]{27}"  # the key that a form is made with
    r'|id="console-clock">.*?</p>'
    r"|\b\d{13}\b",  # now, in milliseconds
    re.DOTALL,
)
"""What differs each time a fragment is asked for, and the clock, which the console asks for by itself."""


class Line:
    """The network between the pages and the server: it can be cut, held up, or go dead without a word."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, free_port()
        self.is_held = self.is_over = False
        self.links: list[Link] = []
        self.door = socket.create_server(("127.0.0.1", self.port), backlog=100)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Reset every connection."""
        for link in list(self.links):
            link.reset()

    def kill_silently(self) -> None:
        """Let what is open stay open and carry nothing any more; new connections work."""
        for link in list(self.links):
            link.is_dead = True

    def close(self) -> None:
        self.is_over = True
        self.cut()
        self.door.close()

    def _accept(self) -> None:
        while not self.is_over:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.to), 5)
        except OSError:
            near.close()
            return
        link = Link(near, far)
        self.links.append(link)
        link.carry(lambda: self.is_held)
        self.links.remove(link)


class Link:
    """One connection through the line."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self.is_dead = self.is_over = False

    def carry(self, is_held: Callable[[], bool]) -> None:
        other = {self.near: self.far, self.far: self.near}
        try:
            while not self.is_over:
                if self.is_dead or is_held():
                    time.sleep(0.02)
                    continue
                for side in select.select([self.near, self.far], [], [], 0.2)[0]:
                    said = side.recv(65536)
                    if not said:
                        return
                    other[side].sendall(said)
        except (OSError, ValueError):
            return
        finally:
            self.near.close()
            self.far.close()

    def reset(self) -> None:
        self.is_over = True
        for side in (self.near, self.far):
            try:
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                side.close()
            except OSError:
                pass


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
        self.looking = threading.Lock()
        self.look()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while not self.is_closed and not self.is_gone:
            try:
                with self.client.stream(
                    "GET", self.stream, timeout=httpx.Timeout(PATIENCE, read=QUIET)
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
        try:
            answer = self.client.get(self.stand, timeout=PATIENCE)
            if answer.status_code == 200:
                said = answer.json()
                self.stream = re.sub(r"kaartje=.*", f"kaartje={said['ticket']}", self.stream)
                self._take(said)
        except (httpx.HTTPError, ValueError):
            return

    def _take(self, stand: dict[str, int]) -> None:
        is_news = stand["revision"] > self.revision
        is_news = is_news or (self.counts and stand["progress"] != self.progress)
        self.revision, self.progress = max(self.revision, stand["revision"]), stand["progress"]
        if is_news:
            threading.Thread(target=self.look, daemon=True).start()

    def look(self) -> None:
        """Fetch what the page follows, again and again until it came."""
        with self.looking:
            for attempt in range(20):
                try:
                    answer = self.client.get(
                        self.fragment, headers={"If-None-Match": self.etag} if self.etag else {}, timeout=10
                    )
                except httpx.HTTPError:
                    answer = None
                if answer is not None and answer.status_code == 304:
                    return
                if answer is not None and answer.status_code == 200:
                    self.etag, self.shown = answer.headers["ETag"], answer.text
                    return
                if self.is_closed:
                    return
                time.sleep(min(8, 0.5 * 2**attempt) * random.uniform(0.5, 1))

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
