"""The sessions of one person as a calendar that calendar programs follow; no participant is named in it.

It goes through the door "calendar": one person plans or leads sessions in several municipalities. An app
above adds what it knows of the same person.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from common.tenancy import across_municipalities
from municipalities.access import roles_with
from municipalities.models import Membership
from municipalities.naming import named
from municipalities.permissions import Permission
from users.models import User

from .addresses import full_address
from .calendar_file import seen, uid_of
from .enums import SessionState
from .models import Facilitator, GroupSession

STAYS = timedelta(days=90)
REFRESH = timedelta(hours=4)

Events = Callable[..., Iterable[Event]]
_more: list[Events] = []


def register_events(events: Events) -> None:
    """Let an app above add what it has for a person: called with the user and `today`, outside any door."""
    _more.append(events)


@dataclass(frozen=True)
class Meeting:
    """A session, and the page of it that this person works with."""

    session: GroupSession
    page: str


def meetings_of(user: User, *, today: date, now: datetime) -> list[Meeting]:
    """Return what this person plans or leads, from three months ago on."""
    with across_municipalities("calendar"):
        held = Membership.objects.current(today=today).filter(
            user=user, role__in=roles_with(Permission.PLAN_SESSIONS)
        )
        planned_in = list(held.values_list("municipality_id", flat=True))
        led = list(Facilitator.objects.appointed().filter(user=user).values_list("session_id", flat=True))
        sessions = list(
            GroupSession.objects.filter(Q(municipality__in=planned_in) | Q(pk__in=led))
            .counting()
            .filter(starts_at__gte=now - STAYS)
            .select_related("municipality")
            .order_by("starts_at", "pk")
        )
    return [
        Meeting(one, _page_of(one, leads=one.pk in led, plans=one.municipality_id in planned_in))
        for one in sessions
    ]


def calendar_of(user: User, *, today: date, now: datetime) -> bytes:
    """Return the calendar; the same bytes as long as nothing changed, so that an ETag can be made of it."""
    meetings = meetings_of(user, today=today, now=now)
    return _written(meetings, more=[event for events in _more for event in events(user, today=today)])


def _written(meetings: Collection[Meeting], *, more: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//digitale gesprekshulp//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Group sessions and action points"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    for event in more:
        calendar.add_component(event)
    return calendar.to_ical()


def _event(meeting: Meeting) -> Event:
    session, event = meeting.session, Event()
    event.add("uid", uid_of(session))
    # When it was made, not when it was asked for: the same calendar is the same bytes.
    event.add("dtstamp", session.created_at)
    event.add("sequence", session.stage_revision)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.ends_at)
    event.add("summary", seen(session.title))
    if session.location:
        event.add("location", seen(session.location))
    event.add("description", named(session.municipality))
    event.add("url", meeting.page)
    is_cancelled = session.state == SessionState.CANCELLED
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return event


def _page_of(session: GroupSession, *, leads: bool, plans: bool) -> str:
    kwargs = {"gemeente": session.municipality.slug, "pk": session.pk}
    name = "live:console" if leads and not plans else "group_sessions:detail"
    return full_address(reverse(name, kwargs=kwargs))
