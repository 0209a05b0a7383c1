"""The post of the simulation: mails go out over SMTP to a server that dies, and are read as they arrived."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test.utils import override_settings

from . import mail_server

SMTP = "django.core.mail.backends.smtp.EmailBackend"
REFUSES, IS_KILLED = 0.02, 0.01
"""Of a hundred mails two are refused for now, and at one the server is killed, right after it took it in."""


class Post:
    """A mail server, started again whenever it was killed, and what it took in."""

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.killed = 0
        self._seed, self._kept, self._read = seed, folder / "mails", 0
        self._kept.touch()
        self._process = self._start()

    def _start(self) -> "Popen[str]":
        told = [str(self._kept), f"{self._seed} {self.killed}", str(REFUSES), str(IS_KILLED)]
        command = [sys.executable, "-I", "-S", mail_server.__file__, *told]
        process = Popen(command, stdout=PIPE, text=True)
        assert process.stdout is not None
        settings.EMAIL_PORT = int(process.stdout.readline())
        return process

    def arrived(self) -> list[EmailMessage]:
        """Return what came in since the last time."""
        with self._kept.open("rb") as file:
            file.seek(self._read)
            found = []
            while head := file.read(mail_server.LENGTH):
                found.append(file.read(int.from_bytes(head, "big")))
            self._read = file.tell()
        return [message_from_bytes(raw, policy=policy.default) for raw in found]

    def stand_up(self) -> None:
        """Start the server again, which was killed with a mail in hand."""
        self._end()
        self.killed += 1
        self._process = self._start()

    def close(self) -> None:
        self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait(timeout=20)
        assert self._process.stdout is not None
        self._process.stdout.close()


@contextmanager
def post_office(*, seed: int) -> Iterator[Post]:
    """Let every mail go through such a server while the block runs."""
    told = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_TIMEOUT": 20, "EMAIL_USE_TLS": False}
    account = {"EMAIL_USE_SSL": False, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": "", "EMAIL_PORT": 0}
    with TemporaryDirectory() as folder, override_settings(**told, **account):
        post = Post(Path(folder), seed=seed)
        try:
            yield post
        finally:
            post.close()
