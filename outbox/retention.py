"""How long is remembered that a mail or a report was promised."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of, told

from .models import MAX_ATTEMPTS, Promise

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _past(municipality: "Municipality", before: date) -> QuerySet[Promise]:
    over = Q(done_at__lt=start_of(before)) | Q(
        done_at=None, attempts__gte=MAX_ATTEMPTS, created_at__lt=start_of(before)
    )
    return Promise.objects.filter(over, municipality=municipality)


def count_promises(municipality: "Municipality", before: date) -> Rows:
    """Count promises that were kept, or given up, before a day."""
    return told(outbox__promise=_past(municipality, before).count())


def forget_promises(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Remove promises that were kept, or given up, before a day."""
    removed, _tables = _past(municipality, before).delete()
    return told(outbox__promise=removed)


register(
    Category(
        name="promises",
        label=_("Which mails and reports were sent"),
        about=_("That a mail went to somebody, and when; not the mail itself. Counted from the sending."),
        default_months=12,
        # A promise that is gone could be made again: no session waits longer for its first day.
        least=12,
        most=36,
        count=count_promises,
        forget=forget_promises,
    )
)
