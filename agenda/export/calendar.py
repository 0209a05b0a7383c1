"""Deadlines as whole days in a calendar (RFC 5545): of a whole agenda, or one's own in every municipality.

Organisations and roles stand in it and no person: people share their calendars.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from common.tenancy import across_municipalities
from municipalities.access import roles_with
from municipalities.models import Membership, Municipality
from municipalities.naming import named
from municipalities.permissions import Permission
from sessions.addresses import full_address
from sessions.calendar import REFRESH, register_events
from sessions.calendar_file import seen
from users.models import User

from ..looking.filter import counted
from ..models import ActionPoint

STAYS = timedelta(days=90)
"""How long a deadline that passed stays in sight while its point is open."""


def uid_of(point: ActionPoint) -> str:
    """Return by which name calendars know a deadline: the same in every file, whatever changes."""
    return f"action-{point.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def calendar_of_agenda(municipality: Municipality, *, today: date) -> bytes:
    """Return the deadlines of what is open; the same bytes as long as nothing changed."""
    points = (
        counted(municipality.pk)
        .open()
        .filter(deadline__gte=today - STAYS)
        .select_related("owner_organisation", "municipality")
        .order_by("deadline", "pk")
    )
    calendar = Calendar()
    calendar.add("prodid", "-//digitale gesprekshulp//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    said = _("Improvement agenda of %(host)s") % {"host": named(municipality)}
    calendar.add("x-wr-calname", said)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for point in points:
        calendar.add_component(_event(point, told=_owner(point), page=_page_of(point)))
    return calendar.to_ical()


def own_deadlines(user: User, *, today: date) -> Iterable[Event]:
    """Return the deadlines of one person in every municipality, through the door "calendar"."""
    with across_municipalities("calendar"):
        points = list(
            ActionPoint.objects.filter(owner_email__iexact=user.email, merged_into=None)
            .counting()
            .open()
            .filter(deadline__gte=today - STAYS)
            .select_related("municipality")
            .order_by("deadline", "pk")
        )
        reading = Membership.objects.current(today=today).filter(
            user=user, role__in=roles_with(Permission.VIEW_AGENDA)
        )
        opened = set(reading.values_list("municipality_id", flat=True)) if points else set()
    return [
        _event(
            point,
            told=named(point.municipality),
            # Whoever is no member can't open the page.
            page=_page_of(point) if point.municipality_id in opened else "",
        )
        for point in points
        if point.has_owner
    ]


def _event(point: ActionPoint, *, told: str, page: str) -> Event:
    assert point.deadline is not None
    event = Event()
    event.add("uid", uid_of(point))
    # When it last changed, not when it was asked for: the same calendar is the same bytes.
    event.add("dtstamp", point.changed_at)
    event.add("sequence", point.revision)
    # A whole day has no clock: nobody's date moves with the summer time.
    event.add("dtstart", point.deadline)
    event.add("dtend", point.deadline + timedelta(days=1))
    event.add("summary", _("Action point: %(what)s") % {"what": seen(point.what)})
    event.add("description", f"{seen(told)}\n{point.get_status_display()}")
    if page:
        event.add("url", page)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _owner(point: ActionPoint) -> str:
    if not point.has_owner or point.owner_organisation is None:
        return _("nobody is the owner yet")
    return ", ".join(part for part in (point.owner_organisation.name, point.owner_role) if part)


def _page_of(point: ActionPoint) -> str:
    kwargs = {"gemeente": point.municipality.slug, "pk": point.pk}
    return full_address(reverse("agenda:detail", kwargs=kwargs))


register_events(own_deadlines)
