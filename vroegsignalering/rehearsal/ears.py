"""Hear the stream of a session, as an open page does."""

import json
import threading
import time
from dataclasses import dataclass

import httpx

from .browser import Browser
from .checks import require
from .pages import Page


@dataclass(frozen=True)
class Heard:
    """One event: when it came, on the clock of `time.monotonic`, and its two numbers."""

    at: float
    revision: int
    progress: int


class Ear:
    """Keeps one stream open in a thread until `close`."""

    def __init__(self, browser: Browser, page: Page) -> None:
        self.who = browser.who
        address = page.marks.get("data-live-stream", "")
        require(address, f"{self.who} finds no stream on {page.address}")
        self.heard: list[Heard] = []
        self.news = threading.Condition()
        self.closed = False
        self.status = 0
        cookies = dict(browser.client.cookies.items())
        self.client = httpx.Client(base_url=browser.base, cookies=cookies, timeout=httpx.Timeout(10, read=60))
        self.thread = threading.Thread(target=self._listen, args=(address,), daemon=True)
        self.thread.start()

    def _listen(self, address: str) -> None:
        try:
            with self.client.stream("GET", address) as answer:
                self.status = answer.status_code
                for line in answer.iter_lines():
                    if line.startswith("data: {") and "revision" in line:
                        self._add(json.loads(line.removeprefix("data: ")))
        except httpx.HTTPError:
            return  # closed by us, or it broke: then nothing is heard in time
        finally:
            with self.news:
                self.closed = True
                self.news.notify_all()

    def _add(self, numbers: dict[str, int]) -> None:
        with self.news:
            self.heard.append(Heard(time.monotonic(), numbers["revision"], numbers["progress"]))
            self.news.notify_all()

    @property
    def last(self) -> Heard:
        """Return the newest event, waiting for the first one."""
        with self.news:
            self.news.wait_for(lambda: self.heard or self.closed, timeout=10)
            require(self.heard, f"{self.who} hears nothing on the stream (status {self.status})")
            return self.heard[-1]

    def hears_newer(self, *, than: Heard, within: float, what: str) -> Heard:
        """Return the first event after `than`; raises `NotAsItShould` when it is not there in time."""
        with self.news:
            self.news.wait_for(lambda: self._newer(than) is not None or self.closed, timeout=within)
            found = self._newer(than)
        require(found is not None, f"{self.who} does not hear within {within:.0f} s that {what}")
        assert found is not None
        return found

    def _newer(self, than: Heard) -> Heard | None:
        return next(
            (one for one in self.heard if (one.revision, one.progress) > (than.revision, than.progress)), None
        )

    def close(self) -> None:
        self.client.close()
