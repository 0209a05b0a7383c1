"""The mails of a session, made when they leave: who changed address or was removed meanwhile gets none."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from users.language import mail_language

from .addresses import facilitator_address, join_address
from .invitations import INVITE_FACILITATOR, INVITE_PARTICIPANT
from .models import Facilitator, GroupSession, Representative
from .planning import ALIVE


@handler(INVITE_PARTICIPANT)
def invite_participant(item: Promise, now: datetime) -> None:
    """Mail a participant the personal link, unless it was withdrawn since."""
    person = (
        Representative.objects.invitable()
        .filter(pk=item.payload["id"], link_version=item.payload["link_version"])
        .select_related("municipality", "party__session__municipality")
        .first()
    )
    if person is None or person.party.session.state not in ALIVE:
        return
    session = person.party.session
    with translation.override(mail_language(person.email)):
        deliver(
            item,
            to=person.email,
            subject=_("Invitation: %(title)s") % {"title": session.title},
            template="mail/group_sessions/invite_participant",
            context={**told(session), "person": person, "party": person.party, "link": join_address(person)},
        )
    Representative.objects.filter(pk=person.pk).update(invited_at=now)


@handler(INVITE_FACILITATOR)
def invite_facilitator(item: Promise, now: datetime) -> None:
    """Mail a facilitator the link to accept, unless it was withdrawn since."""
    facilitator = (
        Facilitator.objects.appointed()
        .filter(pk=item.payload["id"], link_version=item.payload["link_version"], accepted_at=None)
        .select_related("municipality", "session__municipality")
        .first()
    )
    if facilitator is None or facilitator.session.state not in ALIVE:
        return
    session = facilitator.session
    with translation.override(mail_language(facilitator.email)):
        deliver(
            item,
            to=facilitator.email,
            subject=_("Will you lead this group session? %(title)s") % {"title": session.title},
            template="mail/group_sessions/invite_facilitator",
            context={**told(session), "person": facilitator, "link": facilitator_address(facilitator)},
        )
    Facilitator.objects.filter(pk=facilitator.pk).update(invited_at=now)


def told(session: GroupSession) -> dict[str, Any]:
    municipality = session.municipality
    return {"session": session, "municipality": municipality, "host": named(municipality)}
