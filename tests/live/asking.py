"""A browser as an HTTP client: it asks as asking.js does."""

import math
import random
import threading
import time
from collections.abc import Sequence
from queue import Empty, Queue
from typing import Any

import httpx

from tests.live.connections import Connections, Question

SLOWEST = 8.0
OVERTAKEN = 0.25

Said = tuple[Question, httpx.Response | Exception]


class Browser:
    """Its cookies, its connections, and how slow it found the server."""

    def __init__(self, base: str, cookies: dict[str, str]) -> None:
        self.client = httpx.Client(base_url=base, cookies=cookies, transport=Connections(), timeout=20)
        self.slowness = 1.0
        self.hanging: dict[Queue[Said | None], float] = {}

    def ask(
        self,
        address: str,
        *,
        beside: Sequence[float],
        patience: float = 10,
        method: str = "GET",
        **options: Any,
    ) -> httpx.Response:
        """Ask, and ask again beside it as long as nothing came; return the first answer, give up the others.

        Raises what the last one under way raised.
        """
        heard: Queue[Said | None] = Queue()
        sent: list[Question] = []
        failed: list[Question] = []
        began, delay = time.monotonic(), self.slowness * random.uniform(1, 1.25)
        answered = None
        try:
            for moment in (*(seconds * delay for seconds in beside), math.inf):
                sent.append(self._send(heard, method, address, options))
                while (left := began + min(moment, patience) - time.monotonic()) > 0:
                    try:
                        told = heard.get(timeout=left)
                    except Empty:
                        break
                    if told is None:
                        sent.append(self._send(heard, method, address, options))
                        continue
                    question, said = told
                    if isinstance(said, httpx.Response):
                        answered = question
                        self.hanging.pop(heard)
                        self._learn(sent, answered)
                        return said
                    failed.append(question)
                    if len(failed) == len(sent):
                        raise said
                if moment >= patience:
                    break
            raise httpx.ReadTimeout(f"nothing within {patience} s")
        finally:
            self.hanging.pop(heard, None)
            for one in sent:
                if one is not answered:
                    one.give_up()

    def _send(
        self, heard: Queue[Said | None], method: str, address: str, options: dict[str, Any]
    ) -> Question:
        question = Question()
        self.hanging[heard] = question.asked_at

        def send() -> None:
            try:
                answer = self.client.request(method, address, extensions={"question": question}, **options)
                heard.put((question, answer))
            except (httpx.HTTPError, OSError, RuntimeError) as error:
                heard.put((question, error))

        threading.Thread(target=send, daemon=True).start()
        return question

    def _learn(self, sent: list[Question], answered: Question) -> None:
        was_slow = len(sent) > 1 and answered is sent[0]
        self.slowness = min(SLOWEST, self.slowness * len(sent)) if was_slow else max(1.0, self.slowness / 2)
        for other, asked_at in list(self.hanging.items()):
            if answered.asked_at - asked_at > OVERTAKEN * self.slowness:
                other.put(None)
