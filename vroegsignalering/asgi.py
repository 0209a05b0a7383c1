"""The whole system in one process: the stream answers its own path, Django's pages all others."""

import asyncio
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vroegsignalering.settings")

# Django must be set up before the stream can be imported.
django_pages = get_wsgi_application()

from live.stream import PATH, Receive, Scope, Send, Stream  # noqa: E402

PAGES_AT_ONCE = 10

pages = WSGIMiddleware(django_pages, workers=PAGES_AT_ONCE)  # type: ignore[arg-type]
stream = Stream()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand a request to the stream or to the pages."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and scope["path"] == PATH:
        await stream(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, receive, send)  # type: ignore[arg-type]
    else:
        await send({"type": "websocket.close", "code": 1008})


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    _close_streams_when_asked_to_stop()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    stream.close()
    await send({"type": "lifespan.shutdown.complete"})


def _close_streams_when_asked_to_stop() -> None:
    """End the streams at the signal itself: the server tells of its end only after they have ended."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        server_stops = signal.getsignal(number)
        if not callable(server_stops):
            continue

        def stop(
            number: int, frame: FrameType | None, server_stops: Callable[[int, Any], Any] = server_stops
        ) -> None:
            loop.call_soon_threadsafe(stream.close)
            server_stops(number, frame)

        signal.signal(number, stop)
