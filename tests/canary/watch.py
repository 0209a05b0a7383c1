"""All that leaves the product, to look for a word in: pages, files, stream, mails, log, cache, broker."""

import html
import io
import json
import logging
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.urls import reverse
from kombu.messaging import Producer
from pypdf import PdfReader

from audit.models import AuditEvent
from common.tenancy import across_municipalities, tenant
from live import stream, watching
from outbox.models import Promise
from outbox.promises import fulfil
from reports.models import Report
from sessions.invitations import send_invitations
from tests.architecture.doors import DOORS
from tests.architecture.session_states import undone
from tests.architecture.test_doors import WANTED
from tests.architecture.world import PEOPLE, World
from tests.builders import FACILITATOR, NOW


@dataclass(frozen=True)
class Seen:
    """A text, where it was, and who could read it: `here` or `there`, and as what."""

    place: str
    side: str
    who: str
    text: str


@dataclass
class Watch:
    """What was written aside while things happened."""

    folder: Path
    seen: list[Seen] = field(default_factory=list)

    def note(self, place: str, text: object, *, side: str = "", who: str = "nobody") -> None:
        self.seen.append(Seen(place, side, who, str(text)))


def words_of(response: HttpResponse) -> str:
    """Return all that is readable in an answer, also inside a PDF or a file of files."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{dict(response.items())}\n{readable(body)}"


def readable(body: bytes) -> str:
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as files:
            return "\n".join(f"{name}\n{readable(files.read(name))}" for name in files.namelist())
    return html.unescape(body.decode("utf-8", "replace"))


@contextmanager
def watching_aside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Write down every line of the log, entry of the cache and message to the broker."""
    watch = Watch(folder)
    store = type(caches["default"])

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            watch.note("log", self.format(record))

    def kept(real: Callable[..., Any]) -> Callable[..., Any]:
        def keep(cache: Any, key: str, value: Any, *more: Any, **named: Any) -> Any:
            watch.note("cache", f"{key} = {value!r}")
            return real(cache, key, value, *more, **named)

        return keep

    handler = Lines()
    root = logging.getLogger()
    root.addHandler(handler)
    with monkeypatch.context() as patched:
        patched.setattr(store, "set", kept(store.set))
        patched.setattr(store, "add", kept(store.add))
        patched.setattr(
            Producer, "publish", lambda _self, body, *more, **named: watch.note("broker", (body, named))
        )
        try:
            yield watch
        finally:
            root.removeHandler(handler)


def crawl(watch: Watch, world: World, *, side: str, names: Collection[str] = DOORS) -> None:
    """Read every address as everybody who gets in, and as a stranger for the pages that refuse."""
    for name in names:
        url = reverse(name, kwargs=world.arguments(name, WANTED[name]))
        method = "GET" if "GET" in DOORS[name].methods else "POST"
        for who in [who for who in PEOPLE if DOORS[name].column.get(who) == "in"] or ["anonymous"]:
            with undone():
                response = world.client(who).generic(method, url)
                watch.note(f"{method} {name}", words_of(response), side=side, who=who)
    response = world.client("anonymous").get(f"/{world.municipality.slug}/bestaat-niet/")
    watch.note("error page", words_of(response), side=side, who="anonymous")


def listen(watch: Watch, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read what the stream says of the session."""
    with monkeypatch.context() as patched:
        patched.setattr(watching, "close_old_connections", lambda: None)
        for stand in watching.stands([world.running.pk]).values():
            watch.note("stream", stream.event(stand).decode(), side="here", who="screen")


def work(watch: Watch, world: World) -> None:
    """Do what was promised, and read the mails that leave and the promises themselves."""
    with tenant(world.municipality):
        if world.running.state in {"planned", "open", "running"}:
            send_invitations(world.running, actor=FACILITATOR, now=NOW)
        for _round in range(3):
            for row in Promise.objects.filter(done_at=None):
                fulfil(promise_id=row.pk, now=NOW)
        for row in Promise.objects.all():
            watch.note("promise", f"{row.kind} {row.key} {json.dumps(row.payload)} {row.last_error}")
    for letter in sorted(watch.folder.glob("*")):
        watch.note("mail", html.unescape(_decoded(letter.read_bytes())), side="here", who="mail")


def read_reports(watch: Watch, world: World) -> None:
    """Read the text of every report that was made."""
    with tenant(world.municipality):
        for report in Report.objects.exclude(file=""):
            watch.note("report", readable(report.file.read()), side="here", who="reader")


def _decoded(letters: bytes) -> str:
    text = letters.decode("utf-8", "replace")
    parts = []
    for letter in text.split("-" * 79):
        mail = message_from_bytes(letter.strip().encode(), policy=policy.default)
        parts += [str(mail["subject"]), str(mail["to"])]
        parts += [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join(parts)


def read_log(watch: Watch) -> None:
    """Read every row of the audit log."""
    with across_municipalities("log"):
        for row in AuditEvent.objects.values():
            watch.note("audit", row)
