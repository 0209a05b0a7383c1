"""Looks at the processes of this machine through /proc."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def marked_with(mark: str) -> set[int]:
    """Return the processes with `mark` in their environment, other than this one."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.add(int(folder.name))
        except OSError:
            continue
    return {pid for pid in found if is_alive(pid)}


def kill_marked_with(mark: str) -> None:
    """Kill the processes with `mark`; one of them may go with another, before its turn."""
    for pid in marked_with(mark):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Return whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
