"""A real mail server in a process of its own: refuses some mails for now, and is killed with one in hand.

Run as a file, so that it is there in a moment: it needs nothing but what comes with Python.
"""

import os
import signal
import socketserver
import sys
from pathlib import Path
from random import Random

LENGTH = 8
"""Bytes before each mail in the file, that say how long it is."""


class Talk(socketserver.StreamRequestHandler):
    """One connection, as much of RFC 5321 as a sender needs."""

    def handle(self) -> None:
        self._say("220 simulation")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take(b"".join(iter(self.rfile.readline, b".\r\n")))
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 Ok")

    def _take(self, text: bytes) -> None:
        """Keep a mail, unless chance has it otherwise."""
        server = self.server
        assert isinstance(server, Server)
        chance = server.dice.random()
        if chance < server.refuses:
            self._say("450 4.3.0 Not now")
            return
        mail = text.replace(b"\n..", b"\n.")
        with server.kept.open("ab") as file:
            file.write(len(mail).to_bytes(LENGTH, "big") + mail)
        if chance > 1 - server.is_killed:
            os.kill(os.getpid(), signal.SIGKILL)
        self._say("250 Ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.TCPServer):
    """Serves one sender at a time, so that what chance does is the same in every run."""

    def __init__(self, kept: Path, dice: Random, *, refuses: float, is_killed: float) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.kept, self.dice, self.parent = kept, dice, os.getppid()
        self.refuses, self.is_killed = refuses, is_killed

    def service_actions(self) -> None:
        """Leave nothing behind of a simulation that was killed itself; asked each half second."""
        if os.getppid() != self.parent:
            raise SystemExit


def serve(path: str, seed: str, refuses: str, is_killed: str) -> None:
    """Say at which port, and take in what comes until killed; the last two are parts of one."""
    with Server(Path(path), Random(seed), refuses=float(refuses), is_killed=float(is_killed)) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    serve(*sys.argv[1:])
