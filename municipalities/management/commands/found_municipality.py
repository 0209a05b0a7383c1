"""`manage.py found_municipality`: the same as the page of platform staff, for who has no page yet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit.actors import SYSTEM
from common.tenancy import tenant
from municipalities.enums import MunicipalityKind, Role
from municipalities.platform.founding import Facts, appoint_directly, found_municipality


class Command(BaseCommand):
    """Found a municipality from the command line."""

    help = "Makes a municipality and invites its first administrator by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="as it stands on the pages, for example Waterveen")
        parser.add_argument("--slug", default="", help="the first word of its addresses; made from the name")
        parser.add_argument("--cbs-code", default="", help="GM with four digits")
        parser.add_argument("--region", action="store_true", help="it is a region that works for several")
        parser.add_argument(
            "--administrator", required=True, metavar="E-MAIL", help="who manages it; gets an invitation"
        )
        parser.add_argument(
            "--coordinator",
            metavar="E-MAIL",
            help="also lets this person plan sessions at once, without an invitation: to rehearse in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        kind = MunicipalityKind.REGION if options["region"] else MunicipalityKind.MUNICIPALITY
        facts = Facts(
            name=options["name"],
            slug=options["slug"],
            cbs_code=options["cbs_code"],
            kind=kind,
        )
        try:
            with transaction.atomic():
                municipality = found_municipality(
                    facts=facts, administrator=options["administrator"], actor=SYSTEM, now=now
                )
                if options["coordinator"]:
                    with tenant(municipality):
                        appoint_directly(
                            municipality, email=options["coordinator"], role=Role.COORDINATOR, now=now
                        )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        said = (
            f"{municipality.name}: /{municipality.slug}/, an invitation goes to {options['administrator']}."
        )
        self.stdout.write(said)
