"""A real server for the tests of the stream: uvicorn in a process of its own, on the database of the test."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory
from django_scopes import scope

from live.tickets import Viewer, make_ticket
from municipalities.models import Municipality
from municipalities.own_account.wall import mark_sign_in
from tests.servers import free_port
from users.models import User
from users.present_sign_in import present_sign_in

STARTS_WITHIN = 30.0
STUCK_AFTER = 20.0
"""Seconds; what a busy machine has not done by then never comes. What is promised sooner is measured."""


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    address: str

    def stop(self, *, by: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop, and wait until it did."""
        self.process.send_signal(by)
        self.process.wait(STUCK_AFTER)


@contextmanager
def inside_for_all_to_see(municipality: Municipality) -> Iterator[None]:
    """Run a test inside a municipality without the transaction of `tenant()`: a server must see each act."""
    with scope(municipality=municipality):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('app.municipality_id', %s, false)", [str(municipality.pk)])
        yield


def signed_in(user: User, *, through: Municipality | None = None) -> int:
    """Sign somebody in with a browser, by the account of a municipality if asked; return the id of that."""
    browser = Client()
    browser.force_login(user)
    request = RequestFactory().get("/")
    if through is not None:
        request.session = browser.session
        mark_sign_in(request, user, slug=through.slug)
        request.session.save()
        SocialAccount.objects.create(user=user, provider=through.slug, uid=f"account of {user.pk}")
    request.user, request.session = user, browser.session
    return present_sign_in(request)


def environment() -> dict[str, str]:
    """Return what makes a server use the database, the keys and the folder of this test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        host = f"{database['HOST']}:{database['PORT']}"
        who = ":".join(part for part in (database["USER"], database["PASSWORD"]) if part)
        url = f"postgres://{who}@{host}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY}


@contextmanager
def serving(log: Path, surroundings: dict[str, str], *, port: int = 0) -> Iterator[Server]:
    """Run a server until the block ends."""
    port = port or free_port()
    command = [sys.executable, "-m", "uvicorn", "vroegsignalering.asgi:application", "--port", str(port)]
    command += ["--log-level", "warning", "--timeout-graceful-shutdown", "10"]
    with log.open("wb") as words:
        process = subprocess.Popen(command, env=surroundings, stdout=words, stderr=words)
    try:
        _wait_for(port, process, log)
        yield Server(process, f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


@dataclass
class Heard:
    """What one listener heard, with the moment of each word."""

    status: int = 0
    words: list[tuple[float, str, dict[str, int]]] = field(default_factory=list)
    ended_at: float | None = None
    retry: bool = False

    def wait(self, until: float = STUCK_AFTER, *, revision: int | None = None, name: str = "") -> float:
        """Return when it heard this, within so many seconds; fail the test when it did not."""
        deadline = time.monotonic() + until
        while time.monotonic() < deadline:
            for at, event, data in list(self.words):
                if name and event == name:
                    return at
                if revision is not None and not event and data.get("revision") == revision:
                    return at
            time.sleep(0.01)
        raise AssertionError(f"Not heard within {until} s: {name or revision}; but {self.words[-5:]}")

    def wait_for_progress(self, *, beyond: int) -> None:
        """Wait until it heard of more progress; a heartbeat only says again what was said."""
        deadline = time.monotonic() + STUCK_AFTER
        while all(data["progress"] <= beyond for _at, _name, data in list(self.words)):
            assert time.monotonic() < deadline, f"Heard only {self.words}"
            time.sleep(0.01)

    def wait_for_end(self, until: float = STUCK_AFTER) -> float:
        deadline = time.monotonic() + until
        while self.ended_at is None:
            assert time.monotonic() < deadline, f"Still open after {until} s"
            time.sleep(0.01)
        return self.ended_at


def listen(server: Server, viewer: Viewer | str, *, page: str = "") -> Heard:
    """Open a stream in a thread of its own; return once it has answered."""
    heard, answered = Heard(), threading.Event()
    said = {"kaartje": viewer if isinstance(viewer, str) else make_ticket(viewer), "pagina": page}

    def follow() -> None:
        url = f"{server.address}/stroom/"
        try:
            with httpx.stream("GET", url, params=said, timeout=40) as answer:
                heard.status = answer.status_code
                answered.set()
                _take_down(answer, heard)
        except httpx.HTTPError:
            answered.set()
        heard.ended_at = time.monotonic()

    threading.Thread(target=follow, daemon=True).start()
    assert answered.wait(20)
    return heard


def _take_down(answer: httpx.Response, heard: Heard) -> None:
    name, data = "", {}
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            data = json.loads(line.removeprefix("data: "))
        elif line.startswith("retry: "):
            heard.retry = True
        elif not line and (name or data):
            heard.words.append((time.monotonic(), name, data))
            name, data = "", {}
