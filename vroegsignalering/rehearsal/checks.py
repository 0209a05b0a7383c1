"""What must hold at every step; the first thing that does not, ends the rehearsal."""

import io
import re
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from .pages import Page

SIGN_IN = re.compile(r"^https?://[^/]+/inloggen/")
REFUSED = {403, 404, 410}


class NotAsItShould(Exception):
    """Something is not as it should be; the message says what, and where."""


def require(holds: object, what: str) -> None:
    """Raise `NotAsItShould` with this text when something does not hold."""
    if not holds:
        raise NotAsItShould(what)


def require_no_canary(page: Page, canaries: Iterable[str], *, where: str) -> None:
    """Raise when a page holds a note that nobody may see yet; in any form, also in what is not shown."""
    found = [canary for canary in canaries if canary in page.body]
    require(not found, f"{where} gives away {len(found)} answer(s) before they are shown: {page.address}")


def require_refused(page: Page, canaries: Iterable[str], *, where: str) -> None:
    """Raise unless a page was refused: a clear no, or the way to the sign-in page."""
    sent_away = page.status == 200 and SIGN_IN.search(page.address) is not None
    require(
        page.status in REFUSED or sent_away,
        f"{where} should be refused, but gives {page.status}: {page.address}",
    )
    require_no_canary(page, canaries, where=where)


def require_all(page: Page, wanted: Iterable[str], *, where: str) -> None:
    """Raise unless a page holds each of these texts as a whole word."""
    missing = [one for one in wanted if not re.search(rf"{re.escape(one)}(?![0-9A-Za-z])", page.body)]
    require(not missing, f"{where} does not show: {', '.join(missing)} ({page.address})")


def require_pdf(content: bytes, *, holding: Iterable[str], where: str) -> str:
    """Raise unless this is a PDF with these words; return what was looked at."""
    require(content.startswith(b"%PDF-"), f"{where} is no PDF")
    require(content.rstrip().endswith(b"%%EOF"), f"{where} is a PDF that was cut off")
    if find_spec("pypdf") is None:
        return f"{len(content)} bytes; its words were not looked at, because pypdf is not installed"
    pages = import_module("pypdf").PdfReader(io.BytesIO(content)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    # A line may break inside a name.
    tight = words.replace(" ", "").replace("-", "")
    missing = [one for one in holding if one.replace(" ", "").replace("-", "") not in tight]
    require(not missing, f"{where} does not hold: {', '.join(missing)}")
    return f"{len(content)} bytes, {len(pages)} pages"
