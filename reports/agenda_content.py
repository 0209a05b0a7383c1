"""What the document of the agenda says, before it gets a form: all of it as it stood at one moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.agreeing.versions import concepts_among
from agenda.export.chosen import Chosen, complete, mark_of
from agenda.looking.overview import days_late, states_of
from agenda.models import ENDED, ActionPoint
from common.tenancy import tenant


@dataclass(frozen=True, kw_only=True)
class Line:
    """One action point, with what is computed of it."""

    point: ActionPoint
    states: Sequence[Any]
    late: str
    first_date: date | None
    """The date that was agreed at first, where it was moved since."""
    is_concept: bool
    """Whether the organisations did not adopt the agenda of its session."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Action points that stand alike, under one heading."""

    title: LazyText | str
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class AgendaContent:
    """Everything the document shows; `mark` stands for exactly this state of these action points.

    `stamp` is what stands on each page of an agenda that is no more than a proposal; where only a part of it
    is, each action point says so.
    """

    chosen: Chosen
    parts: Sequence[Part]
    mark: str
    stamp: str
    has_concepts: bool


def agenda_content(chosen: Chosen) -> AgendaContent:
    """Read the whole agenda at once: what changes after that is not in it, on no page."""
    with tenant(chosen.municipality):
        points = complete(chosen, chosen.keys, with_history=False)
        concepts = concepts_among({one.session_id for one in points if one.session_id is not None})
    lines = [_line(point, chosen.today, is_concept=point.session_id in concepts) for point in points]
    parts = [
        Part(title=title, lines=[line for line in lines if _part_of(line.point, chosen.today) == key])
        for key, title in TITLES.items()
    ]
    return AgendaContent(
        chosen=chosen,
        parts=[part for part in parts if part.lines],
        # Of the rows as they were read, which may be newer than when they were chosen.
        mark=mark_of([*((point.pk, point.revision) for point in points), *_concept_marks(concepts)]),
        stamp=_("concept").upper() if lines and all(line.is_concept for line in lines) else "",
        has_concepts=any(line.is_concept for line in lines),
    )


def _concept_marks(concepts: Iterable[int]) -> list[tuple[int, int]]:
    """Return what tells in a mark that these sessions are concepts: adopting changes what a document says."""
    return [(session, 0) for session in sorted(concepts)]


LATE, OWNERLESS, OPEN, ENDED_PART = "late", "ownerless", "open", "ended"
TITLES: dict[str, LazyText | str] = {
    LATE: gettext_lazy("Too late"),
    OWNERLESS: gettext_lazy("Without owner"),
    OPEN: gettext_lazy("Not finished yet"),
    ENDED_PART: gettext_lazy("Finished or not taken up"),
}


def _part_of(point: ActionPoint, today: date) -> str:
    """Return under which heading a point stands; what is too late stands there, whoever owns it."""
    if point.status in ENDED:
        return ENDED_PART
    if point.is_overdue(on=today):
        return LATE
    return OPEN if point.has_owner else OWNERLESS


def _line(point: ActionPoint, today: date, *, is_concept: bool) -> Line:
    first = point.first_deadline  # type: ignore[attr-defined]
    return Line(
        point=point,
        states=states_of(point, on=today),
        late=days_late(point, on=today),
        first_date=first if first != point.deadline else None,
        is_concept=is_concept,
    )
