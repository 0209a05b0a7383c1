"""How long is kept who did what."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of, told

from .forgetting import forget_log, forgettable

if TYPE_CHECKING:
    from municipalities.models import Municipality


def count_events(municipality: "Municipality", before: date) -> Rows:
    """Count the rows of the log from before a day that may go."""
    return told(audit__auditevent=forgettable(before=start_of(before)).count())


def forget_events(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Remove the rows of the log from before a day; their seals stay."""
    return told(audit__auditevent=forget_log(municipality, start_of(before), now))


register(
    Category(
        name="log",
        label=_("The log"),
        about=_("Who did what, and when. Counted from the day it happened."),
        default_months=60,
        # The year that the database itself insists on.
        least=12,
        most=120,
        count=count_events,
        forget=forget_events,
    )
)
