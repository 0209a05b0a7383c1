"""Bring an action point to the contact person of the organisation, when its owner stays silent."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import Actor
from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.promises import promise_together
from outbox.registry import handler
from sessions.merging import goes_on_as, with_merged_ids
from sessions.models import Contact
from users.language import mail_language

from ..enums import ActionChange
from ..models import ActionPoint
from ..owners.asking import collected_by
from ..points.changing import (
    alone,
    is_soon,
    require_current,
    write,
)
from ..points.history import Line
from ..points.refusals import ActionRefused, StatusNotReachable
from .steps import LEFT_IN_PEACE

TELL_CONTACT = "tell contact person"


class NotTheirContact(ActionRefused):
    """Only who works for the organisation of the owner is told, at an address that is known."""

    words = gettext_lazy("Choose somebody of this organisation.")


def contacts_for(action: ActionPoint, *, today: date) -> QuerySet[Contact]:
    """Return whom to involve: who works there today and has an address, besides the owner."""
    if action.owner_organisation is None:
        return Contact.objects.none()
    ids = with_merged_ids(goes_on_as(action.owner_organisation))
    there = Contact.objects.filter(organisation__in=ids).current(today=today).exclude(person__email="")
    if action.owner_email:
        there = there.exclude(person__email__iexact=action.owner_email)
    return there.select_related("person", "organisation").order_by("person__name", "pk")


def involve_contact(
    action: ActionPoint,
    *,
    contact: Contact,
    actor: Actor,
    author: str,
    expected_revision: int,
    now: datetime,
) -> None:
    """Promise a mail to somebody of the owner's organisation, with a line in the history; twice is once.

    Of several points brought to the same person one after another one mail is made.

    Raises `NotTheirContact`, and `StatusNotReachable` for what has ended or waits for a decision.
    """
    with alone(action) as row:
        last = row.events.filter(change=ActionChange.ESCALATED).last()
        if last is not None and is_soon(last.at, now):
            return
        require_current(row, expected_revision)
        if row.status in LEFT_IN_PEACE:
            raise StatusNotReachable
        if contact not in contacts_for(row, today=timezone.localdate(now)):
            raise NotTheirContact
        line = Line(ActionChange.ESCALATED)
        write(row, line, verb="involve contact", actor=actor, author=author, now=now)
        to = {"contact": contact.pk}
        promise_together(
            municipality=row.municipality,
            kind=TELL_CONTACT,
            to=to,
            items=[[row.pk, row.revision]],
            now=now,
            due_at=collected_by(row.municipality, kind=TELL_CONTACT, to=to, now=now),
        )
    action.refresh_from_db()


@handler(TELL_CONTACT)
def tell_contact(item: Promise, now: datetime) -> None:
    """Mail the contact person what was agreed, as far as it has not ended, unless they left since."""
    keys = [pk for pk, _revision in item.payload["items"]]
    points = ActionPoint.objects.filter(pk__in=keys).exclude(status__in=LEFT_IN_PEACE).order_by("pk")
    told, contact, today = [], None, timezone.localdate(now)
    for point in points.select_related("owner_organisation", "municipality"):
        there = contacts_for(point, today=today).filter(pk=item.payload["contact"]).first()
        if there is not None:
            contact = there
            told.append(point)
    if contact is None:
        return
    with translation.override(mail_language(contact.person.email)):
        deliver(
            item,
            to=contact.person.email,
            subject=_("Can you find out how this is going?"),
            template="mail/agenda/contact_person",
            context={
                "municipality": item.municipality,
                "host": named(item.municipality),
                "name": contact.person.name,
                "organisation": contact.organisation.name,
                "lines": [(point, point.owner_name or _("not known by name")) for point in told],
            },
        )
