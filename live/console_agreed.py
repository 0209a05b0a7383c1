"""What was agreed, as the console shows it: its state, why it came back, and what it looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionEvent, ActionPoint
from agenda.points.duplicates import Twin, twins_of
from agenda.points.merged import goes_on_in
from sessions.models import GroupSession, SessionTheme

MOST_PRIORITIES = 3


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """An action point as the console shows it."""

    action: ActionPoint
    state: str
    state_label: str
    reason: str = ""
    goes_on_in: str = ""
    twin: Twin | None = None

    @property
    def has_gap(self) -> bool:
        return not self.action.has_owner or self.action.deadline is None


def agreed_in(session: GroupSession, *, theme_id: int | None, now: datetime) -> list[Agreed]:
    """Return the action points, those of the present theme first and the newest on top; the dropped last."""
    rows = ActionPoint.objects.filter(session=session).prefetch_related("statements")
    points = list(rows.select_related("owner_organisation", "theme", "merged_into"))
    reasons = dict(
        ActionEvent.objects.filter(action_point__session=session, change__in=_TELLING, after__in=_TOLD)
        .exclude(text="")
        .order_by("pk")
        .values_list("action_point_id", "text")
    )
    twins = twins_of(session, points, now=now)

    def place(point: ActionPoint) -> tuple[bool, bool, int]:
        is_elsewhere = theme_id is None or point.theme_id != theme_id
        return point.status == ActionStatus.DROPPED, is_elsewhere, -point.pk

    ordered = sorted(points, key=place)
    return [_one(point, reasons.get(point.pk, ""), twins.get(point.pk)) for point in ordered]


_TELLING = [ActionChange.HANDED_BACK, ActionChange.STATUS]
_TOLD = [ActionStatus.HANDED_BACK, ActionStatus.DROPPED]


def _one(action: ActionPoint, reason: str, twin: Twin | None) -> Agreed:
    if (last := goes_on_in(action)) is not None:
        return Agreed(action=action, state="dropped", state_label=action.status_label, goes_on_in=last.what)
    if action.status == ActionStatus.DROPPED:
        return Agreed(action=action, state="dropped", state_label=_("not taken up"), reason=reason)
    if action.status == ActionStatus.HANDED_BACK:
        return Agreed(action=action, state="handed_back", state_label=_("handed back"), reason=reason)
    if not action.has_owner:
        return Agreed(action=action, state="no_owner", state_label=_("no owner yet"), twin=twin)
    if action.status == ActionStatus.PROPOSED:
        return Agreed(action=action, state="waiting", state_label=_("waits for a yes"), twin=twin)
    return Agreed(action=action, state="yes", state_label=_("said yes"), twin=twin)


def gaps_in(agreed: Sequence[Agreed]) -> list[Agreed]:
    """Return what has no owner or no date yet."""
    return [one for one in agreed if one.has_gap and one.state != "dropped"]


def points_by_theme(agreed: Sequence[Agreed]) -> Counter[int]:
    """Return how many points each theme has, but for what is not taken up or goes on in another one."""
    taken_up = [one for one in agreed if one.state != "dropped"]
    return Counter(one.action.theme_id for one in taken_up if one.action.theme_id)


def too_many_marked(agreed: Sequence[Agreed], theme: SessionTheme | None) -> int:
    """Return how many points of this theme are marked, when that is more than a table can carry; else 0."""
    marked = sum(one.action.is_priority for one in _of_theme(agreed, theme))
    return marked if marked > MOST_PRIORITIES else 0


def none_marked(agreed: Sequence[Agreed], theme: SessionTheme | None) -> int:
    """Return how many points of this theme the table has to choose from, when it did not yet; else 0."""
    points = _of_theme(agreed, theme)
    is_to_choose = len(points) > MOST_PRIORITIES and not any(one.action.is_priority for one in points)
    return len(points) if is_to_choose else 0


def _of_theme(agreed: Sequence[Agreed], theme: SessionTheme | None) -> list[Agreed]:
    if theme is None:
        return []
    return [one for one in agreed if one.action.theme_id == theme.theme_id and one.state != "dropped"]
