"""Which statements were answered, and how: never what."""

from dataclasses import dataclass

from sessions.models import GroupSession

from .answers import answered_cells
from .enums import Moment, Source


@dataclass(frozen=True)
class Given:
    """That a party answered, and how: never what."""

    version: int
    source: Source


def given_cells(*, session: GroupSession, moment: Moment) -> dict[tuple[int, int], Given]:
    """Return which statements were answered, by (party, statement)."""
    return {
        (party, statement): Given(version=version, source=Source(source))
        for party, statement, version, source in answered_cells(session=session, moment=moment)
    }
