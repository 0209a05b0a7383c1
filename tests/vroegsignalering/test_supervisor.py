"""The supervisor on real processes: whatever happens to one of them or to itself, none is left."""

import os
import signal
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vroegsignalering.processes import is_alive, kill_marked_with, marked_with, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.once]

WAITS = "import time; print('started', flush=True); time.sleep(60)"
WORKS_ON = """
    import pathlib, signal, sys, time
    def finish(*_):
        time.sleep(0.7)
        pathlib.Path('finished').write_text(str(time.monotonic()))
        sys.exit(0)
    signal.signal(signal.SIGTERM, finish)
    print('started', flush=True)
    while True: time.sleep(1)
"""
REFUSES = """
    import signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print('started', flush=True)
    time.sleep(60)
"""
LEAVES_A_CHILD = """
    import subprocess, sys, time
    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
    print('started', flush=True)
    time.sleep(60)
"""
ENDS = "print('started', flush=True); print('no such table', flush=True); raise SystemExit(3)"


class Supervised:
    """A supervisor in a process of its own, with the programs given to it as parts."""

    def __init__(self, folder: Path, **programs: str) -> None:
        self.mark = uuid.uuid4().hex
        parts = ", ".join(
            f"Part({name!r}, [sys.executable, '-c', {textwrap.dedent(program)!r}], patience=5)"
            for name, program in programs.items()
        )
        code = (
            "import sys; from vroegsignalering.supervisor import Part, Supervisor\n"
            f"supervisor = Supervisor([{parts}], is_ready=lambda: True, when_ready='ready')\n"
            "sys.exit(supervisor.run())"
        )
        self.log = folder / "log"
        with self.log.open("wb") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "-c", code],
                cwd=folder,
                env={**os.environ, "TEST_MARK": self.mark},
                stdout=words,
                stderr=words,
            )
        self.names = list(programs)

    @property
    def said(self) -> str:
        return self.log.read_text()

    def wait_until_started(self) -> None:
        assert wait_until(lambda: self.said.count("| started") == len(self.names), seconds=20), self.said

    def ended(self) -> int:
        """Return its exit code, once it and all that it started are gone."""
        code = self.process.wait(20)
        assert wait_until(lambda: not marked_with(self.mark), seconds=5), self.said
        return code


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[type[Supervised]]:
    started: list[Supervised] = []

    def start(**programs: str) -> Supervised:
        started.append(Supervised(tmp_path, **programs))
        return started[-1]

    yield start  # type: ignore[misc]
    for one in started:
        kill_marked_with(one.mark)
        one.process.wait(5)


def test_one_that_ends_stops_all_with_its_name_and_its_last_words(supervised: type[Supervised]) -> None:
    system = supervised(beat=WAITS, web=WAITS, worker=ENDS)
    assert system.ended() == 1
    assert "worker | no such table" in system.said
    assert "worker ended with code 3; stopping everything." in system.said


def test_one_that_is_killed_stops_all_with_the_name_of_the_signal(supervised: type[Supervised]) -> None:
    system = supervised(web=WAITS, worker="import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    assert wait_until(lambda: system.said.count("|") == 2, seconds=20)
    pid = int(next(line for line in system.said.splitlines() if "worker |" in line).split("|")[1])
    os.kill(pid, signal.SIGKILL)
    assert system.ended() == 1
    assert "worker was killed by SIGKILL; stopping everything." in system.said


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_lets_the_work_in_hand_finish(
    supervised: type[Supervised], tmp_path: Path, signum: signal.Signals
) -> None:
    system = supervised(web=WAITS, worker=WORKS_ON)
    system.wait_until_started()
    system.process.send_signal(signum)
    assert system.ended() == 0
    assert (tmp_path / "finished").exists()


def test_parts_stop_in_the_order_in_which_they_are_given(
    supervised: type[Supervised], tmp_path: Path
) -> None:
    second = WORKS_ON.replace("time.sleep(0.7)", "first = pathlib.Path('finished').exists()").replace(
        "pathlib.Path('finished').write_text(str(time.monotonic()))", "print('first was gone:', first)"
    )
    system = supervised(web=WORKS_ON, worker=second)
    system.wait_until_started()
    system.process.send_signal(signal.SIGTERM)
    assert system.ended() == 0
    assert "worker | first was gone: True" in system.said


def test_a_second_ctrl_c_kills_what_does_not_stop(supervised: type[Supervised]) -> None:
    system = supervised(worker=REFUSES)
    system.wait_until_started()
    system.process.send_signal(signal.SIGINT)
    assert not wait_until(lambda: not is_alive(system.process.pid), seconds=0.5)
    system.process.send_signal(signal.SIGINT)
    assert system.ended() == 0
    assert "worker does not stop by itself; killing it." in system.said


def test_a_child_of_a_part_does_not_outlive_it(supervised: type[Supervised]) -> None:
    system = supervised(worker=LEAVES_A_CHILD)
    system.wait_until_started()
    # The kernel tells the environment of a process that just began a moment later than its parent goes on.
    assert wait_until(lambda: len(marked_with(system.mark)) == 3, seconds=5)
    system.process.send_signal(signal.SIGTERM)
    assert system.ended() == 0


def test_killed_itself_it_leaves_nothing_behind(supervised: type[Supervised]) -> None:
    system = supervised(web=WAITS, worker=WORKS_ON)
    system.wait_until_started()
    system.process.kill()
    assert system.ended() == -signal.SIGKILL
