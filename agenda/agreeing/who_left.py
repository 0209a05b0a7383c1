"""Who leaves an organisation answers no agenda for it any more: the link ends, and who follows is asked."""

from datetime import date, datetime

from django.db import transaction

from audit.actors import Actor
from municipalities.locks import hold_municipality
from sessions.merging import goes_on_as, with_merged_ids
from sessions.models import Contact

from ..models import Consent
from ..owners.handing_over import next_contact, who_stays
from .consent import ask_again, end_link


def ask_who_follows(contact: Contact, *, today: date, actor: Actor, now: datetime) -> None:
    """End the links of a contact that ended, and ask somebody else there what was not answered yet.

    Without anybody else the coordinator sees that it is asked by telephone. An answer that was given stays.
    """
    with transaction.atomic():
        hold_municipality(contact.municipality)
        stays = who_stays(contact, today=today)
        if not contact.person.email or stays is None:
            return
        follower = next_contact(stays)
        name, email = (follower.person.name, follower.person.email) if follower else ("", "")
        asked = Consent.objects.filter(
            organisation__in=with_merged_ids(goes_on_as(contact.organisation)),
            asked_email__iexact=contact.person.email,
            version__adopted_at=None,
            version__withdrawn_at=None,
        )
        for row in asked.select_related("version").order_by("version__session", "pk"):
            if row.answer:
                end_link(row, actor=actor, now=now)
            else:
                link = row.link_version
                ask_again(row, name=name, email=email, link_version=link, actor=actor, now=now)
