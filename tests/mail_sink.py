"""A mail server on this machine: takes mails in, or refuses them the way a test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


@dataclass
class Sink:
    """What the server got, and what it says to a receiver or after the text."""

    port: int = 0
    recipient: str = "250 2.1.5 Ok"
    data: str = "250 2.0.0 Ok"
    dies: bool = False
    """Killed mid-mail: it took the mail in, and never says so."""
    asked: int = 0
    mails: list[bytes] = field(default_factory=list)


class _Talk(StreamRequestHandler):
    """One connection, as much of RFC 5321 as a sender needs."""

    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"RCPT":
                sink.asked += 1
                self._say(sink.recipient)
            elif word == b"DATA":
                self._say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                if sink.data.startswith("2"):
                    sink.mails.append(b"".join(lines))
                if sink.dies:
                    return
                self._say(sink.data)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 Ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """Run the server while the block runs."""
    with ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.sink = Sink(port=server.server_address[1])  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.sink  # type: ignore[attr-defined]
        server.shutdown()
