"""Read the log: the events that were chosen, and each of them as one line for people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import AuditEvent

from ..enums import Role
from ..models import Municipality
from ..permissions import Permission
from .reasons import reason_in_words
from .words import PLACES, Place, words_of

ROLES = {
    **{role.value: role.label for role in Role},
    "facilitator": gettext_lazy("facilitator"),
    "participant": gettext_lazy("participant"),
    "staff": gettext_lazy("platform staff"),
    "visitor": gettext_lazy("visitor"),
    "person": gettext_lazy("for themselves"),
    "system": gettext_lazy("the system"),
}
"""Everything that somebody may have acted as, in words."""


@dataclass(frozen=True)
class LogLine:
    """One event in words."""

    number: int
    at: datetime
    who: str
    role: str
    what: str
    thing: str
    thing_number: int | None
    url: str
    reason: str

    @property
    def moment(self) -> str:
        """Return when it was, in the time of the municipality."""
        return date_format(self.at, "j b Y, ") + date_format(self.at, "TIME_FORMAT")

    @property
    def by(self) -> str:
        """Return who did it with their role, which is not said twice: a participant is told by number."""
        return self.who if self.role in self.who else f"{self.who} ({self.role})"


def chosen_events(
    *,
    zone: ZoneInfo,
    since: date | None = None,
    until: date | None = None,
    person: Any = None,
    role: str = "",
    action: str = "",
    thing: str = "",
) -> QuerySet[AuditEvent]:
    """Return the events of a period (days of the municipality, both included) and choice, newest first."""
    events = AuditEvent.objects.order_by("-at", "-pk")
    # Nothing lies before or after these days, and they have no neighbour in every time zone.
    since = since if since != date.min else None
    until = until if until != date.max else None
    if since is not None:
        events = events.filter(at__gte=datetime.combine(since, time.min, zone))
    if until is not None:
        events = events.filter(
            at__lt=datetime.combine(date.fromordinal(until.toordinal() + 1), time.min, zone)
        )
    exact = {"user": person, "role": role, "action": action, "target_type": thing}
    return events.filter(**{field: value for field, value in exact.items() if value})


def older_than(events: QuerySet[AuditEvent], number: int) -> QuerySet[AuditEvent]:
    """Return what comes after one event in the list; all of it when that event is not there (any more).

    By the place itself and not by counting rows: what is logged meanwhile moves no line to the next page.
    """
    last = AuditEvent.objects.filter(pk=number).first()
    if last is None:
        return events
    return events.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))


def in_chunks(events: QuerySet[AuditEvent], size: int) -> Iterator[list[AuditEvent]]:
    """Yield all events, some at a time, so that a long log never stands in memory."""
    chunk = list(events.select_related("user")[:size])
    while chunk:
        yield chunk
        chunk = list(older_than(events, chunk[-1].pk).select_related("user")[:size])


def lines_of(
    events: Iterable[AuditEvent], *, municipality: Municipality, held: frozenset[Permission] = frozenset()
) -> list[LogLine]:
    """Return events in words; with a link to the thing where these permissions show it."""
    events = list(events)
    zone = ZoneInfo(municipality.time_zone)
    links = _links(events, municipality, held)
    return [
        LogLine(
            number=event.pk,
            at=event.at.astimezone(zone),
            who=who_of(event),
            role=str(ROLES.get(event.role, event.role)),
            what=words_of(event.action),
            thing=thing_of(event.target_type),
            thing_number=event.target_id,
            url=links.get((event.target_type, event.target_id), ""),
            reason=reason_in_words(event.action, event.reason),
        )
        for event in events
    ]


def who_of(event: AuditEvent) -> str:
    """Return the name of who acted; a number for people without an account, and no name once it is erased."""
    kind, _space, number = event.actor_reference.partition(" ")
    if event.user is not None and event.user.erased_at is None:
        return str(event.user)
    if event.user is not None or kind == "user":
        return _("a removed person")
    if kind == "representative":
        return _("participant %(number)s") % {"number": number}
    return str(ROLES.get(event.role, event.role))


def thing_of(target_type: str) -> str:
    """Return what kind of thing an event is about, in words."""
    try:
        return str(apps.get_model(target_type)._meta.verbose_name)
    except LookupError:
        return target_type


def _links(
    events: list[AuditEvent], municipality: Municipality, held: frozenset[Permission]
) -> dict[tuple[str, int | None], str]:
    """Return the addresses of things that are still there, asked once for each kind."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for event in events:
        place = PLACES.get(event.target_type)
        if place is not None and place.permission in held and event.target_id is not None:
            numbers[event.target_type].add(event.target_id)
    return {
        (kind, number): url
        for kind, wanted in numbers.items()
        for number, url in _addresses(kind, PLACES[kind], wanted, municipality)
    }


def _addresses(
    kind: str, place: Place, numbers: set[int], municipality: Municipality
) -> Iterator[tuple[int, str]]:
    here = {"gemeente": municipality.slug}
    if not place.by:
        yield from ((number, reverse(place.page, kwargs=here)) for number in numbers)
        return
    rows = apps.get_model(kind).objects.filter(pk__in=numbers).values_list("pk", place.by)
    for number, pk in rows:
        yield number, reverse(place.page, kwargs={**here, "pk": pk})
