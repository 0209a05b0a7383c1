"""One session as a calendar file (RFC 5545), for who was invited to it; it names no person and no party.

The link of a participant is not in it either: people share their calendars.
"""

import re
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from municipalities.naming import named

from .enums import SessionState
from .models import GroupSession

FILE_NAME = "groepssessie.ics"
KNOWN_AROUND = timedelta(days=400)
"""How far before and after the meeting its clock is described: one change to summer time and one back."""

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def seen(text: str) -> str:
    """Return a text without the signs that a calendar may not hold; Word leaves them where a line broke."""
    return CONTROL.sub(" ", text)


def uid_of(session: GroupSession) -> str:
    """Return by which name calendars know a session: the same in every file, whatever changes."""
    return f"session-{session.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}"


def calendar_file(session: GroupSession, *, now: datetime) -> bytes:
    """Return a session as a file; a newer one replaces the earlier one in a calendar, or takes it out."""
    calendar = Calendar()
    calendar.add("prodid", "-//digitale gesprekshulp//NL")
    calendar.add("version", "2.0")
    calendar.add("method", _method(session))
    calendar.add_component(_event(session, now=now))
    day = timezone.localdate(session.starts_at)
    calendar.add_missing_timezones(first_date=day - KNOWN_AROUND, last_date=day + KNOWN_AROUND)
    return calendar.to_ical()


def calendar_part(session: GroupSession, *, now: datetime) -> MIMEText:
    """Return the file as what comes along with a mail."""
    part = MIMEText(calendar_file(session, now=now).decode(), "calendar", "utf-8")
    part.set_param("method", _method(session))
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
    return part


def _method(session: GroupSession) -> str:
    return "CANCEL" if session.state == SessionState.CANCELLED else "PUBLISH"


def _event(session: GroupSession, *, now: datetime) -> Event:
    zone, host = timezone.get_current_timezone(), named(session.municipality)
    event = Event()
    event.add("uid", uid_of(session))
    event.add("dtstamp", now)
    # Grows with each change of the plan, and with calling it off; a calendar keeps the highest.
    event.add("sequence", session.stage_revision)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("summary", seen(session.title))
    if session.location:
        event.add("location", seen(session.location))
    event.add("organizer", _organizer(session, host))
    told = _("Group session of %(host)s. Bring your phone. Your personal link is in the invitation.")
    event.add("description", told % {"host": host})
    is_cancelled = session.state == SessionState.CANCELLED
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return event


def _organizer(session: GroupSession, host: str) -> vCalAddress:
    """Return who calls the meeting: the municipality, at the address its mails are answered to."""
    address = session.municipality.mail_reply_to or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(seen(host))
    return organizer
