"""How long a file that was read and not taken over is kept."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.actors import SYSTEM
from audit.record import record
from common.retention import Category, Rows, register, start_of, told

from ..models import AddressBookImport

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _old(municipality: "Municipality", before: date) -> QuerySet[AddressBookImport]:
    return AddressBookImport.objects.filter(municipality=municipality, read_at__lt=start_of(before))


def count_imports(municipality: "Municipality", before: date) -> Rows:
    """Count the files that were read before a day."""
    return told(group_sessions__addressbookimport=_old(municipality, before).count())


def forget_imports(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Throw away what was read before a day; what was taken over stands in the address book itself."""
    rows = list(_old(municipality, before))
    for row in rows:
        record(
            municipality=municipality, actor=SYSTEM, action="cancel address book file", target=row, now=now
        )
    _old(municipality, before).filter(pk__in=[row.pk for row in rows]).delete()
    return told(group_sessions__addressbookimport=len(rows))


register(
    Category(
        name="imports",
        label=_("Files read for the address book"),
        about=_("Their rows, with names and addresses. Counted from the day they were read."),
        default_months=1,
        least=0,
        most=12,
        count=count_imports,
        forget=forget_imports,
    )
)
