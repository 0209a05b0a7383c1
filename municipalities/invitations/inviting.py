"""Invitations to take a role, bound to one address and expiring: sent, sent again, and withdrawn."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from outbox.promises import promise
from users.models import User

from ..enums import Role
from ..locks import hold_municipality
from ..models import Invitation, Membership, Municipality

VALID_FOR = timedelta(days=14)
INVITE_MEMBER = "invite member"
"""The kind of its promise in the outbox."""


class InvitationOver(Exception):
    """The invitation does nothing any more; holds why: accepted, revoked, expired or closed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class StaleInvitation(Exception):
    """The page showed an earlier state of this invitation: a double click, or a colleague was first."""


def invite_member(
    *,
    municipality: Municipality,
    email: str,
    name: str,
    role: Role,
    until_date: date | None,
    invited_by: User | None,
    actor: Actor,
    now: datetime,
) -> Invitation:
    """Invite an address to take a role, and promise the mail.

    Raises `ValidationError` for what can't be, for who has the role, and for who was invited to it already.
    """
    invitation = Invitation(
        municipality=municipality,
        email=email.strip().lower(),
        name=" ".join(name.split()),
        role=role,
        until_date=until_date,
        invited_by=invited_by,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    invitation.full_clean(exclude=["municipality", "invited_by"])
    today = timezone.localdate(now)
    if until_date is not None and until_date < today:
        raise ValidationError({"until_date": _("Choose a date from today on, or leave it empty.")})
    with transaction.atomic():
        hold_municipality(municipality)
        _refuse_double(invitation, now=now, today=today)
        invitation.save()
        _promise_mail(invitation, now=now)
        _log(invitation, "invite member", actor=actor, now=now)
    return invitation


def _refuse_double(invitation: Invitation, *, now: datetime, today: date) -> None:
    """Raise `ValidationError` when this address holds the role, or can still accept it."""
    lasting = Membership.objects.filter(municipality=invitation.municipality, role=invitation.role)
    if lasting.lasting(today=today).filter(user__email__iexact=invitation.email).exists():
        raise ValidationError({"email": _("This person has this role already.")})
    waiting = Invitation.objects.filter(municipality=invitation.municipality, role=invitation.role)
    if waiting.waiting(now=now).filter(email__iexact=invitation.email).exists():
        raise ValidationError(
            {
                "email": _(
                    "This address was invited for this role already. You can send that invitation again."
                )
            }
        )


def renew_invitation(invitation: Invitation, *, seen: int, actor: Actor, now: datetime) -> Invitation:
    """Send a new link, valid for two weeks again; the earlier one stops working.

    `seen` is the version of the link that the page showed. Raises `StaleInvitation` for a double click and
    `InvitationOver` for what was accepted or revoked.
    """
    with transaction.atomic():
        row = _held(invitation)
        _refuse_settled(row)
        if row.link_version != seen:
            raise StaleInvitation
        row.link_version += 1
        row.expires_at, row.opened_at = now + VALID_FOR, None
        row.save(update_fields=["link_version", "expires_at", "opened_at"])
        _promise_mail(row, now=now)
        _log(row, "renew invitation", actor=actor, now=now)
    return row


def revoke_invitation(invitation: Invitation, *, actor: Actor, now: datetime) -> bool:
    """Withdraw an invitation from the next request on; return whether there was one to withdraw."""
    with transaction.atomic():
        row = _held(invitation)
        if row.accepted_at is not None:
            raise InvitationOver("accepted")
        if row.revoked_at is not None:
            return False
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
        _log(row, "revoke invitation", actor=actor, now=now)
    return True


def require_open(invitation: Invitation, *, now: datetime) -> None:
    """Raise `InvitationOver` unless this invitation can still be accepted."""
    _refuse_settled(invitation)
    is_past = invitation.until_date is not None and invitation.until_date < timezone.localdate(now)
    if invitation.expires_at <= now or is_past:
        raise InvitationOver("expired")


def _refuse_settled(invitation: Invitation) -> None:
    if invitation.accepted_at is not None:
        raise InvitationOver("accepted")
    if invitation.revoked_at is not None:
        raise InvitationOver("revoked")


def _held(invitation: Invitation) -> Invitation:
    """Return an invitation as it is now, its municipality held until the transaction ends."""
    hold_municipality(invitation.municipality)
    return Invitation.objects.select_related("municipality").get(pk=invitation.pk)


def _promise_mail(invitation: Invitation, *, now: datetime) -> None:
    promise(
        municipality=invitation.municipality,
        kind=INVITE_MEMBER,
        key=promise_key(invitation),
        payload={"id": invitation.pk, "link_version": invitation.link_version},
        now=now,
    )


def promise_key(invitation: Invitation) -> str:
    """Return the key of the promised mail: a new link is a new promise, the same link never is."""
    return f"{INVITE_MEMBER} {invitation.pk} link {invitation.link_version}"


def _log(invitation: Invitation, action: str, *, actor: Actor, now: datetime) -> None:
    record(municipality=invitation.municipality, actor=actor, action=action, target=invitation, now=now)
