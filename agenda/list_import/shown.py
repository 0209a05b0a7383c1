"""The rows of a list as a page shows them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..enums import OwnersWord
from .columns import Column
from .outcome import Outcome
from .statuses import parted


def rows_shown(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Return each row with what it says in one line: until when, how it stands, who helps."""
    return [{"row": one, "facts": " · ".join(_facts(one))} for one in outcomes]


def _facts(one: Outcome) -> list[str]:
    facts = []
    if said := one.values.get(Column.DEADLINE):
        facts.append(date_format(date.fromisoformat(said), "j F Y"))
    if said := one.values.get(Column.STATUS):
        status, word = parted(said)
        facts.append(str(OwnersWord(word).label if word else status.label))
    if one.helpers:
        names = ", ".join(helper.name for helper in one.helpers)
        facts.append(_("with help of %(names)s") % {"names": names})
    return facts
