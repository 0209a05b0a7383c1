"""What goes into a file of the agenda: which action points, as they stood when, and how much of people."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, prefetch_related_objects
from django.utils.translation import get_language, override

from common.tenancy import tenant
from municipalities.models import Municipality

from ..enums import ActionChange
from ..looking.filter import Choice
from ..looking.overview import agenda_of, with_all
from ..models import ActionEvent, ActionPoint
from ..points.merged import merged_into_each

AT_ONCE = 500
MARK_LENGTH = 12


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Action points for a file, in the order of the list.

    `with_names`: whether owners stand in it by name and address, and what people wrote as an update. Without
    them it can be given to everybody. `mark` stands for these points in exactly this state.
    """

    municipality: Municipality
    keys: Sequence[int]
    mark: str
    with_names: bool
    today: date
    made_at: datetime
    language: str


def choose(
    *, municipality: Municipality, choice: Choice, with_names: bool, today: date, now: datetime
) -> Chosen:
    """Return what somebody chose on the page of the agenda; one query."""
    points = choice.keep(agenda_of(municipality, on=today), on=today)
    stands = list(points.values_list("pk", "revision"))
    return Chosen(
        municipality=municipality,
        keys=[pk for pk, _revision in stands],
        mark=mark_of(stands),
        with_names=with_names,
        today=today,
        made_at=now,
        language=get_language() or "nl",
    )


def mark_of(stands: Iterable[tuple[int, int]]) -> str:
    """Return what stands for action points in exactly this state, each with its revision."""
    return hashlib.sha256(json.dumps(list(stands)).encode()).hexdigest()[:MARK_LENGTH]


def in_chunks(chosen: Chosen, *, with_history: bool) -> Iterator[list[ActionPoint]]:
    """Yield all points, some at a time; each time inside the municipality, also after the request."""
    for first in range(0, len(chosen.keys), AT_ONCE):
        with tenant(chosen.municipality), override(chosen.language):
            points = complete(chosen, chosen.keys[first : first + AT_ONCE], with_history=with_history)
        yield points


def complete(chosen: Chosen, keys: Sequence[int], *, with_history: bool) -> list[ActionPoint]:
    """Return these points with everything a file tells of them, in as many queries for one as for all."""
    points = with_all(chosen.municipality, keys, "session")
    wanted = ["helpers", "links", *(["events"] if with_history else [])]
    prefetch_related_objects(points, *wanted)
    first, merged = _first_deadlines(points), merged_into_each(points)
    for point in points:
        point.merged_here = merged[point.pk]  # type: ignore[attr-defined]
        point.first_deadline = first.get(point.pk, point.deadline)  # type: ignore[attr-defined]
    return points


def _first_deadlines(points: Sequence[ActionPoint]) -> dict[int, date]:
    """Return the date that was agreed at first, of points whose date was moved since."""
    moved = ActionEvent.objects.filter(
        action_point__in=[point.pk for point in points], change=ActionChange.DEADLINE
    ).exclude(before="")
    oldest = moved.values("action_point").annotate(oldest=Min("pk")).values("oldest")
    rows = ActionEvent.objects.filter(pk__in=oldest).values_list("action_point", "before")
    return {point: date.fromisoformat(before) for point, before in rows}
