"""`manage.py rehearse`: play a whole session against a running system, over HTTP only."""

import logging
import socket
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vroegsignalering.rehearsal.cast import Options
from vroegsignalering.rehearsal.checks import NotAsItShould
from vroegsignalering.rehearsal.own_server import OwnServer, own_server
from vroegsignalering.rehearsal.play import rehearse


class Command(BaseCommand):
    """Plan, invite, join, answer, peek, reveal, agree, close, read the report; each by its own browser."""

    help = "Play a whole session against a running system; ends with 1 at the first thing that is wrong."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parties", type=int, default=8, help="parties at the table (3 to 40)")
        parser.add_argument("--seed", type=int, default=1, help="decides what is answered")
        parser.add_argument("--out", type=Path, default=Path("rapport.pdf"), help="where the PDF goes")
        parser.add_argument("--url", default="", help="the installation; default is this one")
        parser.add_argument(
            "--within", type=float, default=Options.within, help="seconds in which a page hears of a change"
        )
        parser.add_argument("--municipality", default="", help="its address, such as waterveen")
        parser.add_argument(
            "--email", default="", help="sign in as this coordinator, with a code from the mail"
        )
        parser.add_argument("--code-command", default="", help="a command that prints that code")
        parser.add_argument(
            "--chaos",
            action="store_true",
            help="with cut lines, double clicks, old pages, paper, a clash, a walk-in, who comes late or not,"
            " wrong join codes, a hand-over and a pause (5 parties or more)",
        )
        parser.add_argument(
            "--restart",
            action="store_true",
            help="on a demo of its own, which is killed and started again on the way; with --chaos",
        )

    def handle(self, *, code_command: str, url: str, restart: bool, **options: Any) -> None:
        # It would print the address of every personal link.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        if restart and (url or not options["chaos"]):
            raise CommandError("--restart starts a demo of its own: use it with --chaos and without --url")
        with ExitStack() as cleared:
            try:
                server = cleared.enter_context(own_server(_free_port())) if restart else None
                self._rehearse(server, code_command=code_command, url=url, **options)
            except NotAsItShould as error:
                raise CommandError(f"Not as it should be: {error}", returncode=1) from None

    def _rehearse(self, server: OwnServer | None, *, code_command: str, url: str, **options: Any) -> None:
        url = server.url if server else url
        wanted = Options(
            url=url or self._own_url(),
            parties=options["parties"],
            seed=options["seed"],
            out=options["out"],
            within=options["within"],
            email=options["email"],
            municipality=options["municipality"],
            code=lambda: self._code(code_command),
            chaos=options["chaos"],
            restart=server.restart if server else None,
        )
        self._say(f"Rehearsing at {wanted.url} with {wanted.parties} parties, seed {wanted.seed}")
        rehearse(wanted, say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    @staticmethod
    def _own_url() -> str:
        from django.conf import settings

        return settings.BASE_URL

    @staticmethod
    def _code(command: str) -> str:
        if command:
            # Their own shell runs the words of whoever started this on the command line.
            done = subprocess.run(command, shell=True, check=True, capture_output=True, text=True)  # nosec B602
            return done.stdout.strip()
        sys.stderr.write("Code from the e-mail: ")
        sys.stderr.flush()
        return sys.stdin.readline().strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
