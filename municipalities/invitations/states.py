"""How far an invitation is, in words: from its own dates and from what became of its mail."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from outbox.models import Promise

from ..models import Invitation
from .inviting import promise_key


class State(enum.Enum):
    """What an invitation can be; the value is the kind of its badge."""

    ACCEPTED = "ok"
    REVOKED = "neutral"
    BOUNCED = "error"
    EXPIRED = "warn"
    OPENED = "info"
    SENT = "info "
    DELAYED = "warn "
    SENDING = "brand"

    @property
    def kind(self) -> str:
        return self.value.strip()

    @property
    def label(self) -> "str | LazyText":
        return LABELS[self]


LABELS: dict[State, "str | LazyText"] = {
    State.ACCEPTED: _("has been accepted"),
    State.REVOKED: _("withdrawn"),
    State.BOUNCED: _("did not arrive"),
    State.EXPIRED: _("expired"),
    State.OPENED: _("opened"),
    State.SENT: _("sent"),
    State.DELAYED: _("could not be sent yet"),
    State.SENDING: _("is being sent"),
}


@dataclass(frozen=True)
class Progress:
    """The state of one invitation, and since when."""

    state: State
    at: datetime | None


def progress_of(invitations: Collection[Invitation], *, now: datetime) -> dict[int, Progress]:
    """Return how far each invitation is, by its id; one query for all their mails."""
    if not invitations:
        return {}
    keys = {promise_key(invitation): invitation.pk for invitation in invitations}
    municipality = next(iter(invitations)).municipality_id
    rows = Promise.objects.filter(municipality=municipality, key__in=keys)
    promised = {keys[row.key]: row for row in rows}
    return {one.pk: _progress(one, promised.get(one.pk), now=now) for one in invitations}


def _progress(invitation: Invitation, mail: Promise | None, *, now: datetime) -> Progress:
    """Return the state that tells most: what somebody did goes before what became of the mail."""
    if invitation.accepted_at:
        return Progress(State.ACCEPTED, invitation.accepted_at)
    if invitation.revoked_at:
        return Progress(State.REVOKED, invitation.revoked_at)
    if mail is not None and mail.bounced_at and not invitation.opened_at:
        return Progress(State.BOUNCED, mail.bounced_at)
    if invitation.expires_at <= now:
        return Progress(State.EXPIRED, invitation.expires_at)
    if invitation.opened_at:
        return Progress(State.OPENED, invitation.opened_at)
    if mail is not None and mail.done_at:
        return Progress(State.SENT, mail.done_at)
    if mail is not None and mail.is_in_trouble:
        return Progress(State.DELAYED, None)
    return Progress(State.SENDING, None)
