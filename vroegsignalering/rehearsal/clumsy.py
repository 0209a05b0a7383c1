"""People as they are: who leads double-clicks and uses old pages, and phones lose the line halfway."""

import random
import socket
import ssl
from collections import Counter
from collections.abc import Collection
from urllib.parse import urlencode, urlsplit

from .browser import Browser
from .checks import require
from .pages import Form, Page

CUT_SHARE = 0.25
"""How many of the answers are cut off on their way."""
REPLAY_SHARE = 0.5


class DoubleClicker(Browser):
    """Sends each step on the stage twice, and now and then one of long ago; only the first may count."""

    def __init__(self, who: str, *, base: str, chance: random.Random, done: Counter[str]) -> None:
        super().__init__(who, base=base)
        self.chance, self.done = chance, done
        self.old: list[tuple[Page, Form]] = []

    def send(
        self, page: Page, form: Form | None, *, expect: Collection[int] | None = (200,), **typed: str
    ) -> Page:
        """Fill in a form of a page and send it; a step is sent twice."""
        answer = super().send(page, form, expect=expect, **typed)
        if form is None or not is_step(form):
            return answer
        self._refused_again(page, form, "Pressed twice")
        self.done["steps pressed twice"] += 1
        if self.old and self.chance.random() < REPLAY_SHARE:
            self._refused_again(*self.chance.choice(self.old), "Replayed")
            self.done["old pages replayed"] += 1
        self.old.append((page, form))
        return answer

    def _refused_again(self, page: Page, form: Form, how: str) -> None:
        status = self.post_raw(form, page, X_Fragment="console")
        require(status == 409, f"{how}, {form.action} gives {status} instead of a kind no")


def is_step(form: Form) -> bool:
    """Return whether this is a step on the stage, taken from the revision that a page showed."""
    return "/leiden/" in form.action and form.has("expected_revision") and "/actiepunt/" not in form.action


class Dropper(Browser):
    """A phone that loses its line in the middle of answers, and then sends the same again."""

    def __init__(self, who: str, *, base: str, chance: random.Random, done: Counter[str]) -> None:
        super().__init__(who, base=base)
        self.chance, self.done = chance, done

    def send(
        self, page: Page, form: Form | None, *, expect: Collection[int] | None = (200,), **typed: str
    ) -> Page:
        """Fill in a form of a page and send it; what is cut off is sent again, as the phone does."""
        if form is not None and form.has("answer") and self.chance.random() < CUT_SHARE:
            if self.chance.random() < 0.5:
                self._cut(page, form, typed, after=0.6)
                self.done["lines cut before an answer arrived"] += 1
            else:
                self._cut(page, form, typed, after=1)
                self.done["lines cut before the yes arrived"] += 1
        return super().send(page, form, expect=expect, **typed)

    def _cut(self, page: Page, form: Form, typed: dict[str, str], *, after: float) -> None:
        """Send part of a request and hang up, without reading what the server says."""
        body = urlencode(form.filled(**typed)).encode()
        there = urlsplit(self.base)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.client.cookies.jar)
        lines = [f"POST {self._path(form.action)} HTTP/1.1", f"Host: {there.netloc}", f"Cookie: {cookies}"]
        lines += [f"{name}: {value}" for name, value in self.headers_from(page).items()]
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", ""]
        port = there.port or (443 if there.scheme == "https" else 80)
        line: socket.socket = socket.create_connection((there.hostname or "", port), 10)
        if there.scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=there.hostname)
        with line:
            line.sendall("\r\n".join(lines).encode() + body[: int(len(body) * after)])
