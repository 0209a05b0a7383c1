from celery import shared_task
from django.utils import timezone

from .models import Municipality
from .retaining import retain, runs_due


@shared_task
def retain_everywhere() -> None:
    """Start the nightly run of each municipality, as a task of its own so that none waits for another."""
    for municipality in runs_due():
        retain_municipality.delay(municipality.pk)


@shared_task
def retain_municipality(municipality_id: int) -> None:
    """Remove what is past its term in one municipality."""
    municipality = Municipality.objects.filter(pk=municipality_id, suspended_at=None).first()
    if municipality is not None:
        retain(municipality, today=timezone.localdate(), now=timezone.now())
