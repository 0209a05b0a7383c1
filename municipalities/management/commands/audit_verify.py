"""`manage.py audit_verify`: check the chain over the log of every municipality."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.sealing import head_of_log, verify_log
from common.tenancy import tenant
from municipalities.models import Municipality


class Command(BaseCommand):
    """Print the head of each log, and name each row that was tampered with."""

    help = (
        "Check the log of every municipality; ends with code 1 when a row was changed, removed or slipped in."
    )

    def handle(self, **options: Any) -> None:
        broken = 0
        for municipality in Municipality.objects.all():
            with tenant(municipality):
                found = list(verify_log(now=timezone.now()))
                self.stdout.write(f"{municipality.slug}: {head_of_log()}")
            for tampering in found:
                self.stdout.write(f"{municipality.slug}: event {tampering.event_id}: {tampering.what}")
            broken += len(found)
        if broken:
            raise CommandError(f"The log was tampered with: {broken} rows.")
