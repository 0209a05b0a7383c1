"""`manage.py simulate_months`: months of reminding in a few minutes, on a database of its own."""

import logging
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from vroegsignalering.simulation.running import Simulation


class Command(BaseCommand):
    """Two municipalities in two time zones, outages, two schedulers at once, and a mail server that dies."""

    help = "Live through months of an improvement agenda; ends with 1 when anything was wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--months", type=int, default=24, help="how long (at most 26)")
        parser.add_argument("--points", type=int, default=2000, help="action points, in all")
        parser.add_argument("--seed", type=int, default=1, help="decides what happens")

    def handle(self, *, months: int, points: int, seed: int, **options: Any) -> None:
        if not 1 <= months <= 26 or not 2 <= points <= 100_000:
            raise CommandError("Choose 1 to 26 months, and 2 to 100,000 action points.")
        # A mail server that dies is part of the play.
        logging.getLogger("outbox.promises").setLevel(logging.CRITICAL)
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = None  # in memory
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("load_catalogue", verbosity=0)
            # Nothing of it is ever committed, so no worker of this installation is woken.
            with transaction.atomic():
                simulation = Simulation(months=months, points=points, seed=seed, say=self.stdout.write)
                findings = simulation.run()
                transaction.set_rollback(True)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
        if findings.wrong:
            raise CommandError(f"{len(findings.wrong)} things were wrong.", returncode=1)
