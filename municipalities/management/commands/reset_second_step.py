"""Reset a second step on the server itself: the way back when nobody of the platform can sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from audit.actors import SYSTEM
from municipalities.second_step.reset import reset_second_step
from users.models import User


class Command(BaseCommand):
    help = "Take away the second steps and passkeys of somebody, and end their sign-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="Stands in the log.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        reset_second_step(
            user=user, municipality=None, actor=SYSTEM, reason=options["reason"], now=timezone.now()
        )
        self.stdout.write("Done. They sign in with a code by mail, and set up a new second step.")
