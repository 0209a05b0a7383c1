from celery import shared_task
from django.utils import timezone

from common.tenancy import tenant

from .export.making import forget_exports
from .models import Municipality
from .platform.removal import clear_leftover_files
from .platform.taking_over import carry_out_successions
from .privacy.retaining import retain, runs_due
from .privacy.unused_accounts import forget_unused_accounts


@shared_task
def retain_everywhere() -> None:
    """Start the nightly run of each municipality, as a task of its own so that none waits for another."""
    for municipality in runs_due():
        retain_municipality.delay(municipality.pk)
    forget_unused_accounts(today=timezone.localdate(), now=timezone.now())


@shared_task
def retain_municipality(municipality_id: int) -> None:
    """Remove what is past its term in one municipality."""
    municipality = Municipality.objects.filter(pk=municipality_id, suspended_at=None).first()
    if municipality is not None:
        retain(municipality, today=timezone.localdate(), now=timezone.now())


@shared_task
def carry_out_what_was_planned() -> None:
    """Let municipalities go on as others from their day on."""
    carry_out_successions(now=timezone.now())


@shared_task
def clear_exports() -> None:
    """Delete the files that expired, and those of municipalities that are gone."""
    now = timezone.now()
    for municipality in Municipality.objects.all():
        with tenant(municipality):
            forget_exports(municipality, now=now)
    clear_leftover_files()
