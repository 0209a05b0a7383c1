"""`manage.py up` as a whole: web, worker and beat of a real installation in a folder of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.servers import free_port
from tests.vroegsignalering.processes import kill_marked_with, marked_with, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.once]


class Installation:
    """One embedded installation: its folder, its port and what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.mark = folder, free_port(), uuid.uuid4().hex
        self.log = folder / "log"

    def up(self, *, port: int | None = None, demo: bool = False) -> subprocess.Popen[bytes]:
        """Start `manage.py up`, embedded, whatever the tests themselves run on."""
        others = {"DATABASE_URL", "REDIS_URL", "BASE_URL", "ALLOWED_HOSTS", "DEMO"}
        environment = {name: value for name, value in os.environ.items() if name not in others}
        environment |= {
            "VAR_DIR": str(self.folder / "var"),
            "PORT": str(port or self.port),
            "DEMO": str(demo),
            "TEST_MARK": self.mark,
        }
        with self.log.open("ab") as words:
            return subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=words,
                stderr=words,
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def is_ready(self) -> bool:
        return "Stop with Ctrl-C." in self.said and "ready." in self.said

    def promises(self, condition: str) -> int:
        """Count the promises in its database that meet a condition."""
        with closing(sqlite3.connect(self.folder / "var" / "db.sqlite3")) as database:
            return database.execute(f"SELECT count(*) FROM outbox_promise WHERE {condition}").fetchone()[0]  # noqa: S608

    def processes(self, word: str) -> list[int]:
        """Return the processes of this installation whose command holds a word."""
        return [
            pid
            for pid in sorted(marked_with(self.mark))
            if word.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        ]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    one = Installation(tmp_path)
    yield one
    kill_marked_with(one.mark)


@pytest.fixture
def running(installation: Installation) -> subprocess.Popen[bytes]:
    process = installation.up()
    assert wait_until(installation.is_ready, seconds=60), installation.said
    return process


def test_it_answers_refuses_a_second_one_and_leaves_no_process_at_ctrl_c(
    installation: Installation, running: subprocess.Popen[bytes]
) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{installation.port}/") as response:
        assert b"/static/vendor/desk." in response.read()
    assert f"http://127.0.0.1:{installation.port}/" in installation.said
    assert installation.up(port=free_port()).wait(30) == 1
    assert "Another `manage.py up` already runs on" in installation.said
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 0
    assert wait_until(lambda: not marked_with(installation.mark), seconds=5)


def test_a_worker_that_is_killed_stops_the_system_with_a_clear_word(
    installation: Installation, running: subprocess.Popen[bytes]
) -> None:
    os.kill(installation.processes("worker")[0], signal.SIGKILL)
    assert running.wait(30) == 1
    assert "worker was killed by SIGKILL; stopping everything." in installation.said
    assert wait_until(lambda: not marked_with(installation.mark), seconds=5)


def test_killed_itself_it_leaves_no_process(
    installation: Installation, running: subprocess.Popen[bytes]
) -> None:
    running.kill()
    running.wait()
    assert wait_until(lambda: not marked_with(installation.mark), seconds=20), installation.said


def test_a_port_in_use_is_told_before_anything_starts(installation: Installation) -> None:
    with socket.create_server(("127.0.0.1", installation.port)):
        process = installation.up()
        assert process.wait(30) == 1
    assert f"Port {installation.port} of 127.0.0.1 is not free" in installation.said
    assert "Traceback" not in installation.said


@pytest.mark.long
def test_ctrl_c_amid_the_work_leaves_no_half_done_job_and_the_next_start_goes_on(
    installation: Installation,
) -> None:
    process = installation.up(demo=True)
    assert wait_until(installation.is_ready, seconds=120), installation.said
    assert installation.promises("done_at IS NULL") > 0
    process.send_signal(signal.SIGINT)
    assert process.wait(150) == 0
    assert installation.promises("done_at IS NULL AND lease_until IS NOT NULL") == 0
    installation.log.write_text("")
    process = installation.up(demo=True)
    # What bounced, as a mail of the demo did, is over too.
    waits = "done_at IS NULL AND bounced_at IS NULL"
    assert wait_until(lambda: installation.promises(waits) == 0, seconds=60), installation.said
    process.send_signal(signal.SIGINT)
    assert process.wait(150) == 0
