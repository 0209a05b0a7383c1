"""What who was invited for a role does: open the invitation, sign in with its address, accept once."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actors import Actor
from audit.record import record
from users.erasing import hold_account
from users.models import User

from ..locks import hold_municipality
from ..models import Invitation, Membership
from .inviting import InvitationOver, require_open
from .links import invitation_by_token


class ForAnotherAddress(Exception):
    """Who wants to accept has not shown to be the reader of the address that was invited."""


def open_invitation(*, token: str, now: datetime) -> User | None:
    """Note that a person went on from the page of an invitation, and return the account of its address.

    The account is made here when there is none: a code can then be sent to the address, and only who reads
    it gets in. Without a membership it opens nothing. Returns None for a wrong link; raises `InvitationOver`.
    """
    with transaction.atomic():
        invitation = _held_by_token(token)
        if invitation is None:
            return None
        require_open(invitation, now=now)
        user = _account_for(invitation)
        if not user.is_active:
            raise InvitationOver("closed")
        if invitation.opened_at is None:
            invitation.opened_at = now
            invitation.save(update_fields=["opened_at"])
            reader = Actor(role="visitor", reference=f"invitation {invitation.pk}")
            record(
                municipality=invitation.municipality,
                actor=reader,
                action="open invitation",
                target=invitation,
                now=now,
            )
    return user


def accept_invitation(*, token: str, user: User, now: datetime) -> Membership | None:
    """Give the person who signed in with the invited address the role; twice at once is once.

    Returns None for a wrong link; raises `InvitationOver` or `ForAnotherAddress`.
    """
    with transaction.atomic():
        invitation = _held_by_token(token)
        if invitation is None:
            return None
        require_open(invitation, now=now)
        # As it is now, and held: the browser knew this person before they were erased.
        user = hold_account(user)
        if user.erased_at is not None:
            raise InvitationOver("closed")
        if not is_for(invitation, user):
            raise ForAnotherAddress
        if not user.is_active:
            raise InvitationOver("closed")
        invitation.opened_at = invitation.opened_at or now
        invitation.accepted_at = now
        invitation.save(update_fields=["opened_at", "accepted_at"])
        membership = _membership_for(invitation, user, today=timezone.localdate(now))
        if not user.name and invitation.name:
            user.name = invitation.name
            user.save(update_fields=["name"])
        record(
            municipality=invitation.municipality,
            actor=Actor(role=invitation.role, user=user),
            action="accept invitation",
            target=invitation,
            now=now,
        )
    return membership


def log_refusal(invitation: Invitation, *, why: str, now: datetime) -> None:
    """Log that somebody pressed on an invitation in vain; a code says why, and nothing says who.

    Whoever got the link forwarded may be of another municipality: their name is none of this one's business.
    """
    record(
        municipality=invitation.municipality,
        actor=Actor(role="visitor", reference=f"invitation {invitation.pk}"),
        action="refuse invitation",
        target=invitation,
        now=now,
        reason=why,
    )


def _account_for(invitation: Invitation) -> User:
    """Return the account of the address, made when there is none; at once in two municipalities is one."""
    at_address = User.objects.filter(email__iexact=invitation.email)
    if found := at_address.first():
        return found
    try:
        with transaction.atomic():
            return User.objects.create_user(email=invitation.email, name=invitation.name)
    except IntegrityError:
        return at_address.get()


def is_for(invitation: Invitation, user: User) -> bool:
    """Return whether this person signed in with the address that was invited."""
    return user.email.lower() == invitation.email.lower()


def _membership_for(invitation: Invitation, user: User, *, today: date) -> Membership:
    """Return the membership that holds this role now, made unless another way led to it meanwhile."""
    held = Membership.objects.filter(municipality=invitation.municipality, role=invitation.role, user=user)
    return held.current(today=today).first() or Membership.objects.create(
        municipality=invitation.municipality,
        user=user,
        role=invitation.role,
        from_date=today,
        until_date=invitation.until_date,
    )


def _held_by_token(token: str) -> Invitation | None:
    """Hold the invitation of a token; asked again once it is held, because a newer one may have left."""
    found = invitation_by_token(token)
    if found is None:
        return None
    hold_municipality(found.municipality)
    return invitation_by_token(token)
