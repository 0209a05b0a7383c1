"""The measured system: real processes of `manage.py up`, in a folder and on a database of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.servers import ROLE, WORKER_ROLE, free_port, servers

ROOT = Path(__file__).resolve().parent.parent


def prepare(folder: Path, cleared: ExitStack, *, on_servers: bool) -> int:
    """Make this process and its children part of an empty installation; return the port it will have."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "BASE_URL", "DEMO"):
        os.environ.pop(name, None)
    port = free_port()
    if on_servers:
        found = servers(folder, cleared)
        # As in production: who migrates owns the tables, who works owns nothing.
        working = found["DATABASE_URL"].replace(f"//{ROLE}@", f"//{WORKER_ROLE}@")
        os.environ |= {**found, "DATABASE_OWNER_URL": found["DATABASE_URL"], "DATABASE_URL": working}
    os.environ |= {"VAR_DIR": str(folder / "var"), "PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "vroegsignalering.settings"
    subprocess.run([sys.executable, "manage.py", "up", "--only-prepare"], cwd=ROOT, check=True)
    return port


@contextmanager
def running(folder: Path, port: int) -> Iterator[int]:
    """Run everything; give the process id of the web server."""
    with (folder / "log").open("wb") as words:
        process = subprocess.Popen([sys.executable, "manage.py", "up"], cwd=ROOT, stdout=words, stderr=words)
    try:
        _wait_for(port, process, folder)
        yield next(pid for pid in _children(process.pid) if "uvicorn" in _command(pid))
    finally:
        process.terminate()
        process.wait(150)


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(900):
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as asked:
                asked.request("GET", "/")
                asked.getresponse()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit(f"The system did not start:\n{(folder / 'log').read_text()}")


def _children(pid: int) -> list[int]:
    words = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(word) for word in words]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def memory_of(pid: int) -> int:
    """Return the memory of a process that is its own, in bytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty:"):
            return int(line.split()[1]) * 1024
    return 0


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time a process used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
