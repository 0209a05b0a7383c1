"""Action points on the big screen: they grow while the table talks, and stay readable at 8 m."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.enums import ActionStatus
from agenda.models import ActionPoint, ActionPointQuerySet
from sessions.models import GroupSession, SessionTheme

ROOM_AT_THE_END = 7
"""As many as can be read at 8 m; all of them are in the report."""
ROOM_IN_THEME = 4
"""Beside the statements of a theme, of which a large statement leaves room for two."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An action point, as the table agreed on it."""

    pk: int
    what: str
    owner: str
    deadline: date | None
    is_priority: bool


@dataclass(frozen=True, kw_only=True)
class Points:
    """How many there are, and those that are shown, in the order in which they were written down."""

    total: int = 0
    shown: Sequence[Agreed] = ()

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    def latest(self, number: int) -> Sequence[Agreed]:
        """Return the last ones only, for where there is less room."""
        return self.shown[len(self.shown) - number :] if number else ()


def points_of_theme(session: GroupSession, theme: SessionTheme) -> Points:
    """Return what was agreed about a theme: the last ones, and how many."""
    found = [_agreed(point) for point in _written_down(session).filter(theme=theme.theme_id)]
    return Points(total=len(found), shown=found[-ROOM_IN_THEME:])


def points_at_the_end(session: GroupSession) -> Points:
    """Return what was agreed in the whole session: the most important ones first.

    Where there are more than fit, the earliest give way that are not marked; the last one is always there.
    """
    found = [_agreed(point) for point in _written_down(session)]
    last = found[-1].pk if found else 0
    by_weight = sorted(found, key=lambda one: (one.pk == last, one.is_priority, one.pk), reverse=True)
    kept = sorted(by_weight[:ROOM_AT_THE_END], key=lambda one: (not one.is_priority, one.pk))
    return Points(total=len(found), shown=kept)


def number_of_points(session: GroupSession) -> int:
    return _written_down(session).count()


def _written_down(session: GroupSession) -> ActionPointQuerySet:
    return (
        ActionPoint.objects.filter(session=session)
        .exclude(status=ActionStatus.DROPPED)
        .select_related("owner_organisation")
        .order_by("pk")
    )


def _agreed(point: ActionPoint) -> Agreed:
    return Agreed(
        pk=point.pk,
        what=point.what,
        owner=_owner(point) if point.has_owner else "",
        deadline=point.deadline,
        is_priority=point.is_priority,
    )


def _owner(point: ActionPoint) -> str:
    """Return the organisation first, which the room knows, then the person; the function is in the report."""
    organisation = point.owner_organisation.name if point.owner_organisation else ""
    return ", ".join(_without_empty([organisation, point.owner_name]))


def _without_empty(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
