"""The limit: the smallest asyncio server that writes the same bytes to every open connection.

Run as `python -m benchmarks.limit PORT`. Each line on its standard input is written to everybody as an event.
"""

import asyncio
import sys

HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n"
    b"transfer-encoding: chunked\r\n\r\n"
)
there: set[asyncio.Transport] = set()


class Listener(asyncio.Protocol):
    """One connection: what it asks is not read, only answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(HEAD)
        there.add(self.transport)

    def connection_lost(self, exc: Exception | None) -> None:
        there.discard(self.transport)


def tell(event: bytes) -> None:
    """Write one event, as a chunk of HTTP/1.1, to everybody."""
    chunk = b"%x\r\n%b\r\n" % (len(event), event)
    for transport in there:
        transport.write(chunk)


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    await loop.create_server(Listener, "127.0.0.1", port, backlog=4096)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        revision = int(line)
        tell(b'id: %d\ndata: {"revision":%d,"progress":0}\n\n' % (revision, revision))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
