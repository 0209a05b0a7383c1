from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from municipalities.founding import found_municipality


class Command(BaseCommand):
    """Found a municipality from the command line."""

    help = "Makes a municipality with its first coordinator, who can sign in with a code sent by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="as it stands on the pages, for example Waterveen")
        parser.add_argument("--slug", required=True, help="the first word of its addresses: waterveen")
        parser.add_argument("--coordinator", required=True, metavar="E-MAIL", help="of the first coordinator")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            municipality = found_municipality(
                name=options["name"],
                slug=options["slug"],
                coordinator=options["coordinator"],
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{municipality.name}: /{municipality.slug}/, coordinator {options['coordinator']}."
        )
