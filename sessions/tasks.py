"""What happens to sessions by the clock."""

from celery import shared_task
from django.utils import timezone

from .waiting_screens import clear_waiting_screens


@shared_task
def forget_waiting_screens() -> None:
    """Remove big screens that wait no more."""
    clear_waiting_screens(now=timezone.now())
