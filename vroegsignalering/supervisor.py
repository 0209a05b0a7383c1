"""Keep a few processes together: start them, pass on what they say, stop them in order, leave none behind."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1  # from <linux/prctl.h>
TICK = 0.2  # seconds between two looks at the processes


@dataclass(frozen=True)
class Part:
    """One process of the system; `patience` is how many seconds it may take to finish its work at a stop."""

    name: str
    command: Sequence[str]
    patience: float


@dataclass
class Running:
    """A started part, and the end of its output that has no line break yet."""

    part: Part
    process: subprocess.Popen[bytes]
    rest: bytes = field(default=b"")


def die_with_parent(signum: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child runs before its program, so that it gets `signum` when its parent dies in any way.

    Only Linux can ask its kernel for this; elsewhere the child merely starts.
    """
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def ask_the_kernel() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, signum)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask_the_kernel


class Supervisor:
    """Run parts until somebody asks to stop (exit code 0) or one of them ends by itself (exit code 1).

    The parts stop in the order in which they are given. Each has its own session, so that Ctrl-C reaches only
    the supervisor: a worker whose children got it too would drop the job in their hands.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        is_ready: Callable[[], bool],
        when_ready: str,
        ready_within: float = 60,
        say: Callable[[str], None] = print,
    ) -> None:
        self.parts = parts
        self.is_ready = is_ready
        self.when_ready = when_ready
        self.ready_within = ready_within
        self.say = say
        self.running: list[Running] = []
        self.output = selectors.DefaultSelector()
        self.stops_asked = 0

    def run(self) -> int:
        """Start all parts, watch them and stop them; return the exit code."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._ask_to_stop)
        try:
            for part in self.parts:
                self._start(part)
            return self._watch()
        finally:
            self._stop_all()

    def _ask_to_stop(self, signum: int, frame: object) -> None:
        self.stops_asked += 1

    def _start(self, part: Part) -> None:
        process = subprocess.Popen(
            part.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 (this process has one thread)
        )
        running = Running(part, process)
        self.running.append(running)
        assert process.stdout is not None
        self.output.register(process.stdout, selectors.EVENT_READ, running)

    def _watch(self) -> int:
        too_late = time.monotonic() + self.ready_within
        ready = False
        while not self.stops_asked:
            self._pass_on_output(TICK)
            for running in self.running:
                if running.process.poll() is not None:
                    self._tell_the_end_of(running)
                    return 1
            if not ready and self.is_ready():
                ready = True
                self.say(self.when_ready)
            if not ready and time.monotonic() > too_late:
                self.say(f"No answer within {self.ready_within:.0f} seconds; stopping everything.")
                return 1
        self.say("Stopping after the work in hand; a second Ctrl-C ends it at once.")
        return 0

    def _tell_the_end_of(self, running: Running) -> None:
        code = running.process.returncode
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"{running.part.name} {how}; stopping everything.")

    def _pass_on_output(self, seconds: float) -> None:
        """Print what the parts say, line by line, for at most this long when they say nothing."""
        if not self.output.get_map():
            time.sleep(seconds)
            return
        for key, _events in self.output.select(seconds):
            running: Running = key.data
            chunk = os.read(key.fd, 65536)
            if not chunk:
                self.output.unregister(key.fileobj)
            *lines, running.rest = (running.rest + chunk).split(b"\n")
            if not chunk and running.rest:
                lines.append(running.rest)
            for line in lines:
                self.say(f"{running.part.name:<6} | {line.decode(errors='replace').rstrip()}")

    def _stop_all(self) -> None:
        """Let each part finish in turn; kill it after its patience or at a second Ctrl-C."""
        asked_before = self.stops_asked
        for running in self.running:
            if running.process.poll() is None:
                running.process.terminate()
            give_up_at = time.monotonic() + running.part.patience
            while running.process.poll() is None:
                if time.monotonic() > give_up_at or self.stops_asked > asked_before:
                    self.say(f"{running.part.name} does not stop by itself; killing it.")
                    running.process.kill()
                    running.process.wait()
                self._pass_on_output(TICK / 4)
            self._kill_group_of(running)
        while self.output.get_map():
            self._pass_on_output(TICK)

    def _kill_group_of(self, running: Running) -> None:
        try:
            os.killpg(running.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # as it should be: no process of its session is left
