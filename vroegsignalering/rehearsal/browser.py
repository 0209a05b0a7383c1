"""One person with a browser: cookies of its own, pages and forms, nothing else."""

from collections.abc import Collection
from urllib.parse import urlsplit

import httpx

from .checks import NotAsItShould, require
from .pages import Form, Page, read_page

PATIENCE = 30.0
"""Seconds for one answer."""


class Browser:
    """Opens pages and sends forms; any answer in the 500s ends the rehearsal at once."""

    def __init__(self, who: str, *, base: str) -> None:
        self.who = who
        self.base = base.rstrip("/")
        self.client = httpx.Client(
            base_url=self.base,
            follow_redirects=True,
            timeout=PATIENCE,
            headers={"Accept-Language": "nl", "Accept": "text/html,application/xhtml+xml"},
        )

    def open(self, address: str, *, expect: Collection[int] | None = (200,)) -> Page:
        """Open an address of this installation; of a full address only the path is used."""
        return self._page(self._ask("GET", self._path(address)), expect)

    def send(
        self, page: Page, form: Form | None, *, expect: Collection[int] | None = (200,), **typed: str
    ) -> Page:
        """Fill in a form of a page and send it."""
        require(form is not None, f"{self.who} does not find the form on {page.address}")
        assert form is not None
        answer = self._ask(
            "POST", self._path(form.action), data=form.filled(**typed), headers=self.headers_from(page)
        )
        return self._page(answer, expect)

    def post_raw(self, form: Form, page: Page, **headers: str) -> int:
        """Send a form without following where it leads; return the status."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._ask(
            "POST",
            self._path(form.action),
            data=form.filled(),
            headers={**self.headers_from(page), **named},
            follow_redirects=False,
        )
        return answer.status_code

    def download(self, address: str) -> bytes:
        """Return a file as it came."""
        answer = self._ask("GET", self._path(address))
        require(answer.status_code == 200, f"{self.who} gets {answer.status_code} for {address}")
        return answer.content

    def send_for_file(self, page: Page, form: Form | None) -> bytes:
        """Send a form that answers with a file."""
        require(form is not None, f"{self.who} does not find the form on {page.address}")
        assert form is not None
        answer = self._ask(
            "POST", self._path(form.action), data=form.filled(), headers=self.headers_from(page)
        )
        require(answer.status_code == 200, f"{self.who} gets {answer.status_code} for {form.action}")
        return answer.content

    def headers_from(self, page: Page) -> dict[str, str]:
        """Return what a browser says about the page a form stood on; over https Django asks for it."""
        return {"Referer": f"{self.base}{self._path(page.address)}", "Origin": self.base}

    def close(self) -> None:
        self.client.close()

    def _ask(self, method: str, path: str, **options: object) -> httpx.Response:
        try:
            answer = self.client.request(method, path, **options)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            raise NotAsItShould(f"{self.who} gets no answer from {self.base}{path}: {error}") from error
        require(answer.status_code < 500, f"{self.who} gets {answer.status_code} from {method} {path}")
        return answer

    def _page(self, answer: httpx.Response, expect: Collection[int] | None) -> Page:
        page = read_page(answer.text, address=str(answer.url), status=answer.status_code)
        if expect is not None and page.status not in expect:
            raise NotAsItShould(f"{self.who} gets {page.status} at {page.address}: {page.text[:200]}")
        return page

    @staticmethod
    def _path(address: str) -> str:
        parts = urlsplit(address)
        return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
