"""The stream: a small ASGI application in front of Django, which tells each page that its session changed.

Server-sent events of two numbers and no content; the page then fetches its fragment with its own rights.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs

from .hub import Full, Hub, Listener
from .tickets import BadTicket, read_ticket
from .watching import Stand

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/stroom/"
SAFE = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
# A proxy that buffers would hold events back.
STREAM = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *SAFE]
PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), *SAFE]
GONE = b"event: gone\ndata: {}\n\n"
COME_BACK_IN = (300, 1500)
"""Milliseconds; spread, so that a room full of phones does not come back in the same instant."""
LONGEST_NAME = 40
"""Characters by which a page tells itself from the other pages of the same viewer."""
SLOW = 30.0
"""Seconds that a listener may leave its words unread before it is dropped; it comes back by itself."""


class Stream:
    """The ASGI application of one process."""

    def __init__(self) -> None:
        self.hub = Hub()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _say(send, 405, "Only GET.", [(b"allow", b"GET")])
            return
        try:
            query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=10)
            viewer = read_ticket(query.get("kaartje", [""])[0])
        except (BadTicket, ValueError):
            await _say(send, 403, "This ticket is not valid (any more).")
            return
        if self.hub.is_closing:
            await _say(send, 503, "Closing; come back.", [(b"retry-after", b"2")])
            return
        try:
            listener = self.hub.enter(viewer, page=query.get("pagina", [""])[0][:LONGEST_NAME])
        except Full:
            await _say(send, 503, "Too many streams.", [(b"retry-after", b"15")])
            return
        # The only word a browser still sends is that it left.
        leaving = asyncio.ensure_future(receive_until_left(receive))
        leaving.add_done_callback(lambda _: self._let_go(listener))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM})
            await _tell(listener, send)
        except TimeoutError:  # returning without an end makes the server close the connection
            return
        finally:
            leaving.cancel()
            self.hub.leave(listener)

    def _let_go(self, listener: Listener) -> None:
        listener.ending = listener.ending or "left"
        listener.wake()

    def close(self) -> None:
        """End every stream now."""
        self.hub.close()


async def receive_until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _tell(listener: Listener, send: Send) -> None:
    """Send the newest stand whenever there is one, until this stream ends; `TimeoutError` for who is slow."""
    while not listener.ending:
        stand, listener.beat = listener.newest, False
        if stand is not None:
            # A heartbeat repeats the stand: what got lost on the way is made good within seconds.
            listener.sent = stand
            async with asyncio.timeout(SLOW):
                await send(_body(event(stand)))
        await listener.news()
    last = b""
    if listener.ending == "gone":
        last = GONE
    elif listener.ending == "closing":
        last = f"retry: {random.randint(*COME_BACK_IN)}\n\n".encode()
    if listener.ending != "left":
        await send(_body(last, more=False))


@lru_cache(maxsize=512)
def event(stand: Stand) -> bytes:
    """Return a stand as a server-sent event."""
    data = json.dumps({"revision": stand.revision, "progress": stand.progress}, separators=(",", ":"))
    return f"id: {stand.revision}\ndata: {data}\n\n".encode()


def _body(content: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


async def _say(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*PLAIN, *(headers or [])]})
    await send(_body(text.encode(), more=False))
