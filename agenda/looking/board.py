"""The agenda as a board: one column per status, and the steps that can be taken from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, F

from ..enums import ACTION_STEPS, ActionStatus
from ..models import ENDED, ActionPoint, ActionPointQuerySet

MOST_CARDS, MOST_ENDED = 8, 4
"""Of one status, of what goes on and of what ended; the table has them all."""

ASKS_WORDS = frozenset(
    {
        ActionStatus.HANDED_BACK,
        ActionStatus.AWAITING_DECISION,
        ActionStatus.DONE,
        ActionStatus.DROPPED,
    }
)
"""Steps that ask something: why, who decides, or what a resident notices."""


@dataclass
class Column:
    """A status with how many points are in it, the keys of the first of them, and where they can go."""

    status: ActionStatus
    total: int
    keys: list[int]
    steps: list[ActionStatus] = field(default_factory=list)
    points: list[ActionPoint] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.total - len(self.keys)


def columns_of(points: ActionPointQuerySet, known: Mapping[str, int] | None = None) -> list[Column]:
    """Return the board of a choice: what ends first stands first, and of what ended the latest.

    As many questions to the database for three points as for ten thousand: one per status, and one to count
    unless it is known how many have each status.
    """
    totals = known or dict(points.order_by().values_list("status").annotate(number=Count("pk")))
    columns = []
    for status in ActionStatus:
        of_status = points.filter(status=status)
        most = MOST_ENDED if status in ENDED else MOST_CARDS
        if status in ENDED:
            ordered = of_status.order_by(F("deadline").desc(nulls_last=True), "-pk")
        else:
            ordered = of_status.order_by(F("deadline").asc(nulls_last=True), "pk")
        keys = list(ordered.values_list("pk", flat=True)[:most])
        columns.append(Column(status, totals.get(status, 0), keys, steps_from(status)))
    return columns


def fill(columns: Iterable[Column], points: Iterable[ActionPoint]) -> None:
    """Put the points of the board in their columns."""
    known = {point.pk: point for point in points}
    for column in columns:
        column.points = [known[key] for key in column.keys if key in known]


def steps_from(status: ActionStatus) -> list[ActionStatus]:
    """Return where a point of this status can go, in the order of the columns."""
    return [to for to in ActionStatus if to in ACTION_STEPS[status]]


def asks_words(status: ActionStatus, to: ActionStatus) -> bool:
    """Return whether a step asks something before it is taken; opening again is explained too."""
    return to in ASKS_WORDS or status in ENDED
