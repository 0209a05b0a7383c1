"""Many listeners in one process, on bare sockets: each notes when it hears a revision."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

HEARD = re.compile(rb'"revision":(\d+)')


class Listener(asyncio.Protocol):
    """One open stream; it keeps only the newest revision and its moment."""

    def __init__(self, path: str, port: int) -> None:
        self.request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        self.status, self.revision, self.at = 0, -1, 0.0
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if not self.status:
            self.status = int(data[9:12])
        for found in HEARD.findall(data):
            if int(found) > self.revision:
                self.revision, self.at = int(found), now

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True


@dataclass
class Delivery:
    """How long one change took to reach everybody, in milliseconds."""

    from_change: list[float]
    from_first: list[float]
    missed: int


class Crowd:
    """The listeners of one server."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.listeners: list[Listener] = []

    async def enter(self, paths: Sequence[str], *, at_once: int = 50) -> None:
        loop = asyncio.get_running_loop()
        for start in range(0, len(paths), at_once):
            made = [
                loop.create_connection(lambda path=path: Listener(path, self.port), "127.0.0.1", self.port)
                for path in paths[start : start + at_once]
            ]
            self.listeners += [listener for _transport, listener in await asyncio.gather(*made)]
            await asyncio.sleep(0.01)
        give_up_at = time.perf_counter() + 30
        while time.perf_counter() < give_up_at and not all(one.status for one in self.listeners):
            await asyncio.sleep(0.05)
        refused = [one.status for one in self.listeners if one.status != 200]
        if refused:
            raise SystemExit(f"{len(refused)} of {len(self.listeners)} streams were refused: {set(refused)}")

    async def hear(self, revisions: Sequence[int], changed_at: float, *, within: float = 20) -> Delivery:
        """Wait until each listener heard its revision, or longer; whoever did not in time is missed."""
        waiting = list(zip(self.listeners, revisions, strict=True))
        give_up_at = time.perf_counter() + within
        while time.perf_counter() < give_up_at:
            if all(one.revision >= wanted for one, wanted in waiting):
                break
            await asyncio.sleep(0.02)
        # Who is not waited for has a revision below nought.
        moments = sorted(one.at for one, wanted in waiting if one.revision >= wanted >= 0)
        first = moments[0] if moments else changed_at
        return Delivery(
            [1000 * (at - changed_at) for at in moments],
            [1000 * (at - first) for at in moments],
            sum(one.revision < wanted for one, wanted in waiting),
        )

    def close(self) -> None:
        for one in self.listeners:
            one.transport.abort()
