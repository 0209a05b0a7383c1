"""The hub of a process: who listens to which session, and what they must hear.

It knows numbers only. It looks in the database for all sessions together, in one thread of its own, so that a
thousand listeners cost as many queries as one, and none of them holds a connection.
"""

import asyncio
import itertools
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import nudges, watching
from .tickets import Kind, Viewer
from .watching import Stand

logger = logging.getLogger(__name__)

# All in seconds.
LOOK_EMBEDDED = 0.3
LOOK_WITH_NUDGES = 2.0
CHECK_RIGHTS = 3.0
HEARTBEAT = 2.0
STREAMS_EACH = {Kind.SEAT: 3, Kind.FACILITATOR: 6, Kind.MEMBER: 6, Kind.SCREEN: 6}
STREAMS_PER_SESSION = 200
BEATS = 8
"""Moments within one heartbeat: thousands of streams are not all written to at the same one."""


class Full(Exception):
    """This viewer, or this session, has as many streams as it may have."""


class Listener:
    """One open stream. It remembers only the newest stand, so a slow one never makes a queue."""

    __slots__ = ("_waiter", "beat", "beats_at", "ending", "newest", "page", "sent", "viewer")

    def __init__(self, viewer: Viewer, *, page: str = "", beats_at: int = 0) -> None:
        self.viewer, self.page, self.beats_at = viewer, page, beats_at
        self.newest: Stand | None = None
        self.sent: Stand | None = None
        self.beat = False
        self.ending = ""
        self._waiter: asyncio.Future[None] | None = None

    @property
    def has_news(self) -> bool:
        return bool(self.ending) or self.newest != self.sent or self.beat

    def wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def news(self) -> None:
        """Wait until there is something to send, or to end for."""
        while not self.has_news:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        self._waiter = None


class Hub:
    """All streams of this process."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = {}
        self._beats_at = itertools.cycle(range(BEATS))
        self._nudged: set[int] = set()
        self._wanted = asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stream")
        self.is_closing = False

    def enter(self, viewer: Viewer, *, page: str = "") -> Listener:
        """Let a viewer listen; it hears the present stand at once. Raises `Full`.

        A page that names itself has one stream: the one it had, whose line may be dead, ends and makes room.
        """
        there = self._listeners.setdefault(viewer.session_id, set())
        own = [listener for listener in there if listener.viewer == viewer]
        older = next((listener for listener in own if page and listener.page == page), None)
        if older is not None:
            self._end(older, "replaced")
            there.discard(older)
            own.remove(older)
        if len(own) >= STREAMS_EACH[viewer.kind] or len(there) >= STREAMS_PER_SESSION:
            raise Full
        listener = Listener(viewer, page=page, beats_at=next(self._beats_at))
        there.add(listener)
        self._start()
        self.look_at(viewer.session_id)
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a listener; a session nobody listens to is not looked at."""
        session_id = listener.viewer.session_id
        there = self._listeners.get(session_id, set())
        there.discard(listener)
        if not there:
            self._listeners.pop(session_id, None)

    def look_at(self, session_id: int) -> None:
        """Look at a session now, when somebody listens to it."""
        if session_id in self._listeners:
            self._nudged.add(session_id)
            self._wanted.set()

    def close(self) -> None:
        """End all streams at once, so that the server need not wait for them; listeners come back later."""
        self.is_closing = True
        for listener in self._everybody():
            self._end(listener, "closing")
        for task in self._tasks:
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _everybody(self) -> list[Listener]:
        return [listener for there in self._listeners.values() for listener in there]

    def _end(self, listener: Listener, why: str) -> None:
        listener.ending = why
        listener.wake()

    def _start(self) -> None:
        if self._tasks:
            return
        rounds = [self._keep_looking(), self._keep_checking(), self._keep_beating()]
        if settings.REDIS_URL:
            rounds.append(nudges.listen(settings.REDIS_URL, heard=self.look_at))
        self._tasks = [asyncio.create_task(each) for each in rounds]

    async def _ask(self, question: Any, *arguments: Any, **named: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: question(*arguments, **named))

    async def _keep_looking(self) -> None:
        pause = LOOK_WITH_NUDGES if settings.REDIS_URL else LOOK_EMBEDDED
        while True:
            try:
                await asyncio.wait_for(self._wanted.wait(), pause if self._listeners else None)
                asked, self._nudged = self._nudged, set()
            except TimeoutError:
                asked = set(self._listeners)
            self._wanted.clear()
            if asked:
                await self._look(asked)

    async def _look(self, asked: set[int]) -> None:
        try:
            found: dict[int, Stand] = await self._ask(watching.stands, asked)
        except Exception as error:  # the database may be away: say so, and look again
            logger.warning("The stream could not look at its sessions: %s", type(error).__name__)
            await asyncio.sleep(1)
            return
        for session_id, stand in found.items():
            for listener in self._listeners.get(session_id, set()):
                if listener.newest != stand:
                    listener.newest = stand
                    listener.wake()

    async def _keep_checking(self) -> None:
        while True:
            await asyncio.sleep(CHECK_RIGHTS)
            everybody = self._everybody()
            if not everybody:
                continue
            viewers = {listener.viewer for listener in everybody}
            try:
                out = await self._ask(
                    watching.unwelcome, viewers, today=timezone.localdate(), now=timezone.now()
                )
            except Exception as error:  # the streams carry no content: they may live until it can be asked
                logger.warning("The stream could not check rights: %s", type(error).__name__)
                continue
            for listener in everybody:
                if listener.viewer in out:
                    self._end(listener, "gone")

    async def _keep_beating(self) -> None:
        for moment in itertools.cycle(range(BEATS)):
            await asyncio.sleep(HEARTBEAT / BEATS)
            for listener in self._everybody():
                if listener.beats_at == moment:
                    listener.beat = True
                    listener.wake()
