"""Send invitations: each is promised once per person and link; sending again is asked for on purpose."""

import enum
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from audit.record import record
from outbox.models import Promise
from outbox.promises import promise

from .models import Facilitator, GroupSession, Representative
from .planning import locked_session
from .stepping import StaleStep, StepRefused
from .telling import TELL_CANCELLED, TELL_MOVED

INVITE_PARTICIPANT = "invite participant"
INVITE_FACILITATOR = "invite facilitator"
REMIND_PARTICIPANT = "remind participant"
LATER_MAILS = (REMIND_PARTICIPANT, TELL_MOVED, TELL_CANCELLED)
Invited = Representative | Facilitator


class Delivery(enum.Enum):
    """How far the invitation of one person is."""

    NO_ADDRESS = "no address"
    NOT_SENT = "not sent"
    ON_ITS_WAY = "on its way"
    FAILED = "failed"
    BOUNCED = "bounced"
    SENT = "sent"
    JOINED = "joined"

    @property
    def label(self) -> "str | LazyText":
        return DELIVERY_LABELS[self]


DELIVERY_LABELS = {
    Delivery.NO_ADDRESS: _("no e-mail address"),
    Delivery.NOT_SENT: _("not sent"),
    Delivery.ON_ITS_WAY: _("is being sent"),
    Delivery.FAILED: _("could not be delivered"),
    Delivery.BOUNCED: _("did not arrive"),
    Delivery.SENT: _("sent"),
    Delivery.JOINED: _("takes part"),
}


def key_of(invited: Invited) -> str:
    """Return the key of an invitation: a new link is a new promise, the same link never is."""
    kind = INVITE_PARTICIPANT if isinstance(invited, Representative) else INVITE_FACILITATOR
    return f"{kind} {invited.pk} link {invited.link_version}"


def people_to_invite(session: GroupSession) -> list[Invited]:
    """Return everybody an invitation can go to: who is not at the table yet and who can still accept."""
    people = Representative.objects.invitable().filter(party__session=session, joined_at=None)
    leaders = Facilitator.objects.appointed().filter(session=session, accepted_at=None)
    return [*people.select_related("party"), *leaders]


def send_invitations(session: GroupSession, *, actor: Actor, now: datetime) -> int:
    """Promise one mail to everybody who was not sent one; return how many. Pressing twice sends it once."""
    with transaction.atomic():
        locked = locked_session(session)
        _refuse_in_rehearsal(locked)
        people = people_to_invite(locked)
        promised = promises_of(people)
        waiting = [person for person in people if key_of(person) not in promised]
        for person in waiting:
            promise_invitation(person, now=now)
        if waiting:
            record(
                municipality=locked.municipality,
                actor=actor,
                action="send invitations",
                target=locked,
                now=now,
            )
    return len(waiting)


def send_again(invited: Invited, *, session: GroupSession, seen: int, actor: Actor, now: datetime) -> None:
    """Send somebody a new link; the earlier one stops working.

    `seen` is the version of the link the page showed: raises `StaleStep` for a double click, and
    `StepRefused` when this person takes part already, was removed, or the session is over.
    """
    with transaction.atomic():
        locked = locked_session(session)
        _refuse_in_rehearsal(locked)
        invited = type(invited).objects.select_for_update(of=("self",), no_key=True).get(pk=invited.pk)
        if not _can_be_invited(invited):
            raise StepRefused("not invitable")
        if invited.link_version != seen:
            raise StaleStep(f"link {seen}, now {invited.link_version}")
        invited.link_version += 1
        invited.invited_at = None
        invited.save(update_fields=["link_version", "invited_at"])
        promise_invitation(invited, now=now)
        record(municipality=locked.municipality, actor=actor, action="invite again", target=invited, now=now)


def _refuse_in_rehearsal(session: GroupSession) -> None:
    if session.is_rehearsal:
        raise ValidationError(_("This is a rehearsal: no e-mail leaves it, so nobody is invited."))


def _can_be_invited(invited: Invited) -> bool:
    if isinstance(invited, Facilitator):
        return invited.ended_at is None and invited.accepted_at is None
    return invited.removed_at is None and invited.joined_at is None and bool(invited.email)


