"""A demo of its own for a rehearsal that restarts its server: real processes, in a folder for a while."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from .checks import NotAsItShould

READY_WITHIN = 180.0
"""Seconds."""
OF_ANOTHER = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "BASE_URL", "ALLOWED_HOSTS")


class OwnServer:
    """An embedded installation in demo mode."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{port}"
        kept = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER}
        self.environment = {**kept, "VAR_DIR": str(folder / "var"), "PORT": str(port), "DEMO": "1"}
        self.process = self._start()

    def restart(self) -> float:
        """Kill everything as a power cut does, and start it again; return the seconds nobody answered."""
        began = time.monotonic()
        self.process.kill()
        self.process.wait()
        # Its children die with it; the port must be free again.
        while self._answers():
            time.sleep(0.1)
        self.process = self._start()
        return time.monotonic() - began

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(150)

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as words:
            process = subprocess.Popen(
                [sys.executable, sys.argv[0], "up"], env=self.environment, stdout=words, stderr=words
            )
        give_up_at = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up_at and process.poll() is None:
            if self._answers():
                return process
            time.sleep(0.2)
        process.kill()
        words_said = (self.folder / "log").read_text(errors="replace")[-2000:]
        raise NotAsItShould(f"The server of this rehearsal did not start:\n{words_said}")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/demo/", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False


@contextmanager
def own_server(port: int) -> Iterator[OwnServer]:
    """Run a server until the rehearsal ends."""
    with tempfile.TemporaryDirectory(prefix="gesprekshulp-rehearsal-") as folder:
        server = OwnServer(Path(folder), port)
        try:
            yield server
        finally:
            server.stop()
