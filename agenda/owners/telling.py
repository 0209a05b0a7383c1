"""Tell who goes on with action points that they are theirs now: one mail, with a link for each."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
from outbox.registry import handler
from sessions.models import Contact
from users.language import mail_language

from ..enums import ActionStatus
from ..models import ActionPoint, ActionPointQuerySet
from ..reminding.undelivered import who
from .asking import TELL_NAMED_OWNER, TELL_NEW_OWNER, waits_at_its_table
from .reply_link import Purpose, reply_address


def promise_to_tell(
    contact: Contact, *, after: Contact, points: Sequence[ActionPoint], now: datetime
) -> None:
    """Promise one mail to who follows somebody up, about everything that fell to them."""
    promise(
        municipality=contact.municipality,
        kind=TELL_NEW_OWNER,
        key=f"{TELL_NEW_OWNER} {contact.pk} after {after.pk} on {now.isoformat()}",
        payload={
            "contact": contact.pk,
            "actions": [point.pk for point in points],
            "who": who(contact.municipality, contact.person.email),
        },
        now=now,
    )


def tell_named_owner(*points: ActionPoint, now: datetime) -> None:
    """Promise one mail to who was named as the owner of what was said yes to, or is reached elsewhere now.

    At the table people hear it, and a rehearsal mails nobody. All points are of one address.
    """
    told = [point for point in points if point.owner_email and not _is_quiet(point)]
    if not told:
        return
    first = told[0]
    promise(
        municipality=first.municipality,
        kind=TELL_NAMED_OWNER,
        key=f"{TELL_NAMED_OWNER} {first.pk} link {first.reply_link_version}",
        payload={
            "actions": [[point.pk, point.reply_link_version] for point in told],
            "who": who(first.municipality, first.owner_email),
        },
        now=now,
    )


def _is_quiet(point: ActionPoint) -> bool:
    return waits_at_its_table(point) or (point.session is not None and point.session.is_rehearsal)


@handler(TELL_NEW_OWNER)
def tell_new_owner(item: Promise, now: datetime) -> None:
    """Mail what fell to somebody, as far as it is still theirs."""
    contacts = Contact.objects.select_related("person", "organisation").exclude(person__email="")
    contact = contacts.filter(pk=item.payload["contact"]).first()
    if contact is None:
        return
    points = ActionPoint.objects.filter(
        pk__in=item.payload["actions"], owner_email__iexact=contact.person.email
    )
    organisation = contact.organisation.name
    _mail(item, points, to=contact.person.email, name=contact.person.name, organisation=organisation)


@handler(TELL_NAMED_OWNER)
def tell_who_was_named(item: Promise, now: datetime) -> None:
    """Mail who was named what they own, unless there is another owner or address since."""
    links = dict(map(tuple, item.payload["actions"]))
    rows = ActionPoint.objects.filter(pk__in=links).exclude(owner_email="")
    points = [row for row in rows if row.reply_link_version == links[row.pk]]
    if points:
        theirs = ActionPoint.objects.filter(pk__in=[point.pk for point in points])
        _mail(item, theirs, to=points[0].owner_email, name=points[0].owner_name)


def _mail(item: Promise, points: ActionPointQuerySet, *, to: str, name: str, organisation: str = "") -> None:
    """Mail the points that go on, and those that wait for a yes; what the table still talks about waits."""
    asked = Q(status=ActionStatus.PROPOSED, asked_at__isnull=False)
    yes = ~Q(status__in=[ActionStatus.PROPOSED, ActionStatus.HANDED_BACK])
    theirs = list(points.open().counting().filter(asked | yes).select_related("municipality").order_by("pk"))
    if not theirs:
        return
    sent_on = timezone.localdate(item.created_at)
    with translation.override(mail_language(to)):
        deliver(
            item,
            to=to,
            subject=ngettext(
                "You are the owner of an action point now",
                "You are the owner of action points now",
                len(theirs),
            ),
            template="mail/agenda/handed_over",
            context={
                "municipality": item.municipality,
                "host": named(item.municipality),
                "name": name or _("owner"),
                "organisation": organisation,
                "lines": [(point, _link(point, sent_on), _is_asked(point)) for point in theirs],
            },
        )


def _is_asked(point: ActionPoint) -> bool:
    return point.status == ActionStatus.PROPOSED


def _link(point: ActionPoint, sent_on: date) -> str:
    purpose = Purpose.ANSWER if _is_asked(point) else Purpose.PROGRESS
    return reply_address(point, sent_on=sent_on, purpose=purpose)
