"""`manage.py up`: prepare the data, then run web, worker and beat together."""

import fcntl
import http.client
import socket
import sys
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError

from vroegsignalering.supervisor import Part, Supervisor

# Just above CELERY_TASK_TIME_LIMIT: the job in hand may finish.
WORKER_PATIENCE = settings.CELERY_TASK_TIME_LIMIT + 10


class Command(BaseCommand):
    """One process that starts the whole system and stops it as a whole."""

    help = "Migrate, load the catalogue, and run web, worker and beat until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 is all")
        parser.add_argument("--only-prepare", action="store_true", help="prepare the data and end")

    def handle(self, *, host: str, only_prepare: bool, **options: Any) -> None:
        # Kept open until this process ends: two at one folder would share its queue and its clock.
        with (settings.VAR_DIR / "up.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError(f"Another `manage.py up` already runs on {settings.VAR_DIR}.") from None
            if not only_prepare:
                refuse_used_port(host=host, port=settings.PORT)
            self.prepare()
            if not only_prepare:
                sys.exit(self.supervise(host=host))

    def prepare(self) -> None:
        """Bring the database to this version of the code; repeating it changes nothing."""
        owner = "owner" if "owner" in settings.DATABASES else "default"
        call_command("migrate", database=owner, interactive=False, verbosity=0)
        self.refuse_gaps_in_the_wall()
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_catalogue", stdout=self.stdout)
        if settings.DEMO:
            call_command("load_demo", stdout=self.stdout)

    def refuse_gaps_in_the_wall(self) -> None:
        """Raise `CommandError` when the database would not keep municipalities apart by itself."""
        try:
            call_command("check", deploy=True, tags=[Tags.database], databases=["default"])
        except SystemCheckError as error:
            raise CommandError(str(error)) from error

    def supervise(self, *, host: str) -> int:
        """Run all parts until they are asked to stop; return the exit code."""
        return Supervisor(
            parts_of_the_system(host=host),
            is_ready=lambda: web_answers(host=host),
            when_ready=welcome(),
            say=self.print_line,
        ).run()

    def print_line(self, line: str) -> None:
        """Print at once; when nobody reads any more, stopping in order matters more than the words."""
        try:
            self.stdout.write(line)
            self.stdout.flush()
        except OSError:
            return


def parts_of_the_system(*, host: str) -> list[Part]:
    """Return the processes, in the order in which they stop: no new jobs, no new requests, jobs finished."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "vroegsignalering"]
    # No access log: addresses of personal links would stand in it.
    web = [*python, "uvicorn", "vroegsignalering.asgi:application", "--host", host]
    web += ["--port", str(settings.PORT), "--no-access-log", "--no-proxy-headers", "--no-server-header"]
    # Longer than clients and proxies keep an idle connection: they would send on one that is just closing.
    web += ["--timeout-keep-alive", "120", "--timeout-graceful-shutdown", "3", "--log-level", "warning"]
    worker = [*celery, "worker", "--pool", "prefork", "--concurrency", "1" if settings.EMBEDDED else "2"]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    return [
        Part("beat", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"], patience=10),
        Part("web", web, patience=10),
        Part("worker", worker, patience=WORKER_PATIENCE),
    ]


def refuse_used_port(*, host: str, port: int) -> None:
    """Raise `CommandError` with what to do when another process listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} is not free ({error.strerror}). Choose another: PORT=8001 make run"
            ) from error


def web_answers(*, host: str) -> bool:
    """Tell whether the health page answers; a redirect to https is an answer too."""
    # Nothing listens here: an address that means all of them can't be asked itself.
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # nosec B104
    connection = http.client.HTTPConnection(reachable, settings.PORT, timeout=2)
    try:
        connection.request("GET", "/gezond/", headers={"Host": urlsplit(settings.BASE_URL).netloc})
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def welcome() -> str:
    """Return what is printed when everything runs."""
    lines = ["", f"The digitale gesprekshulp is at    {settings.BASE_URL}/"]
    if settings.DEMO:
        lines.append(f"Sign in with one click as anyone:  {settings.BASE_URL}/demo/")
        lines.append(f"Read every mail that it sends:     {settings.BASE_URL}/demo/post/")
    return "\n".join([*lines, "Stop with Ctrl-C.", ""])
