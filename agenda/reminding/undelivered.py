"""Mails to owners that did not arrive: what they told is told to the coordinators instead."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.crypto import salted_hmac

from municipalities.models import Municipality
from outbox.models import MAX_ATTEMPTS, Promise

from ..models import ActionPoint, Reminder
from ..owners.asking import ASK_ONE

REMIND_OWNER = "remind owner"
COUNTS_FOR = timedelta(days=56)
"""How long an address counts as wrong after a mail came back: a full mailbox is emptied some day."""


def who(municipality: Municipality, email: str) -> str:
    """Return what a promise names somebody by, so that the outbox holds no address."""
    told = f"{municipality.pk} {email.lower()}"
    return salted_hmac(REMIND_OWNER, told, algorithm="sha256").hexdigest()[:32]


def put_back_undelivered(municipality: Municipality, *, now: datetime) -> int:
    """Take back that somebody was told by a mail that came back or was given up; return of how many rows.

    Doing it again does nothing: a row that was told anew belongs to another mail.
    """
    lost = Q(bounced_at__isnull=False) | Q(done_at=None, attempts__gte=MAX_ATTEMPTS)
    mails = Promise.objects.filter(
        lost, municipality=municipality, kind=REMIND_OWNER, created_at__gte=now - COUNTS_FOR
    )
    return sum(put_back(mail.payload["reminders"], told_at=mail.created_at) for mail in mails)


def put_back(reminders: Iterable[int], *, told_at: datetime) -> int:
    """Take back that an owner was told these reminders at this moment."""
    rows = Reminder.objects.filter(pk__in=list(reminders), told_at=told_at).exclude(told_to="")
    return rows.update(told_at=None, told_to="")


def wrong_addresses(municipality: Municipality, *, now: datetime) -> set[str]:
    """Return to whom mails came back of late, as `who` names them."""
    mails = Promise.objects.filter(
        municipality=municipality, kind__in=[REMIND_OWNER, ASK_ONE], bounced_at__gte=now - COUNTS_FOR
    )
    rows = list(mails.values_list("kind", "payload"))
    asked = {(payload["action"], payload["link_version"]) for kind, payload in rows if kind == ASK_ONE}
    found = {payload["who"] for kind, payload in rows if kind == REMIND_OWNER}
    points = ActionPoint.objects.filter(municipality=municipality, pk__in=[pk for pk, _version in asked])
    for point in points.exclude(owner_email=""):
        # Another owner or address has another link: the mail that came back was not theirs.
        if (point.pk, point.reply_link_version) in asked:
            found.add(who(municipality, point.owner_email))
    return found
