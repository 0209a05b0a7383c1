"""Tell who follows somebody up which action points are theirs now, with a link for each."""

from datetime import datetime

from django.utils import timezone, translation
from django.utils.translation import ngettext

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from sessions.models import Contact
from users.language import mail_language

from ..enums import ActionStatus
from ..models import ActionPoint
from .handing_over import TELL_NEW_OWNER
from .reply_link import Purpose, reply_address


@handler(TELL_NEW_OWNER)
def tell_new_owner(item: Promise, now: datetime) -> None:
    """Mail what fell to somebody, as far as it is still theirs; what waits for a yes is asked by itself."""
    contacts = Contact.objects.select_related("person", "organisation").exclude(person__email="")
    contact = contacts.filter(pk=item.payload["contact"]).first()
    if contact is None:
        return
    points = ActionPoint.objects.filter(
        pk__in=item.payload["actions"], owner_email__iexact=contact.person.email
    )
    going_on = points.open().exclude(status__in=[ActionStatus.PROPOSED, ActionStatus.HANDED_BACK])
    if theirs := list(going_on.select_related("municipality")):
        _mail(item, contact, theirs)


def _mail(item: Promise, contact: Contact, points: list[ActionPoint]) -> None:
    municipality, sent_on = points[0].municipality, timezone.localdate(item.created_at)
    progress = Purpose.PROGRESS
    with translation.override(mail_language(contact.person.email)):
        deliver(
            item,
            to=contact.person.email,
            subject=ngettext(
                "You are the owner of an action point now",
                "You are the owner of action points now",
                len(points),
            ),
            template="mail/agenda/handed_over",
            context={
                "municipality": municipality,
                "host": named(municipality),
                "name": contact.person.name,
                "organisation": contact.organisation.name,
                "lines": [
                    (point, reply_address(point, sent_on=sent_on, purpose=progress)) for point in points
                ],
            },
        )
