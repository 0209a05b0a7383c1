"""The mails that remind: made when they leave, so who finished, handed over or left meanwhile gets none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from users.language import mail_language
from users.models import User

from ..enums import ReminderStep
from ..models import Reminder
from .addressing import Addressing, coordinators_of
from .digest_words import groups_for_coordinators, lines_for_owner
from .going_along import take_along
from .quiet import QuietDays, when_mail_may_go
from .silence import silence_of
from .steps import LEFT_IN_PEACE
from .undelivered import REMIND_COORDINATOR, REMIND_OWNER, others_tell, own_told_at, put_back


@handler(REMIND_OWNER)
def remind_owner(item: Promise, now: datetime) -> None:
    """Mail an owner what a promise tells; what is not theirs to hear any more is untold again."""
    quiet = when_mail_may_go(item, now)
    rows = _rows(item, item.payload["reminders"])
    address = rows[0].told_to if rows else ""
    theirs = _of_owner(item, rows, address, said=_addressing(item, rows, quiet=quiet, now=now))
    if not theirs:
        _nothing_told(item)
        return
    with translation.override(mail_language(address)):
        lines = lines_for_owner(theirs, sent_on=timezone.localdate(item.created_at))
        subject = ngettext(
            "How is your action point going?", "How are your %(count)s action points going?", len(lines)
        )
        _deliver(
            item,
            to=address,
            name=theirs[0].action_point.owner_name or _("owner"),
            subject=subject % {"count": len(lines)},
            template="mail/agenda/remind_owner",
            lines=lines,
        )


@handler(REMIND_COORDINATOR)
def remind_coordinator(item: Promise, now: datetime) -> None:
    """Mail a coordinator which points nobody answers for, and which are their own.

    Who no longer coordinates gets none. What nobody needs to hear, or no copy tells, is untold again.
    """
    quiet = when_mail_may_go(item, now)
    person = coordinator_of(item, now)
    if person is not None:
        take_along(item, person.email.lower(), quiet=quiet, now=now)
    own = _rows(item, item.payload.get("own", []), told_at=own_told_at(item))
    rows = _rows(item, item.payload["reminders"])
    said = _addressing(item, [*own, *rows], quiet=quiet, now=now)
    theirs = _of_owner(item, own, person.email.lower() if person else "", said=said)
    heard = [row for row in rows if person and _is_needed(row) and not said.address(row)]
    if not others_tell(item):
        put_back([row.pk for row in rows if row not in heard], told_at=item.created_at)
    if person is None or not (theirs or heard):
        _nothing_told(item)
        return
    with translation.override(mail_language(person.email)):
        count = len({row.action_point_id for row in [*theirs, *heard]})
        subject = ngettext("%(count)s action point needs you", "%(count)s action points need you", count)
        _deliver(
            item,
            to=person.email,
            name=person.name or _("coordinator"),
            subject=subject % {"count": count},
            template="mail/agenda/remind_coordinator",
            groups=groups_for_coordinators(heard, said=said),
            silence=silence_of(item.municipality, today=timezone.localdate(now)),
            lines=lines_for_owner(theirs, sent_on=timezone.localdate(item.created_at)),
        )


def _of_owner(item: Promise, rows: Sequence[Reminder], address: str, *, said: Addressing) -> list[Reminder]:
    """Return what is still for this owner to hear; the rest is untold again."""
    theirs = [
        row
        for row in rows
        if address and _is_needed(row) and said.address(row) == address and not said.waits(row.action_point)
    ]
    put_back([row.pk for row in rows if row not in theirs], told_at=own_told_at(item))
    return theirs


def _nothing_told(item: Promise) -> None:
    """Keep of a mail that had nothing to tell that nobody was mailed: it is no mail of this week."""
    item.payload = {**item.payload, "who": "", "reminders": [], "own": []}
    item.save(update_fields=["payload"])


def _rows(item: Promise, ids: Sequence[int], *, told_at: datetime | None = None) -> list[Reminder]:
    """Return those rows that this promise told; a row that was told anew belongs to another one."""
    rows = Reminder.objects.filter(pk__in=ids, told_at=told_at or item.created_at)
    point = rows.select_related("action_point__owner_organisation", "action_point__municipality")
    return list(point.select_related("municipality").order_by("pk"))


def _addressing(item: Promise, rows: Sequence[Reminder], *, quiet: QuietDays, now: datetime) -> Addressing:
    points = {row.action_point_id: row.action_point for row in rows}
    today = timezone.localdate(now)
    # Two rows of one point read it twice: what is marked on one is marked on all.
    for row in rows:
        row.action_point = points[row.action_point_id]
    return Addressing(item.municipality, list(points.values()), quiet=quiet, today=today, now=now)


def _is_needed(row: Reminder) -> bool:
    """Return whether there still is something to tell: the same deadline, or the same question."""
    point = row.action_point
    if point.status in LEFT_IN_PEACE or point.merged_into_id is not None:
        return False
    if row.step == ReminderStep.UNANSWERED:
        return point.asked_at is not None and timezone.localdate(point.asked_at) == row.about
    return point.deadline == row.about


def coordinator_of(item: Promise, now: datetime) -> User | None:
    """Return whom a promise is for, unless they coordinate no more."""
    people = coordinators_of(item.municipality, today=timezone.localdate(now))
    return next((one for one in people if one.pk == item.payload["user"]), None)


def _deliver(item: Promise, *, to: str, subject: str, template: str, **said: Any) -> None:
    municipality = item.municipality
    context = {"municipality": municipality, "host": named(municipality), **said}
    deliver(item, to=to, subject=subject, template=template, context=context)
