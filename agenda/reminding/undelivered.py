"""Reminding mails that did not arrive: what they told is untold again.

What an owner could not be told goes to the coordinators, and what none of those could be told waits a week.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from municipalities.models import Municipality
from outbox.models import MAX_ATTEMPTS, Promise

from ..models import Reminder
from ..owners.asking import TELL_NEW_OWNER, TELL_OWNER

REMIND_OWNER = "remind owner"
REMIND_COORDINATOR = "remind coordinator"
TO_SOMEBODY = [REMIND_OWNER, REMIND_COORDINATOR, TELL_OWNER, TELL_NEW_OWNER]
"""Mails by which it shows whether an address works."""
COUNTS_FOR = timedelta(days=56)
"""How long an address counts as wrong after a mail came back: a full mailbox is emptied some day."""


def lost_mails(municipality: Municipality, *, kinds: Iterable[str], now: datetime) -> list[Promise]:
    """Return the mails of these kinds that came back of late or were given up."""
    lost = Q(bounced_at__isnull=False) | Q(done_at=None, attempts__gte=MAX_ATTEMPTS)
    mails = Promise.objects.filter(lost, municipality=municipality, kind__in=list(kinds))
    return list(mails.filter(created_at__gte=now - COUNTS_FOR))


def put_back_undelivered(lost: Iterable[Promise]) -> None:
    """Take back that somebody was told by a mail that was lost.

    Doing it again does nothing: a row that was told anew belongs to another mail.
    """
    for mail in lost:
        if mail.kind == REMIND_OWNER:
            put_back(mail.payload["reminders"], told_at=mail.created_at)
        elif mail.kind == REMIND_COORDINATOR:
            put_back(mail.payload.get("own", []), told_at=own_told_at(mail))
            if not others_tell(mail):
                put_back(mail.payload["reminders"], told_at=mail.created_at)


def put_back(reminders: Iterable[int], *, told_at: datetime) -> int:
    """Take back that these reminders were told at this moment."""
    rows = Reminder.objects.filter(pk__in=list(reminders), told_at=told_at)
    return rows.update(told_at=None, told_to="")


def own_told_at(copy: Promise) -> datetime:
    """Return when a coordinator was told of their own: when the mail was made, or took that along."""
    taken = copy.payload.get("took_along_at")
    return datetime.fromisoformat(taken) if taken else copy.created_at


def others_tell(copy: Promise) -> bool:
    """Return whether another coordinator got, or is still to get, a copy of the same mail."""
    same = Promise.objects.filter(
        municipality=copy.municipality_id,
        kind=REMIND_COORDINATOR,
        created_at=copy.created_at,
        bounced_at=None,
        attempts__lt=MAX_ATTEMPTS,
    )
    return any(one.payload["reminders"] for one in same.exclude(pk=copy.pk))


def wrong_addresses(municipality: Municipality, *, now: datetime) -> set[str]:
    """Return to whom mails came back of late, as `who` names them, and nothing arrived since."""
    mails = Promise.objects.filter(municipality=municipality, kind__in=TO_SOMEBODY)
    came_back: dict[str, datetime] = {}
    for mail in mails.filter(bounced_at__gte=now - COUNTS_FOR):
        assert mail.bounced_at is not None
        if name := _whom(mail):
            came_back[name] = max(mail.bounced_at, came_back.get(name, mail.bounced_at))
    if not came_back:
        return set()
    for mail in mails.filter(bounced_at=None, done_at__gt=min(came_back.values())):
        name = _whom(mail)
        if name in came_back and mail.done_at is not None and mail.done_at > came_back[name]:
            del came_back[name]
    return set(came_back)


def _whom(mail: Promise) -> str:
    """Return whom a mail went to, as `who` names them; nobody where it had nothing to tell and stayed."""
    return "" if "is_unsent" in mail.payload else mail.payload.get("who", "")
