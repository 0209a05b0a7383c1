"""Which statements were answered, and how: never what. The answers themselves are not read here."""

from dataclasses import dataclass

from sessions.models import GroupSession

from .enums import Moment, Source
from .models import Answer


@dataclass(frozen=True)
class Given:
    """That a party answered, and how: never what."""

    version: int
    source: Source


def given_cells(*, session: GroupSession, moment: Moment) -> dict[tuple[int, int], Given]:
    """Return which statements were answered, by (party, statement)."""
    rows = Answer.objects.filter(session=session, moment=moment)
    return {
        (party, statement): Given(version=version, source=Source(source))
        for party, statement, version, source in rows.values_list(
            "party_id", "statement_id", "version", "source"
        )
    }
