"""What an address asks of the agenda: the same choice as the list shows, with names for who may see them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from municipalities.models import Municipality

from ..looking.filter import Choice
from ..looking.filter_forms import FilterForm
from .chosen import Chosen, choose

NAMES, WITHOUT = "namen", "nee"


def asked(
    query: Mapping[str, Any],
    *,
    municipality: Municipality,
    user: Any,
    may_see_names: bool,
    today: date,
    now: datetime,
) -> tuple[Choice, Chosen]:
    """Return the choice of an address, and the action points of it; unknown words choose nothing."""
    choice = FilterForm(query, municipality=municipality, user=user).choice
    chosen = choose(
        municipality=municipality,
        choice=choice,
        with_names=may_see_names and query.get(NAMES) != WITHOUT,
        today=today,
        now=now,
    )
    return choice, chosen
