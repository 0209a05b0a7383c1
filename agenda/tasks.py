"""What happens to the agenda by the clock."""

from celery import shared_task
from django.utils import timezone

from common.tenancy import tenant
from municipalities.models import Municipality

from .activity.monthly import promise_months
from .reminding.promising import plan_reminders


@shared_task
def remind_everywhere() -> None:
    """Plan the reminders of each municipality, as a task of its own so that none waits for another."""
    for municipality in Municipality.objects.filter(suspended_at=None):
        remind_municipality.delay(municipality.pk)


@shared_task
def remind_municipality(municipality_id: int) -> None:
    """Plan the reminders of one municipality."""
    municipality = Municipality.objects.filter(pk=municipality_id, suspended_at=None).first()
    if municipality is not None:
        with tenant(municipality):
            plan_reminders(municipality, now=timezone.now())


@shared_task
def tell_months() -> None:
    """Promise managers the mail of each month; on most days there is nothing to do."""
    for municipality in Municipality.objects.filter(suspended_at=None):
        with tenant(municipality), timezone.override(municipality.time_zone):
            promise_months(municipality, now=timezone.now())
