"""An agenda on which nothing moves for longer than its own rhythm: its coordinators are told, once each.

Who gets the mail of the week about the agenda reads it there; a mail of its own is for who gets none.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from municipalities.models import Municipality
from outbox.promises import promise

from ..meetings.rhythm import PERIOD, rhythm_of
from ..models import ENDED, ActionPoint
from ..owners.who import who
from .addressing import coordinators_of

SILENT_AGENDA = "silent agenda"


def last_moved(municipality: Municipality) -> tuple[date | None, int]:
    """Return on which day anything last changed, and how many points are open."""
    points = ActionPoint.objects.filter(municipality=municipality).counting()
    found = points.aggregate(last=Max("changed_at"), open=Count("pk", filter=~Q(status__in=ENDED)))
    return (timezone.localdate(found["last"]) if found["last"] else None), found["open"]


@dataclass(frozen=True)
class Silence:
    """Since when nothing moved, how many rhythms ago that is, and how much is open."""

    since: date
    times: int
    open: int
    told_from: date
    """The day on which the last of these rhythms was over."""


def silence_of(municipality: Municipality, *, today: date) -> Silence | None:
    """Return the silence of an agenda on which nothing moved for a rhythm or longer."""
    moved, still_open = last_moved(municipality)
    if moved is None or not still_open:
        return None
    period = PERIOD[rhythm_of(municipality)]
    times = (today - moved) // period
    return Silence(moved, times, still_open, moved + times * period) if times else None


def alarm_of_silence(municipality: Municipality, *, today: date, now: datetime) -> None:
    """Promise each coordinator a mail when nothing moved for a rhythm, and again after each further one."""
    silence = silence_of(municipality, today=today)
    if silence is None:
        return
    for person in coordinators_of(municipality, today=today):
        promise(
            municipality=municipality,
            kind=SILENT_AGENDA,
            key=f"{SILENT_AGENDA} since {silence.since} time {silence.times} for {person.pk}",
            payload={
                "user": person.pk,
                "who": who(municipality, person.email),
                "since": silence.since.isoformat(),
            },
            now=now,
        )
