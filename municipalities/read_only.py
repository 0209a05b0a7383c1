"""Take out of a page of a suspended municipality what would be refused: forms that send, and ways to a form.

One filter on the way out, because no page can forget it; what refuses is `GuardedView`, with or without this.
"""

import re
from html.parser import HTMLParser

from django.http import HttpResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.html import escape
from django.utils.translation import gettext as _

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
ACTS = re.compile(r"button|icon-link|pill")
"""Classes of a link that is an act, and goes; any other link loses its address and keeps its words."""
GROUPS = re.compile(r"__acts|actions|-acts")
LEFT_EMPTY = re.compile(r"<(div|p|li|span|ul|section)(?:\s[^<>]*)?>\s*</\1>")


def show_read_only(response: HttpResponseBase, *, path: str) -> None:
    """Take out of the page at this path what can't be done; another answer than a page stays as it is."""
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return
    if response["Content-Type"].startswith("text/html"):
        response.content = without_acts(response.content.decode(), path=path).encode()
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))


def without_acts(page: str, *, path: str) -> str:
    """Return a page without the forms that send to a municipality, and without links to pages for that."""
    found = _Acts(page, path=path)
    found.feed(page)
    found.close()
    kept, at = [], 0
    for start, end, instead in sorted(found.cuts):
        if start >= at:
            kept += [page[at:start], instead]
            at = end
    left = "".join([*kept, page[at:]])
    return _without_empty(left) if found.cuts else left


def _without_empty(page: str) -> str:
    """Return a page without what holds nothing any more; a live region, with its id, is empty on purpose."""
    while True:
        less = LEFT_EMPTY.sub(lambda one: one[0] if " id=" in one[0] or "role=" in one[0] else "", page)
        if less == page:
            return page
        page = less


def _leads_to(address: str) -> ResolverMatch | None:
    """Return the page of a municipality that an address is, or nothing."""
    try:
        match = resolve(address.split("?")[0].split("#")[0])
    except Resolver404:
        return None
    return match if "gemeente" in match.kwargs else None


def is_form_page(address: str) -> bool:
    """Return whether an address is a page of a municipality that is there for its form."""
    match = _leads_to(address)
    view = getattr(match.func, "view_class", None) if match else None
    if view is None or not hasattr(view, "post"):
        return False
    return "post" in view.http_method_names and not view.is_for_reading


class _Acts(HTMLParser):
    """Where in a page the acts stand: pieces to cut, each with what comes instead."""

    def __init__(self, page: str, *, path: str) -> None:
        super().__init__(convert_charrefs=False)
        self.path, self.cuts = path, list[tuple[int, int, str]]()
        self._lines = [0, *(one.end() for one in re.finditer("\n", page))]
        self._open: list[tuple[str, str]] = []
        self._form: tuple[int, str] | None = None
        self._act: int | None = None
        self._words: tuple[int, int] | None = None
        self._is_told = False

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        start, end = self._at, self._at + len(self.get_starttag_text() or "")
        if tag == "form" and has.get("method", "").lower() == "post":
            if _leads_to(has.get("action") or self.path):
                self._form = start, has.get("action") or self.path
        elif tag == "a" and self._form is None and is_form_page(has.get("href", "")):
            around = " ".join(classes for _tag, classes in self._open)
            if ACTS.search(has.get("class", "")) or GROUPS.search(around):
                self._act = start
            else:
                self._words = start, end
        elif tag == "button" and "form" in has and self._form is None:
            self._act = start
        if tag not in VOID:
            self._open.append((tag, has.get("class", "")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over what closes itself, such as a line of a drawing."""

    def handle_endtag(self, tag: str) -> None:
        end = self._at + len(f"</{tag}>")
        if tag == "form" and self._form is not None:
            start, action = self._form
            self.cuts.append((start, end, self._instead(action)))
            self._form = None
        elif tag in {"a", "button"} and self._act is not None:
            self.cuts.append((self._act, end, ""))
            self._act = None
        elif tag == "a" and self._words is not None:
            self.cuts += [(*self._words, ""), (self._at, end, "")]
            self._words = None
        while self._open and self._open.pop()[0] != tag:
            continue

    def _instead(self, action: str) -> str:
        """Return what a page says once, where its own form stood."""
        if action != self.path or self._is_told:
            return ""
        self._is_told = True
        words = _("This can be read, and not changed, for now.")
        return f'<p class="app-soft">{escape(words)}</p>'
