from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from .promises import due_promises, fulfil

SWEEP_FOR = timedelta(seconds=50)


@shared_task
def fulfil_promise(promise_id: int) -> None:
    """Fulfil one promise."""
    fulfil(promise_id=promise_id, now=timezone.now())


@shared_task
def sweep() -> None:
    """Fulfil what is due and was not woken, for as long as fits well inside the time limit of a task."""
    started = timezone.now()
    for promise_id in due_promises(now=started):
        if timezone.now() - started > SWEEP_FOR:
            return
        fulfil(promise_id=promise_id, now=timezone.now())
