"""Mails about action points that came back, and that no reminder repeats: coordinators hear of each once.

They went to a contact person who was involved, or to who follows somebody up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from municipalities.models import Municipality
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise_together
from outbox.registry import handler
from sessions.addresses import full_address
from sessions.models import Contact
from users.language import mail_language

from ..models import ActionPoint
from ..owners.asking import TELL_NEW_OWNER
from .addressing import coordinators_of
from .involving import TELL_CONTACT
from .quiet import when_mail_may_go

TELL_LOST = "tell lost mail"
NOT_REPEATED = (TELL_CONTACT, TELL_NEW_OWNER)
"""Mails that no reminder repeats."""


def tell_of_lost_mails(
    municipality: Municipality, lost: Iterable[Promise], *, today: date, now: datetime
) -> None:
    """Promise each coordinator one mail about all of these that no reminder repeats, and about each once."""
    mails = [[mail.pk] for mail in lost if mail.kind in NOT_REPEATED]
    if not mails:
        return
    for person in coordinators_of(municipality, today=today):
        promise_together(
            municipality=municipality,
            kind=TELL_LOST,
            to={"user": person.pk},
            items=mails,
            now=now,
            due_at=now,
        )


@dataclass(frozen=True)
class Lost:
    """Whom a mail did not reach, and what it was about and still is open."""

    contact: Contact
    points: list[ActionPoint]


@handler(TELL_LOST)
def tell_lost(item: Promise, now: datetime) -> None:
    """Mail a coordinator whom mails did not reach and what they were about, as far as that is still open."""
    when_mail_may_go(item, now)
    municipality = item.municipality
    people = coordinators_of(municipality, today=timezone.localdate(now))
    person = next((one for one in people if one.pk == item.payload["user"]), None)
    lost = _lost([pk for (pk,) in item.payload["items"]])
    if person is None or not lost:
        return
    with translation.override(mail_language(person.email)):
        subject = _("An e-mail to %(name)s did not arrive") % {"name": lost[0].contact.person.name}
        if (number := len(lost)) > 1:
            said = ngettext("%(number)s e-mail did not arrive", "%(number)s e-mails did not arrive", number)
            subject = said % {"number": number}
        deliver(
            item,
            to=person.email,
            subject=subject,
            template="mail/agenda/lost",
            context={
                "municipality": municipality,
                "host": named(municipality),
                "name": person.name or _("coordinator"),
                "groups": [
                    {
                        "contact": one.contact.person.name,
                        "organisation": one.contact.organisation.name,
                        "lines": [(point.what, _page_of(point, municipality)) for point in one.points],
                    }
                    for one in lost
                ],
            },
        )


def _lost(keys: list[int]) -> list[Lost]:
    contacts = Contact.objects.select_related("person", "organisation")
    found = []
    for mail in Promise.objects.filter(pk__in=keys).order_by("pk"):
        contact = contacts.filter(pk=mail.payload["contact"]).first()
        if contact is not None and (points := _open_points(mail, contact)):
            found.append(Lost(contact, points))
    return found


def _open_points(mail: Promise, contact: Contact) -> list[ActionPoint]:
    """Return what a mail was about and is still open; and still theirs, where it fell to them."""
    if mail.kind == TELL_CONTACT:
        keys = [pk for pk, _revision in mail.payload["items"]]
        return list(ActionPoint.objects.filter(pk__in=keys).open().order_by("pk"))
    points = ActionPoint.objects.filter(pk__in=mail.payload["actions"]).open()
    return list(
        points.filter(owner_email__iexact=contact.person.email).exclude(owner_email="").order_by("pk")
    )


def _page_of(point: ActionPoint, municipality: Municipality) -> str:
    return full_address(reverse("agenda:detail", kwargs={"gemeente": municipality.slug, "pk": point.pk}))
