"""Who comes in with the account of a municipality: who works there, or is invited to."""

import hashlib
from datetime import date, datetime
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.actors import Actor
from audit.record import record
from outbox.promises import promise
from users.models import User

from ..invitations.links import invitation_token
from ..models import IdentityProvider, Invitation, Membership, Municipality
from .protocol import SignInFailed

OWN_SIGN_IN_BOUND = "own sign-in bound"
"""The kind of its promise in the outbox."""
FOR_THE_LOG = frozenset(
    {
        *("unknown", "closed", "other domain", "other tenant", "other subject", "no address", "not verified"),
        *("token", "token too old", "wrong secret", "other issuer", "no provider"),
    }
)
"""Refusals that the municipality sees in its log; who merely stops, or makes up a code, does not fill it."""
SAYS_SECOND_FACTOR = frozenset(
    {"mfa", "http://schemas.microsoft.com/claims/multipleauthn", "https://refeds.org/profile/mfa"}
)
"""Words of a provider for a sign-in in two ways: RFC 8176, Microsoft, and the one of universities."""


def log_refusal(provider: IdentityProvider, why: str, *, now: datetime) -> None:
    """Log that somebody came from the provider and was not let in; a code says why, nothing says who."""
    record(
        municipality=provider.municipality,
        actor=Actor(role="visitor"),
        action="refuse own sign-in",
        target=provider,
        reason=why,
        now=now,
    )


@transaction.atomic
def let_in(provider: IdentityProvider, *, claims: dict[str, Any], proven: User | None, now: datetime) -> User:
    """Return the person that a checked token is about, bound to its subject from the first time on.

    `proven` is who signed in on this browser without a provider: only they can take a new subject for their
    address. Raises `SignInFailed` for who may not come in; nothing is kept then.
    """
    email = address_in(claims, provider)
    today = timezone.localdate(now)
    bound = _bindings(provider).filter(uid=subject_of(claims)).select_related("user").first()
    user = bound.user if bound else _person_at(email, provider, now=now)
    if user is None or not _belongs(user, provider, now=now, today=today):
        raise SignInFailed("unknown")
    if not user.is_active or user.erased_at is not None:
        raise SignInFailed("closed")
    if bound is None:
        _bind(user, provider, uid=subject_of(claims), proven=proven, now=now)
    _log(provider, user, "sign in with own account", now=now)
    return user


def address_in(claims: dict[str, Any], provider: IdentityProvider) -> str:
    """Return the e-mail address in a token, if this provider may vouch for it; raise `SignInFailed`.

    Entra says nothing about whether an address is verified. There the tenant stands for it: only its own
    administrators give out addresses in it. So without `email_verified` the tenant must be known and right.
    """
    if not is_of_tenant(claims, provider):
        raise SignInFailed("other tenant")
    email = claims.get("email")
    is_verified = claims.get("email_verified")
    if not email and provider.tenant_id:
        email, is_verified = claims.get("preferred_username"), None
    if not isinstance(email, str) or not _is_address(email):
        raise SignInFailed("no address")
    if not is_vouched_for(is_verified, provider):
        raise SignInFailed("not verified")
    if not is_of_domain(email, provider):
        raise SignInFailed("other domain")
    return email.lower()


def is_of_tenant(claims: dict[str, Any], provider: IdentityProvider) -> bool:
    """Return whether a token comes from the tenant of this municipality; where there are none, from any."""
    return not provider.tenant_id or claims.get("tid") == provider.tenant_id


def is_vouched_for(is_verified: object, provider: IdentityProvider) -> bool:
    """Return whether the provider says that the address is that person's, or the tenant stands for it."""
    return is_verified is True or is_verified == "true" or (is_verified is None and bool(provider.tenant_id))


def is_of_domain(email: str, provider: IdentityProvider) -> bool:
    """Return whether an address is in a domain of the municipality itself; one below it is another domain."""
    return email.rpartition("@")[2].lower() in provider.domains


def first_page_of(municipality: Municipality, user: User, *, now: datetime) -> str:
    """Return where somebody begins: at the invitation of who works nowhere here yet, or at the front door."""
    held = Membership.objects.filter(municipality=municipality, user=user)
    works_here = held.current(today=timezone.localdate(now)).exists()
    waiting = Invitation.objects.waiting(now=now).filter(municipality=municipality, email__iexact=user.email)
    invitation = None if works_here else waiting.first()
    if invitation is None:
        return reverse("municipalities:start", kwargs={"gemeente": municipality.slug})
    token = invitation_token(invitation)
    return reverse("municipalities:invitation", kwargs={"gemeente": municipality.slug, "token": token})


def subject_of(claims: dict[str, Any]) -> str:
    """Return what stands for one account at one provider for ever, also when its address changes hands.

    A hash, because issuer and subject together can be longer than allauth's table takes.
    """
    return hashlib.sha256(f"{claims['iss']}\n{claims['sub']}".encode()).hexdigest()


def says_second_factor(claims: dict[str, Any]) -> bool:
    """Return whether the provider says that this one sign-in took two ways."""
    said = claims.get("amr")
    methods = said if isinstance(said, list) else [said]
    return any(isinstance(one, str) and one in SAYS_SECOND_FACTOR for one in [*methods, claims.get("acr")])


def unbind_everybody(municipality: Municipality) -> None:
    """Forget every bond with accounts at the provider of a municipality: it is another one, or gone."""
    SocialAccount.objects.filter(provider=municipality.slug).delete()


def _bindings(provider: IdentityProvider) -> Any:
    return SocialAccount.objects.filter(provider=provider.municipality.slug)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _person_at(email: str, provider: IdentityProvider, *, now: datetime) -> User | None:
    """Return the person with this address; one who is invited for the first time has no account yet."""
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    invitation = _invitations(provider, email, now=now).first()
    return User.objects.create_user(email=email, name=invitation.name) if invitation else None


def _belongs(user: User, provider: IdentityProvider, *, now: datetime, today: date) -> bool:
    held = Membership.objects.filter(municipality=provider.municipality, user=user)
    return held.current(today=today).exists() or _invitations(provider, user.email, now=now).exists()


def _invitations(provider: IdentityProvider, email: str, *, now: datetime) -> Any:
    return Invitation.objects.waiting(now=now).filter(municipality=provider.municipality, email__iexact=email)


def _bind(user: User, provider: IdentityProvider, *, uid: str, proven: User | None, now: datetime) -> None:
    """Bind a person to the subject of this sign-in; who is bound to another one must prove to be the same."""
    # Held, so that two subjects for one address can't come at once.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    earlier = _bindings(provider).filter(user=user)
    if earlier.exists() and not may_take_another_subject(user, proven):
        raise SignInFailed("other subject")
    earlier.delete()
    account = SocialAccount.objects.create(user=user, provider=provider.municipality.slug, uid=uid)
    _log(provider, user, "bind own sign-in", now=now)
    promise(
        municipality=provider.municipality,
        kind=OWN_SIGN_IN_BOUND,
        key=f"{OWN_SIGN_IN_BOUND} {account.pk}",
        payload={"user": user.pk},
        now=now,
    )


def may_take_another_subject(user: User, proven: User | None) -> bool:
    """Return whether somebody whose address is bound already showed to be the same person in another way."""
    return proven is not None and proven.pk == user.pk


def _log(provider: IdentityProvider, user: User, action: str, *, now: datetime) -> None:
    actor = Actor(role="visitor", user=user)
    record(municipality=provider.municipality, actor=actor, action=action, target=provider, now=now)
