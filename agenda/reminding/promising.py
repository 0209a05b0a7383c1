"""Remind: write what is due in the ledger, and promise each person one mail a week with everything untold.

May run any number of times, by several schedulers at once, and after any outage: rows decide, not the clock.
What a mail tells is marked as told in the transaction that promises the mail, so no row is in two mails.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from municipalities.models import Municipality
from outbox.promises import promise

from ..agreeing.waiting import tell_of_boards
from ..models import ENDED, Reminder
from ..owners.who import who
from .addressing import Addressing, coordinators_of
from .lately import Lately
from .ledger import read_ledger, write_ledger
from .lost import NOT_REPEATED, tell_of_lost_mails
from .quiet import QuietDays
from .silence import alarm_of_silence
from .undelivered import REMIND_COORDINATOR, REMIND_OWNER, lost_mails, put_back_undelivered

Mails = dict[str, list[Reminder]]
"""What is to be told to each address, in lower case; under the empty one what the coordinators hear."""


def plan_reminders(municipality: Municipality, *, now: datetime) -> int:
    """Bring the ledger up to date, and promise mails when it is time for mail; return how many rows are new.

    A municipality that is suspended is left in peace.
    """
    if municipality.is_suspended:
        return 0
    with timezone.override(municipality.time_zone):
        today = timezone.localdate(now)
        lost = lost_mails(municipality, kinds=[REMIND_OWNER, REMIND_COORDINATOR, *NOT_REPEATED], now=now)
        put_back_undelivered(lost)
        tell_of_lost_mails(municipality, lost, today=today, now=now)
        new = write_ledger(read_ledger(municipality, today=today, now=now), now=now)
        quiet = QuietDays(municipality, today=today)
        if quiet.is_mail_moment(now):
            promise_mails(municipality, quiet=quiet, today=today, now=now)
            alarm_of_silence(municipality, today=today, now=now)
            tell_of_boards(municipality, today=today, now=now)
    return new


def promise_mails(municipality: Municipality, *, quiet: QuietDays, today: date, now: datetime) -> None:
    """Promise what is untold: one mail to each owner, one to each coordinator, to nobody twice in a week."""
    with transaction.atomic():
        rows = _untold(municipality)
        if not rows:
            return
        points = {row.action_point_id: row.action_point for row in rows}
        said = Addressing(municipality, list(points.values()), quiet=quiet, today=today, now=now)
        mails: Mails = {}
        for row in rows:
            if not said.waits(row.action_point):
                mails.setdefault(said.address(row), []).append(row)
        lately = Lately(municipality, today=today, now=now)
        if (for_coordinators := mails.pop("", [])) and not lately.coordinators:
            _promise_to_coordinators(municipality, for_coordinators, mails, lately, today=today, now=now)
        for address, own in mails.items():
            if not lately.mailed(who(municipality, address)):
                _promise_to_owner(municipality, address, own, today=today, now=now)


def _untold(municipality: Municipality) -> list[Reminder]:
    """Return what is to be told, held: of two schedulers the second finds it told."""
    rows = Reminder.objects.filter(municipality=municipality, told_at=None, dropped_at=None)
    held = rows.select_for_update(of=("self",)).select_related("action_point__owner_organisation")
    return [row for row in held.order_by("pk") if row.action_point.status not in ENDED]


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
    municipality: Municipality,
    rows: list[Reminder],
    mails: Mails,
    lately: Lately,
    *,
    today: date,
    now: datetime,
) -> None:
    """Promise the same mail to each coordinator; without any, the rows wait for the first who comes.

    Who had a mail this week gets their copy when that week is over. Who owns something too reads it in the
    same mail: it is taken from `mails`.
    """
    ids = [row.pk for row in rows]
    people = coordinators_of(municipality, today=today)
    for person in people:
        name, address = who(municipality, person.email), person.email.lower()
        own = [] if lately.mailed(name) else [row.pk for row in mails.pop(address, [])]
        promise(
            municipality=municipality,
            kind=REMIND_COORDINATOR,
            key=f"{REMIND_COORDINATOR} {person.pk} on {today}",
            payload={"user": person.pk, "who": name, "reminders": ids, "own": own},
            now=now,
            due_at=lately.free_from(name, now=now),
        )
        Reminder.objects.filter(pk__in=own).update(told_to=address, told_at=now)
    if people:
        Reminder.objects.filter(pk__in=ids).update(told_to="", told_at=now)
