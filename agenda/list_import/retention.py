"""How long a list that was read is kept."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.actors import SYSTEM
from audit.record import record
from common.retention import Category, Rows, register, start_of, told

from ..models import AgendaImport

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _old(municipality: "Municipality", before: date) -> QuerySet[AgendaImport]:
    return AgendaImport.objects.filter(municipality=municipality, read_at__lt=start_of(before))


def count_lists(municipality: "Municipality", before: date) -> Rows:
    """Count the lists that were read before a day."""
    return told(agenda__agendaimport=_old(municipality, before).count())


def forget_lists(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Throw away what was read before a day; what was taken over stands on the agenda itself."""
    rows = list(_old(municipality, before))
    for row in rows:
        record(municipality=municipality, actor=SYSTEM, action="cancel action list", target=row, now=now)
    _old(municipality, before).filter(pk__in=[row.pk for row in rows]).delete()
    return told(agenda__agendaimport=len(rows))


register(
    Category(
        name="lists",
        label=_("Files read for the agenda"),
        about=_("Their rows, with names and addresses. Counted from the day they were read."),
        default_months=1,
        least=0,
        most=12,
        count=count_lists,
        forget=forget_lists,
    )
)
