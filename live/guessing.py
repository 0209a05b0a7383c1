"""Count wrong join codes per browser, in a signed cookie, and tell the log when there are unusually many.

Nothing is counted per network address: a town hall has one. Nothing is written in the database either: a
hundred thousand guesses leave no row. Who throws the cookie away may go on guessing, at the computed odds:
a code is one of 31⁸ ≈ 8.5·10¹¹, so with ten sessions open 100,000 guesses hit one with a chance of 1.2·10⁻⁶.
"""

import logging
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

COOKIE = "pogingen"
SALT = "live.guessing"
GUESSES = 10
PAUSE = timedelta(minutes=1)
MANY = 100
"""Wrong codes in one minute, in one process: a room full of people makes some tens of typing errors."""


def _counted(request: HttpRequest) -> tuple[int, float]:
    """Return how many wrong codes in a row this browser typed, and when the last one was."""
    told = request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""
    count, _sign, last = told.partition("|")
    return (int(count), float(last)) if count else (0, 0.0)


def must_wait(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether this browser guessed wrong too often in a row, less than a minute ago."""
    count, last = _counted(request)
    return count >= GUESSES and now.timestamp() - last < PAUSE.total_seconds()


def count_wrong_guess(request: HttpRequest, response: HttpResponse, *, now: datetime) -> HttpResponse:
    """Count one more wrong code in a row; after the pause the count starts anew."""
    count, _last = _counted(request)
    response.set_signed_cookie(
        COOKIE,
        f"{count % GUESSES + 1}|{now.timestamp()}",
        salt=SALT,
        max_age=PAUSE * GUESSES,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    watch.count(now=now)
    return response


def forget_wrong_guesses(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Start counting anew after a right code."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


class Watch:
    """Counts the wrong codes of all browsers in this process, a minute at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._minute = 0
        self._count = 0

    def count(self, *, now: datetime) -> None:
        """Count one, and write one line when a minute has had many and one when it is over.

        The line holds numbers only: no code, no address.
        """
        minute = int(now.timestamp()) // 60
        with self._lock:
            before = self._count
            is_new_minute = minute != self._minute
            self._count = 1 if is_new_minute else before + 1
            self._minute = minute
            is_many = self._count == MANY
        if is_new_minute and before >= MANY:
            logger.warning("Somebody guessed join codes: %s wrong ones in a minute.", before)
        elif is_many:
            logger.warning("Somebody guesses join codes: %s wrong ones in this minute so far.", MANY)


watch = Watch()
