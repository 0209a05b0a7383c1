"""Who was mailed in the past week: nobody gets two reminding mails in one, whatever their roles."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from municipalities.models import Municipality
from outbox.models import MAX_ATTEMPTS, Promise

from .silence import SILENT_AGENDA
from .undelivered import REMIND_COORDINATOR, REMIND_OWNER
from .working_days import A_DAY

A_WEEK = timedelta(days=7)


class Lately:
    """Who had a mail of reminding in the past week, or has one on its way; read in one query."""

    def __init__(self, municipality: Municipality, *, today: date, now: datetime) -> None:
        self.coordinators = False
        """Whether a mail to the coordinators was made; each may get their copy later."""
        self._mailed_on: dict[str, date] = {}
        since = now - A_WEEK - A_DAY
        mails = Promise.objects.filter(
            Q(done_at=None) | Q(done_at__gte=since) | Q(created_at__gte=since),
            municipality=municipality,
            kind__in=[REMIND_OWNER, REMIND_COORDINATOR, SILENT_AGENDA],
        )
        for mail in mails:
            if _is_mail(mail):
                self._note(mail, today=today, now=now)

    def _note(self, mail: Promise, *, today: date, now: datetime) -> None:
        is_open = mail.done_at is None and mail.bounced_at is None and mail.attempts < MAX_ATTEMPTS
        if mail.kind == REMIND_COORDINATOR:
            # Also one that came back: else it would be made, and come back, each day.
            is_of_late = timezone.localdate(mail.created_at) > today - A_WEEK
            self.coordinators |= is_of_late or (is_open and mail.due_at <= now)
        if mail.bounced_at is not None or not (is_open or mail.done_at):
            return
        day = timezone.localdate(mail.done_at) if mail.done_at else today
        if day > today - A_WEEK:
            name = mail.payload.get("who", "")
            self._mailed_on[name] = max(day, self._mailed_on.get(name, day))

    def mailed(self, name: str) -> bool:
        """Return whether somebody, as `who` names them, had their mail of this week."""
        return name in self._mailed_on

    def free_from(self, name: str, *, now: datetime) -> datetime:
        """Return from when somebody may be mailed again, in the time zone that is active."""
        if name not in self._mailed_on:
            return now
        return timezone.make_aware(datetime.combine(self._mailed_on[name] + A_WEEK, time(0)))


def _is_mail(mail: Promise) -> bool:
    """Return whether somebody gets a mail by this: else it told nothing, or another one tells it."""
    if mail.kind == SILENT_AGENDA:
        return mail.done_at is not None and "is_unsent" not in mail.payload
    return bool(mail.payload["reminders"] or mail.payload.get("own"))
