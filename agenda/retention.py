"""How long the names of owners are kept once their action point has ended."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of, told
from sessions.forgetting import make_reports_again

from .agreeing.forgetting import forget_consents, named_consents
from .forgetting import (
    NAMELESS,
    forget_history,
    forget_owners,
    rows,
)
from .models import ENDED, ActionEvent, ActionPoint

if TYPE_CHECKING:
    from municipalities.models import Municipality


def _ended(municipality: "Municipality", before: date) -> QuerySet[ActionPoint]:
    return ActionPoint.objects.filter(
        municipality=municipality, status__in=ENDED, changed_at__lt=start_of(before)
    )


def _owned(municipality: "Municipality", before: date) -> QuerySet[ActionPoint]:
    return _ended(municipality, before).filter(~Q(owner_name__in=NAMELESS) | ~Q(owner_email=""))


def _lines(municipality: "Municipality", before: date) -> QuerySet[ActionEvent]:
    ended = _ended(municipality, before).values("pk")
    named = ActionEvent.objects.filter(municipality=municipality, action_point__in=ended)
    return named.filter(~Q(author__in=NAMELESS) | ~Q(user=None))


def count_owners(municipality: "Municipality", before: date) -> Rows:
    """Count owners and lines of history with a name, of action points that ended before a day."""
    return {
        **rows(owners=_owned(municipality, before).count(), lines=_lines(municipality, before).count()),
        **told(agenda__consent=named_consents(municipality, before).count()),
    }


def forget_ended_owners(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Take the names from action points that ended before a day."""
    lines = forget_history(_lines(municipality, before))
    owned = list(_owned(municipality, before))
    # Their names stand in the reports that were made at the close.
    make_reports_again(municipality, session_ids={row.session_id for row in owned if row.session_id}, now=now)
    consents = forget_consents(named_consents(municipality, before))
    return {**rows(owners=forget_owners(owned), lines=lines), **told(agenda__consent=consents)}


register(
    Category(
        name="owners",
        label=_("Owners of action points that ended"),
        about=_(
            "The name and e-mail address of the owner, who wrote each update, and who answered for an "
            "organisation about an agenda. Counted from the last change. What was agreed stays, with the "
            "organisation and its history."
        ),
        default_months=36,
        least=6,
        most=120,
        count=count_owners,
        forget=forget_ended_owners,
    )
)
