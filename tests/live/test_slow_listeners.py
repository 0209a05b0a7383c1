"""A listener that does not read is dropped: nobody waits for it, and no queue grows."""

import asyncio

import pytest

from live import stream
from live.hub import Listener
from live.stream import Message, Stream
from live.tickets import Kind, Viewer
from live.watching import Stand

VIEWER = Viewer(Kind.SEAT, 1, 1, 1)


class Server:
    """What a stream is served by; its `send` hangs from a certain message on, as for who does not read."""

    def __init__(self, *, reads: int) -> None:
        self.reads, self.told = reads, 0

    async def send(self, message: Message) -> None:
        if self.told >= self.reads:
            await asyncio.Event().wait()
        self.told += 1

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError


async def _serve(
    monkeypatch: pytest.MonkeyPatch, *, reads: int, within: float = 1
) -> tuple[Listener, Server, bool]:
    """Return the listener, what it was served by, and whether it was dropped within so many seconds."""
    listener = Listener(VIEWER)
    listener.newest = Stand(1, 0)
    app, server, left = Stream(), Server(reads=reads), []
    monkeypatch.setattr(stream, "read_ticket", lambda ticket: VIEWER)
    monkeypatch.setattr(app.hub, "enter", lambda viewer, page: listener)
    monkeypatch.setattr(app.hub, "leave", left.append)
    scope = {"method": "GET", "query_string": b"kaartje=x"}
    serving = asyncio.create_task(app(scope, server.receive, server.send))
    for revision in range(2, 50):
        await asyncio.sleep(0.001)
        listener.newest = Stand(revision, 0)
        listener.wake()
    done, _waiting = await asyncio.wait({serving}, timeout=within)
    serving.cancel()
    return listener, server, bool(done) and left == [listener]


def test_who_does_not_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "SLOW", 0.05)
    _listener, _server, dropped = asyncio.run(_serve(monkeypatch, reads=3, within=20))
    assert dropped


def test_who_reads_stays_and_hears_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(stream, "SLOW", 0.05)
    listener, _server, dropped = asyncio.run(_serve(monkeypatch, reads=1000))
    assert not dropped and listener.sent == Stand(49, 0)


def test_what_was_not_read_makes_no_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that happened while somebody did not read, only the newest is kept."""
    listener, server, dropped = asyncio.run(_serve(monkeypatch, reads=2))
    assert (dropped, server.told, listener.newest) == (False, 2, Stand(49, 0))