def promise_invitation(invited: Invited, *, now: datetime) -> None:
    """Promise the invitation of one person; the same link is promised once."""
    promise(
        municipality=invited.municipality,
        kind=INVITE_PARTICIPANT if isinstance(invited, Representative) else INVITE_FACILITATOR,
        key=key_of(invited),
        payload={"id": invited.pk, "link_version": invited.link_version},
        now=now,
    )


def promises_of(people: Collection[Invited]) -> dict[str, Promise]:
    """Return the promised invitations of these people by key, in one query.

    Where a later mail to somebody came back, that one stands in its place, until one after it arrived: it is
    the last that is known of their address. Of a municipality there are few of those.
    """
    if not people:
        return {}
    by_key = {key_of(person): person for person in people}
    in_town = Promise.objects.filter(municipality=next(iter(people)).municipality_id)
    came_back = Q(kind__in=LATER_MAILS, bounced_at__isnull=False)
    rows = list(in_town.filter(Q(key__in=by_key) | came_back).order_by("pk"))
    found = {row.key: row for row in rows if row.key in by_key}
    _put_later_mails(found, rows, by_key)
    lost = {key: row.bounced_at for key, row in found.items() if row.bounced_at is not None}
    if lost:
        arrived = in_town.filter(kind__in=LATER_MAILS, bounced_at=None, done_at__gt=min(lost.values()))
        later = list(arrived.order_by("pk"))
        for key, at in lost.items():
            # What left before it was known may be on its way back too.
            since = [row for row in later if row.done_at is not None and row.done_at > at]
            _put_later_mails(found, since, {key: by_key[key]})
    return found


def _put_later_mails(
    found: dict[str, Promise], rows: Iterable[Promise], by_key: Mapping[str, Invited]
) -> None:
    """Let each later mail, oldest first, take the place of what is known of its person."""
    for row in rows:
        for key, person in by_key.items() if row.kind in LATER_MAILS else ():
            if _is_later_mail(row, person, invitation=found.get(key)):
                found[key] = row


def _is_later_mail(row: Promise, person: Invited, *, invitation: Promise | None) -> bool:
    """Return whether a mail went to this person after the present invitation, so to the same address."""
    if isinstance(person, Facilitator):
        is_theirs = row.payload.get("facilitator") == person.pk
        # Who took over was never invited, and gets such mails at the address of an account.
        is_later = invitation.pk < row.pk if invitation else person.accepted_at is not None
        return is_theirs and is_later
    said = row.payload
    is_theirs = said.get("participant") == person.pk or (
        row.kind == REMIND_PARTICIPANT
        and (said.get("id"), said.get("link_version")) == (person.pk, person.link_version)
    )
    return is_theirs and invitation is not None and invitation.pk < row.pk


def unreached(people: Collection[Invited]) -> set[int]:
    """Return the keys of those whose last mail did not arrive."""
    promised = promises_of(people)
    return {one.pk for one in people if delivery_of(one, promised=promised) is Delivery.BOUNCED}


def missed_mail(invited: Invited, *, promised: dict[str, Promise]) -> str:
    """Return the kind of a later mail that came back, given the promises of all; empty where none did."""
    row = promised.get(key_of(invited))
    is_lost = row is not None and row.kind in LATER_MAILS and row.bounced_at is not None
    return row.kind if row is not None and is_lost else ""


def delivery_of(invited: Invited, *, promised: dict[str, Promise]) -> Delivery:
    """Return how far the invitation of one person is, given the promises of all."""
    taken = invited.accepted_at if isinstance(invited, Facilitator) else invited.joined_at
    if taken is not None:
        return Delivery.JOINED
    if not invited.email:
        return Delivery.NO_ADDRESS
    row = promised.get(key_of(invited))
    if row is None:
        return Delivery.NOT_SENT
    if row.bounced_at is not None:
        return Delivery.BOUNCED
    if row.done_at is not None:
        return Delivery.SENT
    return Delivery.FAILED if row.is_in_trouble else Delivery.ON_ITS_WAY
