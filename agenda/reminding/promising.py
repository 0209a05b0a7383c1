"""Remind: write what is due in the ledger, and promise each person one mail a week with everything untold.

May run any number of times, by several schedulers at once, and after any outage: rows decide, not the clock.
What a mail tells is marked as told in the transaction that promises the mail, so no row is in two mails.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from municipalities.models import Municipality
from outbox.models import MAX_ATTEMPTS, Promise
from outbox.promises import promise

from ..models import ENDED, Reminder
from .addressing import Addressing, coordinators_of
from .ledger import read_ledger, write_ledger
from .quiet import QuietDays
from .silence import alarm_of_silence
from .undelivered import REMIND_OWNER, put_back_undelivered, who
from .working_days import A_DAY

REMIND_COORDINATOR = "remind coordinator"
COORDINATORS = "coordinators"
A_WEEK = timedelta(days=7)


def plan_reminders(municipality: Municipality, *, now: datetime) -> int:
    """Bring the ledger up to date, and promise mails when it is time for mail; return how many rows are new.

    A municipality that is suspended is left in peace.
    """
    if municipality.is_suspended:
        return 0
    with timezone.override(municipality.time_zone):
        today = timezone.localdate(now)
        put_back_undelivered(municipality, now=now)
        new = write_ledger(read_ledger(municipality, today=today, now=now), now=now)
        quiet = QuietDays(municipality, today=today)
        if quiet.is_mail_moment(now):
            promise_mails(municipality, quiet=quiet, today=today, now=now)
            alarm_of_silence(municipality, today=today, now=now)
    return new


def promise_mails(municipality: Municipality, *, quiet: QuietDays, today: date, now: datetime) -> None:
    """Promise what is untold: one mail to each owner, one to each coordinator, to nobody twice in a week."""
    with transaction.atomic():
        rows = _untold(municipality)
        if not rows:
            return
        points = {row.action_point_id: row.action_point for row in rows}
        said = Addressing(municipality, list(points.values()), quiet=quiet, today=today, now=now)
        mails: dict[str, list[Reminder]] = {}
        for row in rows:
            if not said.waits(row.action_point):
                mails.setdefault(said.address(row), []).append(row)
        had_mail = _had_mail(municipality, today=today, now=now)
        for address, own in mails.items():
            if not address and COORDINATORS not in had_mail:
                _promise_to_coordinators(municipality, own, today=today, now=now)
            elif address and who(municipality, address) not in had_mail:
                _promise_to_owner(municipality, address, own, today=today, now=now)


def _untold(municipality: Municipality) -> list[Reminder]:
    """Return what is to be told, held: of two schedulers the second finds it told."""
    rows = Reminder.objects.filter(municipality=municipality, told_at=None, dropped_at=None)
    held = rows.select_for_update(of=("self",)).select_related("action_point__owner_organisation")
    return [row for row in held.order_by("pk") if row.action_point.status not in ENDED]


def _had_mail(municipality: Municipality, *, today: date, now: datetime) -> set[str]:
    """Return who had a mail in the past week, or has one on its way, as `who` names them."""
    mails = Promise.objects.filter(
        Q(done_at=None) | Q(done_at__gte=now - A_WEEK - A_DAY),
        municipality=municipality,
        kind__in=[REMIND_OWNER, REMIND_COORDINATOR],
        bounced_at=None,
        attempts__lt=MAX_ATTEMPTS,
    )
    return {
        payload.get("who", COORDINATORS)
        for payload, done_at in mails.values_list("payload", "done_at")
        if done_at is None or timezone.localdate(done_at) > today - A_WEEK
    }


def _promise_to_owner(
    municipality: Municipality, address: str, rows: list[Reminder], *, today: date, now: datetime
) -> None:
    name, ids = who(municipality, address), [row.pk for row in rows]
    payload = {"who": name, "reminders": ids}
    mail = promise(
        municipality=municipality,
        kind=REMIND_OWNER,
        key=f"{REMIND_OWNER} {name} on {today}",
        payload=payload,
        now=now,
    )
    # Or there was a mail today: then these wait for the next one.
    if mail.created_at == now and mail.payload == payload:
        Reminder.objects.filter(pk__in=ids).update(told_to=address, told_at=now)


def _promise_to_coordinators(
    municipality: Municipality, rows: list[Reminder], *, today: date, now: datetime
) -> None:
    """Promise the same mail to each coordinator; without any, the rows wait for the first who comes."""
    ids = [row.pk for row in rows]
    people = coordinators_of(municipality, today=today)
    for person in people:
        promise(
            municipality=municipality,
            kind=REMIND_COORDINATOR,
            key=f"{REMIND_COORDINATOR} {person.pk} on {today}",
            payload={"user": person.pk, "reminders": ids},
            now=now,
        )
    if people:
        Reminder.objects.filter(pk__in=ids).update(told_to="", told_at=now)
