"""`manage.py rehearse`: play a whole session against a running system, over HTTP only."""

import logging
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vroegsignalering.rehearsal.cast import Options
from vroegsignalering.rehearsal.checks import NotAsItShould
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
        parser.add_argument("--municipality", default="", help="its address, such as waterveen")
        parser.add_argument(
            "--email", default="", help="sign in as this coordinator, with a code from the mail"
        )
        parser.add_argument("--code-command", default="", help="a command that prints that code")

    def handle(self, *, code_command: str, url: str, **options: Any) -> None:
        # It would print the address of every personal link.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        wanted = Options(
            url=url or self._own_url(),
            parties=options["parties"],
            seed=options["seed"],
            out=options["out"],
            email=options["email"],
            municipality=options["municipality"],
            code=lambda: self._code(code_command),
        )
        self._say(f"Rehearsing at {wanted.url} with {wanted.parties} parties, seed {wanted.seed}")
        try:
            rehearse(wanted, say=self._say)
        except NotAsItShould as error:
            raise CommandError(f"Not as it should be: {error}", returncode=1) from None

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
