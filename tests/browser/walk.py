"""Walks past every address as everybody whom it lets in, and past each kind of refusal."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import APIResponse, Page, expect

from tests.architecture.test_doors import WANTED, browser
from tests.architecture.world import World
from tests.browser.inspector import OF_A_SCREEN, SIZES, Inspector, Size
from tests.browser.routes import OF_THE_DEMO, THEIRS, Stop
from users.models import User

LANGUAGES = ["nl-NL", "en-GB"]
ASKS_BY_ITSELF = "form[data-press]:not(#new-code)"
"""What brings the next page at once, also while somebody looks at this one."""
ASKED_JUST_NOW = "try { sessionStorage['pressed-at'] = Date.now() } catch { /* a closed frame */ }"
"""Lets the page of a code that is over stay: it asks for a new one by itself only once in a while."""
IN_A_FRAME = {"demo_mail_body"}
"""A mail as it was sent, and no page; what is wrong with a mail is looked for in `test_mails.py`."""


class Walk:
    """Goes to stops; `visited` holds those where the product answered as the table of doors says."""

    def __init__(
        self,
        open_page: Callable[..., Page],
        inspector: Inspector,
        worlds: tuple[World, World],
        *,
        demo: str,
        mail: str,
    ) -> None:
        self.open_page, self.inspector, self.is_whole = open_page, inspector, inspector.is_whole
        self.here, self.there = worlds
        self.demo, self.known = demo, {"key": mail}
        self.visited: set[Stop] = set()
        self._pages: dict[tuple[str, str], Page] = {}
        # Alike in everything but their rights: then a page that shows no rights is one page for all.
        User.objects.update(name="Sanne Bakker")

    def past(self, stops: Sequence[Stop]) -> None:
        """Visit each stop, in every size of one language or in the size and language whose turn it is."""
        names = sorted({stop.name for stop in stops})
        for turn, stop in enumerate(stops):
            at = names.index(stop.name)
            language = self.inspector.language or LANGUAGES[at % 2]
            sizes = SIZES if self.is_whole else [SIZES[(at // 2 + turn) % 2]]
            if stop.name.startswith("live:screen"):
                sizes = OF_A_SCREEN if self.is_whole else [OF_A_SCREEN[turn % 3]]
            if self._visit(stop, language, sizes):
                self.visited.add(stop)

    def _visit(self, stop: Stop, language: str, sizes: list[Size]) -> bool:
        page = self._page_of(stop, language)
        arguments = self.here.arguments(stop.name, WANTED[stop.name])
        known = {key: value for key, value in self.known.items() if key in arguments}
        address = self._host(stop) + reverse(stop.name, kwargs=arguments | known)
        # Once more where the server just closed the connection, which lay idle while a page was looked at.
        answer = page.context.request.get(
            address, headers={"Accept-Language": language, "Accept": "text/html"}, max_retries=1
        )
        if stop.expected not in {outcome(answer), THEIRS} or answer.status >= 500:
            self.inspector.found.append(f"{stop}: {answer.status} at {answer.url}")
            return False
        if stop.name not in IN_A_FRAME and is_page(answer):
            new = [size for size in sizes if self.inspector.is_new(answer.text(), size)]
            if new:
                page.goto(address)
                expect(page.locator(ASKS_BY_ITSELF)).to_have_count(0)
                self.inspector.look(f"{stop.name} as {stop.who}", page, new, kind=stop.name)
                if answer.ok and urlsplit(answer.url).path == urlsplit(address).path:
                    self.inspector.titles[page.title()].add(stop.name)
        return True

    def _host(self, stop: Stop) -> str:
        return self.demo if stop.name in OF_THE_DEMO else ""

    def _page_of(self, stop: Stop, language: str) -> Page:
        key = (stop.who, language)
        if key not in self._pages:
            client = browser(stop.who, self.here, self.there)
            page = self.open_page(
                "/gezond/", holding=client, locale=language, also=self.demo, keeps_files=True
            )
            page.add_init_script(ASKED_JUST_NOW)
            self._pages[key] = self.inspector.prepare(page)
        return self._pages[key]


def outcome(answer: APIResponse) -> str:
    """Return what an answer means for who asked, as the table of doors says it."""
    if answer.status in {403, 404}:
        return str(answer.status)
    if "/inloggen/?next=" in answer.url:
        return "sign in"
    # Some addresses want to be asked something, and say so.
    return "in" if answer.ok or answer.status == 422 else str(answer.status)


def is_page(answer: APIResponse) -> bool:
    """Return whether this is a whole document, and no fragment, figure or file."""
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.text().lstrip().lower().startswith("<!doctype")
