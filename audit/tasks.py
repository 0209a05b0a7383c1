from celery import shared_task
from django.utils import timezone

from common.tenancy import tenant

from .sealing import seal_log, to_seal


@shared_task
def seal_logs() -> None:
    """Seal what was logged since the last time, in each municipality."""
    for municipality in to_seal():
        with tenant(municipality):
            seal_log(municipality=municipality, now=timezone.now())
