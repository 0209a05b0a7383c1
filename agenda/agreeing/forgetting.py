"""Take people's names out of what organisations said to an agenda; what was said stays."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet

from common.personal import NAME_REMOVED
from common.retention import start_of

from ..models import Consent

if TYPE_CHECKING:
    from municipalities.models import Municipality

NAMELESS = ["", NAME_REMOVED]


def named_consents(municipality: "Municipality", before: date) -> QuerySet[Consent]:
    """Return answers with a name to versions that were put forward before a day."""
    rows = Consent.objects.filter(municipality=municipality, version__made_at__lt=start_of(before))
    return rows.filter(~Q(asked_name__in=NAMELESS) | ~Q(asked_email="") | ~Q(answered_by__in=NAMELESS))


def forget_consents(rows: QuerySet[Consent]) -> int:
    """Take every name and address from these answers, and end their links."""
    kept = Consent.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    kept.exclude(asked_name="").update(asked_name=NAME_REMOVED)
    kept.exclude(answered_by="").update(answered_by=NAME_REMOVED)
    return kept.update(asked_email="", link_version=F("link_version") + 1)
