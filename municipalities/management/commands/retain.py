"""`manage.py retain`: remove what is past its term, or with `--dry-run` tell what would go."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.tenancy import tenant
from municipalities.models import Municipality
from municipalities.privacy.retaining import outlook, retain, runs_due


class Command(BaseCommand):
    """Do by hand what the clock does each night."""

    help = "Remove what is past its term in each municipality. With --dry-run nothing is removed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell what would go, and remove nothing")
        parser.add_argument("--municipality", help="the address (slug) of one municipality; otherwise all")
        parser.add_argument(
            "--on", help="as if it were this day, such as 2028-01-31; a day to come only with --dry-run"
        )

    def handle(self, **options: Any) -> None:
        day = _day(options["on"]) if options["on"] else timezone.localdate()
        if day > timezone.localdate() and not options["dry_run"]:
            raise CommandError("A day to come goes with --dry-run only: nothing is removed before its time.")
        for municipality in _chosen(options["municipality"]):
            if options["dry_run"]:
                self._tell(municipality, day)
            else:
                done = retain(municipality, today=day, now=timezone.now())
                self.stdout.write(f"{municipality.slug}: {done.in_short()}")

    def _tell(self, municipality: Municipality, day: date) -> None:
        with tenant(municipality):
            for one in outlook(municipality, today=day):
                rows = ", ".join(f"{table} {number}" for table, number in one.rows.items()) or "nothing"
                kept = " (kept by a legal hold)" if one.hold else ""
                self.stdout.write(
                    f"{municipality.slug}: {one.category.name}, {one.months} months, "
                    f"before {one.before}: {rows}{kept}"
                )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no day; write it as 2028-01-31.") from error


def _chosen(slug: str | None) -> list[Municipality]:
    if slug is None:
        return list(runs_due())
    found = list(Municipality.objects.filter(slug=slug))
    if not found:
        raise CommandError(f"There is no municipality at {slug}.")
    return found
