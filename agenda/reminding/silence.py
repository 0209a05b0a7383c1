"""An agenda on which nothing moves for longer than its own rhythm: its coordinators are told, once each."""

from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from municipalities.models import Municipality
from outbox.promises import promise

from ..meetings.rhythm import PERIOD, rhythm_of
from ..models import ENDED, ActionPoint
from .addressing import coordinators_of

SILENT_AGENDA = "silent agenda"


def last_moved(municipality: Municipality) -> tuple[date | None, int]:
    """Return on which day anything last changed, and how many points are open."""
    points = ActionPoint.objects.filter(municipality=municipality).counting()
    found = points.aggregate(last=Max("changed_at"), open=Count("pk", filter=~Q(status__in=ENDED)))
    return (timezone.localdate(found["last"]) if found["last"] else None), found["open"]


def alarm_of_silence(municipality: Municipality, *, today: date, now: datetime) -> None:
    """Promise each coordinator a mail when nothing moved for a rhythm, and again after each further one."""
    moved, still_open = last_moved(municipality)
    if moved is None or not still_open:
        return
    times = (today - moved) // PERIOD[rhythm_of(municipality)]
    if times < 1:
        return
    for person in coordinators_of(municipality, today=today):
        promise(
            municipality=municipality,
            kind=SILENT_AGENDA,
            key=f"{SILENT_AGENDA} since {moved} time {times} for {person.pk}",
            payload={"user": person.pk, "since": moved.isoformat()},
            now=now,
        )
