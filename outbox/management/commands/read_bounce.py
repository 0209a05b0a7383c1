import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox.bounces import LONGEST, read_bounce


class Command(BaseCommand):
    """Read one mail from the standard input, and mark the mail of ours that it says did not arrive.

    Ends well whatever it reads: a mail server would answer a fault with a bounce of the bounce.
    """

    help = "Reads a delivery status notification from the standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(LONGEST)
        self.stdout.write(f"This mail {read_bounce(raw, now=timezone.now()).value}.")
