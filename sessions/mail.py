"""The mails of a session, made when they leave: who changed address or was removed meanwhile gets none."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from municipalities.naming import named
from outbox.mail import deliver
from outbox.models import Promise
from outbox.registry import handler
from users.language import mail_language

from .addresses import facilitator_address, full_address, reply_address
from .calendar_file import calendar_part
from .enums import SessionState
from .invitations import INVITE_FACILITATOR, INVITE_PARTICIPANT
from .mail_words import kept_for, takes
from .models import Facilitator, GroupSession, Representative
from .planning import ALIVE
from .reminding import REMIND_PARTICIPANT
from .replying import BEFORE_START
from .telling import TELL_CANCELLED, TELL_MOVED, is_superseded


@handler(INVITE_PARTICIPANT)
def invite_participant(item: Promise, now: datetime) -> None:
    """Mail a participant the personal link and the day for the calendar, unless it was withdrawn since."""
    person = _invited(item)
    if person is None or person.party.session.state not in ALIVE:
        return
    _mail(item, person, subject=_("Invitation: %(title)s"), template="invite_participant", now=now)
    Representative.objects.filter(pk=person.pk).update(invited_at=now)


@handler(REMIND_PARTICIPANT)
def remind_participant(item: Promise, now: datetime) -> None:
    """Ask once more who did not reply, unless they did or the session began since."""
    person = _invited(item)
    if person is None or person.reply or person.joined_at is not None:
        return
    if person.party.session.state not in BEFORE_START:
        return
    _mail(item, person, subject=_("Are you coming? %(title)s"), template="remind_participant", now=now)
    Representative.objects.filter(pk=person.pk).update(reminded_at=now)


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
    subject = _("Will you lead this group session? %(title)s")
    _mail(item, facilitator, subject=subject, template="invite_facilitator", now=now)
    Facilitator.objects.filter(pk=facilitator.pk).update(invited_at=now)


@handler(TELL_MOVED)
def tell_moved(item: Promise, now: datetime) -> None:
    """Mail somebody the new day, time or place, unless it changed once more or the session is over."""
    person = _receiver(item)
    if person is None or is_superseded(item) or _session_of(person).state not in BEFORE_START:
        return
    _mail(item, person, subject=_("Changed: %(title)s"), template="session_moved", now=now)


@handler(TELL_CANCELLED)
def tell_cancelled(item: Promise, now: datetime) -> None:
    """Mail somebody that the session is called off; its file takes it out of the calendar."""
    person = _receiver(item)
    if person is None or _session_of(person).state != SessionState.CANCELLED:
        return
    _mail(item, person, subject=_("Cancelled: %(title)s"), template="session_cancelled", now=now)


def _mail(
    item: Promise,
    person: Representative | Facilitator,
    *,
    subject: LazyText,
    template: str,
    now: datetime,
) -> None:
    """Mail somebody in their own language, with the session as a file for the calendar."""
    session = _session_of(person)
    with translation.override(mail_language(person.email)):
        deliver(
            item,
            to=person.email,
            subject=str(subject) % {"title": session.title},
            template=f"mail/group_sessions/{template}",
            context=_told_receiver(person),
            files=[calendar_part(session, now=now)],
        )


def _invited(item: Promise) -> Representative | None:
    """Return whose link a promise is about, as long as it is the present one."""
    return (
        Representative.objects.invitable()
        .filter(pk=item.payload["id"], link_version=item.payload["link_version"])
        .select_related("municipality", "party__session__municipality", "instead_of")
        .first()
    )


def _receiver(item: Promise) -> Representative | Facilitator | None:
    """Return who is to be told of a change, if they are still on the list."""
    if "facilitator" in item.payload:
        leaders = Facilitator.objects.appointed().exclude(email="")
        leaders = leaders.select_related("municipality", "session__municipality")
        return leaders.filter(pk=item.payload["facilitator"]).first()
    people = Representative.objects.invitable().select_related("municipality", "party__session__municipality")
    return people.filter(pk=item.payload["participant"]).first()


def _session_of(person: Representative | Facilitator) -> GroupSession:
    return person.session if isinstance(person, Facilitator) else person.party.session


def _told_receiver(person: Representative | Facilitator) -> dict[str, Any]:
    if isinstance(person, Representative):
        return told_person(person)
    return {**told(person.session), "person": person, "link": _page_of(person)}


def _page_of(facilitator: Facilitator) -> str:
    if facilitator.accepted_at is None:
        return facilitator_address(facilitator)
    kwargs = {"gemeente": facilitator.municipality.slug, "pk": facilitator.session_id}
    return full_address(reverse("live:console", kwargs=kwargs))


def told_person(person: Representative) -> dict[str, Any]:
    """Return what a mail to a participant names."""
    session, party = person.party.session, person.party
    return {**told(session), "person": person, "party": party, "link": reply_address(person)}


def told(session: GroupSession) -> dict[str, Any]:
    """Return what each mail of a session names."""
    municipality = session.municipality
    return {
        "session": session,
        "municipality": municipality,
        "host": named(municipality),
        "takes": takes(session),
        "kept_for": kept_for(municipality),
    }
