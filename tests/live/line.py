"""The network between open pages and their server, which a test can break."""

import select
import socket
import struct
import threading
import time
from collections.abc import Callable

from tests.servers import free_port

RESET = struct.pack("ii", 1, 0)


class Line:
    """The network between the pages and the server: it can be cut, held up, or go dead without a word."""

    def __init__(self, to: int) -> None:
        self.to, self.port = to, free_port()
        self.is_held = self.is_over = False
        self.links: list[Link] = []
        self.door = socket.create_server(("127.0.0.1", self.port), backlog=100)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Reset every connection."""
        for link in list(self.links):
            link.reset()

    def kill_silently(self) -> None:
        """Let what is open stay open and carry nothing any more; new connections work."""
        for link in list(self.links):
            link.is_dead = True

    def close(self) -> None:
        self.is_over = True
        self.cut()
        self.door.close()

    def _accept(self) -> None:
        while not self.is_over:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.to), 5)
        except OSError:
            near.close()
            return
        link = Link(near, far)
        self.links.append(link)
        link.carry(lambda: self.is_held)
        self.links.remove(link)


class Link:
    """One connection through the line."""

    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self.near, self.far = near, far
        self.is_dead = self.is_over = False

    def carry(self, is_held: Callable[[], bool]) -> None:
        other = {self.near: self.far, self.far: self.near}
        try:
            while not self.is_over:
                if self.is_dead or is_held():
                    time.sleep(0.02)
                    continue
                for side in select.select([self.near, self.far], [], [], 0.2)[0]:
                    said = side.recv(65536)
                    if not said:
                        return
                    other[side].sendall(said)
        except (OSError, ValueError):
            return
        finally:
            self.near.close()
            self.far.close()

    def reset(self) -> None:
        self.is_over = True
        for side in (self.near, self.far):
            try:
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                side.close()
            except OSError:
                pass
