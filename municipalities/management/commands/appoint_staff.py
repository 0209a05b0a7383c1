"""`manage.py appoint_staff`: let somebody run the platform; the first one comes in no other way."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from municipalities.platform.staff import COMMAND_LINE, LastStaff, appoint_staff, current_staff, end_staff


class Command(BaseCommand):
    """Appoint somebody from the command line, or end it."""

    help = "Lets somebody run the platform: make municipalities, and see nothing of what is in them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="E-MAIL")
        parser.add_argument("--name", default="")
        parser.add_argument("--end", action="store_true", help="end the appointment of this person")

    def handle(self, *args: Any, **options: Any) -> None:
        today, email = timezone.localdate(), options["email"]
        if options["end"]:
            member = current_staff(today=today).filter(user__email__iexact=email.strip()).first()
            if member is None:
                raise CommandError(f"{email} does not run the platform.")
            try:
                end_staff(member, ended_by=COMMAND_LINE, today=today)
            except LastStaff as error:
                raise CommandError(f"{email} is the only one. Appoint somebody else first.") from error
            self.stdout.write(f"{email} no longer runs the platform.")
            return
        try:
            member = appoint_staff(email=email, name=options["name"], appointed_by=COMMAND_LINE, today=today)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{member.user.email} runs the platform, and signs in with a code and a second step."
        )
