"""A municipality whose agenda is reminded of, day after day, with the mails that go out."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from django.core.mail import EmailMultiAlternatives

from agenda.models import ActionPoint, Reminder
from agenda.points.accepting import accept_action
from agenda.points.proposing import propose_action
from agenda.reminding.promising import plan_reminders
from municipalities.enums import Role
from outbox.promises import due_promises, fulfil
from sessions import stage
from sessions.models import GroupSession
from tests.builders import FACILITATOR, NOW, TODAY, answering, build_member, outside, take
from users.models import User

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DEADLINE = date(2027, 1, 29)
"""A Friday: 14 days before it and the working days after it are no holidays."""
JAN = "jan@corporatie.example"
BY: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """Return a moment in the time of the town hall."""
    return datetime.combine(day, time(hour, minute), tzinfo=AMSTERDAM)


def held(session: GroupSession) -> GroupSession:
    """Bring a session to where its table agrees on things."""
    answering(session)
    return session


def agreed(
    session: GroupSession, what: str = "Eén nummer op elke brief", *, email: str = JAN, **more: Any
) -> ActionPoint:
    """Agree on an action point with its owner at the table."""
    said = {"deadline": DEADLINE, "owner_name": "Jan", "today": TODAY, **more}
    organisation = said.pop("organisation", None) or session.parties.first().organisation
    point = propose_action(
        session, what=what, owner_organisation=organisation, owner_email=email, **said, **BY
    )
    accept_action(point, expected_revision=point.revision, **BY)
    return point


def close(session: GroupSession) -> None:
    """Close a session and send what that promises."""
    take(stage.close_session, session, follow_up_on=None)
    deliver(NOW)
    mail.outbox.clear()


def coordinator(session: GroupSession) -> User:
    """Return a new coordinator of the municipality of a session."""
    with outside():
        return build_member(session.municipality, Role.COORDINATOR)


def tick(session: GroupSession, now: datetime) -> list[EmailMultiAlternatives]:
    """Let the scheduler and the worker run at a moment; return the mails that went out."""
    plan_reminders(session.municipality, now=now)
    return deliver(now)


def deliver(now: datetime) -> list[EmailMultiAlternatives]:
    """Fulfil what is due at a moment; return the mails that went out."""
    mail.outbox.clear()
    with outside():
        for _turn in range(3):
            for promise_id in due_promises(now=now):
                fulfil(promise_id=promise_id, now=now)
    return list(mail.outbox)


def each_day(first: date, last: date, *, hour: int = 10) -> Iterator[datetime]:
    """Yield this hour of each day from one day to (and including) another."""
    for number in range((last - first).days + 1):
        yield at(first + timedelta(days=number), hour)


def live_through(session: GroupSession, first: date, last: date) -> list[tuple[date, str, str]]:
    """Run each day at ten; return day, receiver and subject of each mail."""
    return [
        (now.date(), letter.to[0], letter.subject)
        for now in each_day(first, last)
        for letter in tick(session, now)
    ]


def ledger() -> list[tuple[str, date]]:
    """Return the steps that stand in the ledger and were not dropped, with the day they are due."""
    rows = Reminder.objects.filter(dropped_at=None).order_by("due_on", "pk")
    return list(rows.values_list("step", "due_on"))
