"""The mails that tell somebody which action points are theirs, and ask for their yes: a link for each."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import NotNow, promise
from outbox.registry import handler
from sessions.models import Contact
from users.language import mail_language

from ..enums import ActionStatus
from ..models import ActionPoint, ActionPointQuerySet
from .asking import A_DAY, ASKED, TELL_NEW_OWNER, TELL_OWNER, TOLD
from .reply_link import Purpose, reply_address
from .who import who


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


@handler(TELL_OWNER)
def tell_who_owns(item: Promise, now: datetime) -> None:
    """Mail somebody what is theirs, unless there is another owner, address or answer since.

    While the municipality is suspended nobody is mailed: raises `NotNow`, until that is lifted.
    """
    if item.municipality.is_suspended:
        raise NotNow(now + A_DAY)
    asked, told = (_still_theirs(item, purpose) for purpose in (ASKED, TOLD))
    if told:
        points = ActionPoint.objects.filter(pk__in=[point.pk for point in (*asked, *told)])
        _mail(item, points, to=told[0].owner_email, name=told[0].owner_name)
    elif asked:
        _ask(item, asked)
    else:
        # What did not leave proves nothing about the address.
        item.payload = {**item.payload, "is_unsent": True}
        item.save(update_fields=["payload"])


def _still_theirs(item: Promise, purpose: str) -> list[ActionPoint]:
    """Return the points that a mail was to ask or tell of and that still are of who it is for."""
    links = {pk: version for wanted, pk, version in item.payload["items"] if wanted == purpose}
    rows = ActionPoint.objects.filter(pk__in=links).exclude(owner_email="").exclude(owner_organisation=None)
    if purpose == ASKED:
        rows = rows.filter(status=ActionStatus.PROPOSED)
    return [
        row
        for row in rows.select_related("municipality", "session").order_by("pk")
        if row.reply_link_version == links[row.pk]
        and who(row.municipality, row.owner_email) == item.payload["who"]
    ]


def _ask(item: Promise, points: Sequence[ActionPoint]) -> None:
    """Mail an owner what waits for their answer; of one table they read which one it was."""
    first, municipality = points[0], item.municipality
    session = first.session if {point.session_id for point in points} == {first.session_id} else None
    sent_on = timezone.localdate(item.created_at)
    with translation.override(mail_language(first.owner_email)):
        deliver(
            item,
            to=first.owner_email,
            subject=ngettext(
                "Will you take on this action point? %(title)s",
                "Will you take on these action points? %(title)s",
                len(points),
            )
            % {"title": session.title if session else municipality.name},
            template="mail/agenda/ask_owner",
            context={
                "session": session,
                "municipality": municipality,
                "host": named(municipality),
                "name": first.owner_name or _("owner"),
                "lines": [(point, reply_address(point, sent_on=sent_on)) for point in points],
            },
        )


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
