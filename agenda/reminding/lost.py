"""Mails about action points that came back, and that no reminder repeats: the coordinators hear of each once.

They went to a contact person who was involved, or to who follows somebody up.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise
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
    """Promise each coordinator a mail about each of these mails that no reminder repeats."""
    mails = [mail for mail in lost if mail.kind in NOT_REPEATED]
    if not mails:
        return
    people = coordinators_of(municipality, today=today)
    for mail in mails:
        for person in people:
            promise(
                municipality=municipality,
                kind=TELL_LOST,
                key=f"{TELL_LOST} {mail.pk} to {person.pk}",
                payload={"mail": mail.pk, "user": person.pk},
                now=now,
            )


@handler(TELL_LOST)
def tell_lost(item: Promise, now: datetime) -> None:
    """Mail a coordinator whom a mail did not reach and what it was about, as far as that is still open."""
    when_mail_may_go(item, now)
    municipality = item.municipality
    people = coordinators_of(municipality, today=timezone.localdate(now))
    person = next((one for one in people if one.pk == item.payload["user"]), None)
    mail = Promise.objects.filter(pk=item.payload["mail"]).first()
    contacts = Contact.objects.select_related("person", "organisation")
    contact = contacts.filter(pk=mail.payload["contact"]).first() if mail is not None else None
    if person is None or mail is None or contact is None:
        return
    points = _open_points(mail, contact)
    if not points:
        return
    with translation.override(mail_language(person.email)):
        deliver(
            item,
            to=person.email,
            subject=_("An e-mail to %(name)s did not arrive") % {"name": contact.person.name},
            template="mail/agenda/lost",
            context={
                "municipality": municipality,
                "host": named(municipality),
                "name": person.name or _("coordinator"),
                "contact": contact.person.name,
                "organisation": contact.organisation.name,
                "lines": [(point.what, _page_of(point, municipality)) for point in points],
            },
        )


def _open_points(mail: Promise, contact: Contact) -> list[ActionPoint]:
    """Return what a mail was about and is still open; and still theirs, where it fell to them."""
    if mail.kind == TELL_CONTACT:
        return list(ActionPoint.objects.filter(pk=mail.payload["action"]).open())
    points = ActionPoint.objects.filter(pk__in=mail.payload["actions"]).open()
    return list(
        points.filter(owner_email__iexact=contact.person.email).exclude(owner_email="").order_by("pk")
    )


def _page_of(point: ActionPoint, municipality: Municipality) -> str:
    return full_address(reverse("agenda:detail", kwargs={"gemeente": municipality.slug, "pk": point.pk}))
