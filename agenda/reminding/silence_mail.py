"""The mail of its own about a silent agenda, for a coordinator who gets no other one this week."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import MAX_ATTEMPTS, Promise
from outbox.promises import NotNow
from outbox.registry import handler
from sessions.addresses import full_address
from users.language import mail_language

from ..owners.who import who
from .digest import coordinator_of
from .lately import Lately
from .quiet import when_mail_may_go
from .silence import SILENT_AGENDA, Silence, silence_of
from .undelivered import REMIND_COORDINATOR

SOON = timedelta(minutes=10)


@handler(SILENT_AGENDA)
def tell_of_silence(item: Promise, now: datetime) -> None:
    """Mail a coordinator that nothing moves, unless something did since, or another mail told it.

    Raises `NotNow` while such a mail is on its way, and in the week of one that left before.
    """
    when_mail_may_go(item, now)
    person, since = coordinator_of(item, now), date.fromisoformat(item.payload["since"])
    silence = silence_of(item.municipality, today=timezone.localdate(now))
    if person is None or silence is None or silence.since != since or _is_told(item, silence, now=now):
        item.payload = {**item.payload, "is_unsent": True}
        item.save(update_fields=["payload"])
        return
    lately = Lately(item.municipality, today=timezone.localdate(now), now=now)
    name = who(item.municipality, person.email)
    if lately.mailed(name):
        raise NotNow(lately.free_from(name, now=now))
    with translation.override(mail_language(person.email)):
        deliver(
            item,
            to=person.email,
            subject=_("Nothing has moved on your improvement agenda"),
            template="mail/agenda/silent_agenda",
            context={
                "municipality": item.municipality,
                "host": named(item.municipality),
                "name": person.name or _("coordinator"),
                "since": since,
                "open": silence.open,
                "link": full_address(reverse("agenda:list", args=[item.municipality.slug])),
            },
        )


def _is_told(item: Promise, silence: Silence, *, now: datetime) -> bool:
    """Return whether the mail of the week told this person; raises `NotNow` while that is on its way."""
    mails = Promise.objects.filter(
        municipality=item.municipality, kind=REMIND_COORDINATOR, payload__user=item.payload["user"]
    )
    for mail in mails.filter(bounced_at=None, attempts__lt=MAX_ATTEMPTS):
        if not (mail.payload["reminders"] or mail.payload["own"]):
            continue
        if mail.done_at is None:
            raise NotNow(max(mail.due_at, now) + SOON)
        if timezone.localdate(mail.done_at) >= silence.told_from:
            return True
    return False
