"""Where action points went on that turned out to be one with another, and what went on in a point."""

from collections.abc import Collection
from operator import attrgetter

from ..models import ActionPoint


def merged_into_each(points: Collection[ActionPoint]) -> dict[int, list[ActionPoint]]:
    """Return by key what goes on in each of these points, also by way of another.

    One query for a list in which nothing was merged, and one more for each step by way of another.
    """
    found: dict[int, list[ActionPoint]] = {point.pk: [] for point in points}
    ends = {point.pk: point.pk for point in points}
    layer = list(ends)
    while layer:
        # Sorted here: SQLite would go through all points, because they lie in that order.
        rows = sorted(ActionPoint.objects.filter(merged_into__in=layer).order_by(), key=attrgetter("pk"))
        for row in rows:
            ends[row.pk] = ends[row.merged_into_id or 0]
            found[ends[row.pk]].append(row)
        layer = [row.pk for row in rows]
    return found


def merged_with(action: ActionPoint) -> list[ActionPoint]:
    """Return what goes on in an action point, also by way of another."""
    return merged_into_each([action])[action.pk]


def goes_on_in(action: ActionPoint) -> ActionPoint | None:
    """Return the point in which this one goes on at last; nothing for one that was not merged."""
    last = action
    while last.merged_into is not None:
        last = last.merged_into
    return None if last is action else last
