"""The connections of one browser to one host, chosen as Chromium chooses them.

httpx takes the idle connection that was opened first, and keeps any number: it meets more dead ones.
"""

import threading
import time
from collections.abc import Callable, Iterator

import httpcore
import httpx

MOST = 6
IDLE = 300.0
"""Seconds after which an unused connection is closed."""


class Question:
    """A question that can be given up, which closes its connection."""

    def __init__(self) -> None:
        self.asked_at = time.monotonic()
        self.is_given_up = False
        self.end: Callable[[], None] = lambda: None

    def give_up(self) -> None:
        self.is_given_up = True
        self.end()


class Connections(httpx.BaseTransport):
    """At most six; a question goes over the idle one that was used last."""

    def __init__(self) -> None:
        self.idle: list[httpcore.HTTPConnection] = []
        self.busy: set[httpcore.HTTPConnection] = set()
        self.changed = threading.Condition()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        address = httpcore.URL(str(request.url))
        question = request.extensions.get("question") or Question()
        connection = self._take(address.origin, question, request.extensions["timeout"]["pool"])
        question.end = lambda: self._drop(connection)
        if question.is_given_up:
            question.end()
        asked = httpcore.Request(
            request.method,
            address,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = connection.handle_request(asked)
        except Exception as error:
            self._drop(connection)
            raise httpx.TransportError(repr(error)) from error
        content = Content(answer, lambda: self._put_back(connection, question))
        return httpx.Response(answer.status, headers=answer.headers, stream=content)

    def _take(
        self, origin: httpcore.Origin, question: Question, patience: float | None
    ) -> httpcore.HTTPConnection:
        question.end = self._tell
        with self.changed:
            is_there = self.changed.wait_for(
                lambda: question.is_given_up or self.idle or len(self.busy) < MOST, patience
            )
            if not is_there or question.is_given_up:
                raise httpx.PoolTimeout("given up before a connection was free")
            while self.idle:
                connection = self.idle.pop()
                if not connection.has_expired():
                    break
                connection.close()
            else:
                connection = httpcore.HTTPConnection(origin, keepalive_expiry=IDLE)
            self.busy.add(connection)
            return connection

    def _put_back(self, connection: httpcore.HTTPConnection, question: Question) -> None:
        with self.changed:
            question.end = lambda: None
            if connection in self.busy and connection.is_idle():
                self.idle.append(connection)
            self.busy.discard(connection)
            self.changed.notify_all()

    def _drop(self, connection: httpcore.HTTPConnection) -> None:
        connection.close()
        with self.changed:
            self.busy.discard(connection)
            self.changed.notify_all()

    def _tell(self) -> None:
        with self.changed:
            self.changed.notify_all()


class Content(httpx.SyncByteStream):
    """What is answered; its connection is free once that is read, or closed."""

    def __init__(self, answer: httpcore.Response, then: Callable[[], None]) -> None:
        self.answer, self.then = answer, then

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self.answer.iter_stream()
        except Exception as error:
            raise httpx.TransportError(repr(error)) from error

    def close(self) -> None:
        self.answer.close()
        self.then()
