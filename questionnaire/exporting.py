"""What of the answers goes into the file of a municipality: what was revealed, as each table was promised."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from municipalities.export.contents import register_rows

from .models import RevealedAnswer

if TYPE_CHECKING:
    from municipalities.models import Municipality

COLUMNS = ("id", "reveal_id", "party_id", "statement_id", "kind", "value", "note", "source")
TOTALS_ONLY = ("reveal_id", "statement_id", "kind", "value")


def revealed_rows(municipality: "Municipality") -> Iterator[dict[str, Any]]:
    """Yield what was shown by name, and then, without party or note, what is for totals only.

    The parties were told before their first answer who sees it by name. Ordered by what was answered, or the
    order would tell by whom.
    """
    shown = RevealedAnswer.objects.filter(municipality=municipality)
    by_name = "reveal__session_theme__session__names_in_report"
    yield from shown.filter(**{by_name: True}).order_by("pk").values(*COLUMNS).iterator()
    for row in shown.filter(**{by_name: False}).order_by(*TOTALS_ONLY).values(*TOTALS_ONLY).iterator():
        yield {"id": None, "party_id": None, "note": "", "source": ""} | row


register_rows("questionnaire.revealedanswer", revealed_rows)
