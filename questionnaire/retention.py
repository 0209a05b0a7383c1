"""How long answers are kept that the table never got to see."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from common.retention import Category, Rows, register, start_of

from .answers import count_unrevealed, forget_unrevealed

if TYPE_CHECKING:
    from municipalities.models import Municipality


def count_hidden_answers(municipality: "Municipality", before: date) -> Rows:
    """Count answers that were never shown, of sessions that were over before a day."""
    return count_unrevealed(municipality=municipality, over_before=start_of(before))


def forget_hidden_answers(municipality: "Municipality", before: date, now: datetime) -> Rows:
    """Remove answers that were never shown, of sessions that were over before a day."""
    return forget_unrevealed(municipality=municipality, over_before=start_of(before))


register(
    Category(
        name="hidden-answers",
        label=_("Answers that were never shown"),
        about=_(
            "Answers to a theme that the table did not get to. Nobody but the party itself has seen them. "
            "Counted from the end of the session. Answers that were shown stay."
        ),
        default_months=12,
        least=1,
        most=84,
        count=count_hidden_answers,
        forget=forget_hidden_answers,
    )
)
