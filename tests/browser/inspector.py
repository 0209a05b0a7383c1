"""Looks at pages at several sizes, writes down what is wrong, and keeps their HTML for the validator."""

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Page, Response

from tests.browser import accessibility
from tests.browser.languages import dutch_on
from tests.browser.room import LAPTOP, NARROW, PHONE, PROJECTOR
from tests.browser.validity import invalid

Size = dict[str, int]
WHOLE_PHONE, WHOLE_LAPTOP = {**PHONE, "height": 2400}, {**LAPTOP, "height": 2400}
"""Windows as high as their page: a bar that stays at the edge then lies over nothing that axe measures."""
SIZES = [WHOLE_PHONE, WHOLE_LAPTOP]
OF_A_SCREEN = [PROJECTOR, LAPTOP, PHONE]
ZOOMED = {"width": 640, "height": 400}
"""A window of 1280 × 800 at 200 %."""
ON_A_WALL = 1024
"""Pixels; from this width the big screen is a picture that fits its wall, whatever a reader wants."""
ONE_PAGE = [
    {"live:join_by_code", "live:join_link"},
    {"reports:report_link", "reports:session_report"},
    {"account_login", "account_request_login_code"},
    {"live_platform:ask_screen_code", "live_platform:waiting_screen"},
]
"""Two ways to the same thing, which bears the same title; the script of the last asks at once and goes on."""
OF_ONE_ANSWER = re.compile(r'\b[A-Za-z0-9]{64}\b|nonce="[^"]*"')
"""What differs between two answers that are otherwise the same: the token against forged forms, the nonce."""


class Inspector:
    """Inspects each page once per size; two answers that are the same but for their tokens are one page.

    With a language everything is looked at in it, in every size; without, each page in one size and language.
    """

    def __init__(self, folder: Path, *, language: str = "") -> None:
        self.folder, self.language, self.is_whole = folder, language, bool(language)
        self.found: list[str] = []
        self.answers: dict[Page, Response] = {}
        self.titles: dict[str, set[str]] = defaultdict(set)
        self._inspected: set[tuple[str, int]] = set()
        self._saved: set[str] = set()
        self._kinds: set[str] = set()

    def prepare(self, page: Page) -> Page:
        """Put the checks into every document of a page that is still to come."""
        page.add_init_script(path=accessibility.AXE)
        page.add_init_script(path=accessibility.OWN)
        page.on("response", self._keep)
        return page

    def _keep(self, response: Response) -> None:
        request = response.request
        if not request.is_navigation_request() or request.frame.parent_frame is not None:
            return
        if not 300 <= response.status < 400:
            self.answers[request.frame.page] = response

    def is_new(self, html: str, size: Size) -> bool:
        """Return whether this answer was not inspected yet at this width; it counts as inspected from now."""
        key = (_digest(html), size["width"])
        is_new = key not in self._inspected
        self._inspected.add(key)
        return is_new

    def look(self, name: str, page: Page, sizes: Iterable[Size], *, kind: str = "") -> None:
        """Write down what is wrong with the page that stands there.

        Of pages of one kind, which differ by what a role may do, one is looked at as its reader might set it.
        """
        self.keep_html(name, self.answers[page].text())
        for size in sizes:
            page.set_viewport_size(size)
            where = f"{name} at {size['width']}"
            self.note(where, page, at_this_size(page))
            if not (is_projected(page) and size["width"] >= ON_A_WALL):
                self.note(where, page, accessibility.spaced(page))
        if not kind or self.is_whole or kind not in self._kinds:
            self._kinds.add(kind)
            self.note(name, page, at_any_size(page))

    def note(self, where: str, page: Page, wrong: Iterable[str]) -> None:
        language = page.evaluate("document.documentElement.lang")
        self.found.extend(f"{where}, {language}: {line}" for line in wrong)

    def keep_html(self, name: str, html: str) -> None:
        """Save a page as it was sent, once."""
        digest = _digest(html)
        if digest not in self._saved:
            self._saved.add(digest)
            plain = re.sub(r"\W+", "-", name).strip("-")
            (self.folder / f"{plain}-{digest[:6]}.html").write_text(html)

    def invalid_html(self) -> list[str]:
        """Return the errors in the HTML of all pages, as the server sent them."""
        return invalid(sorted(self.folder.glob("*.html")))

    def same_titles(self) -> list[str]:
        """Return the titles that more than one page bears."""
        shared = {title: names for title, names in self.titles.items() if len(names) > 1}
        return [f"{title}: {sorted(names)}" for title, names in shared.items() if names not in ONE_PAGE]


def _digest(html: str) -> str:
    return sha256(OF_ONE_ANSWER.sub("", html).encode()).hexdigest()


def at_this_size(page: Page) -> list[str]:
    """Return what is wrong in the window as it is."""
    return [
        *accessibility.violations(page),
        *accessibility.structure(page),
        *accessibility.lines_sticking_out(page),
        *accessibility.cut_off(page),
        *accessibility.lying_over(page),
        *accessibility.too_small(page),
        *dutch_in_english(page),
    ]


def at_any_size(page: Page) -> list[str]:
    """Return what is wrong with the focus, under the wishes of a system, at 200 % and in a narrow window."""
    wrong = accessibility.without_focus_ring(page)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    wrong += accessibility.lost_in_forced_colors(page) + accessibility.moving(page)
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    for said, size in {"at 200 %": ZOOMED, "at 320 px": NARROW}.items():
        page.set_viewport_size(size)
        lines = [
            *accessibility.lines_sticking_out(page),
            *accessibility.cut_off(page),
            *accessibility.hidden_with_focus(page),
        ]
        wrong += [f"{said}: {line}" for line in lines]
    return wrong


def is_projected(page: Page) -> bool:
    return bool(page.evaluate("document.body.matches('.app-screen')"))


def dutch_in_english(page: Page) -> list[str]:
    """Return the Dutch on a page, when it says it is English."""
    is_english = page.evaluate("document.documentElement.lang") == "en"
    return [f"Dutch: {text}" for text in dutch_on(page)] if is_english else []
