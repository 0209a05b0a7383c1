"""Who leads a session: appointed by the coordinator, bound to an account when the person accepts."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from users.models import User

from .links import row_of
from .locks import hold_session
from .models import Facilitator, GroupSession
from .planning import ALIVE, locked_session, one_line, require_fields
from .revision import advance


class AppointmentUsed(Exception):
    """The link was used before: its person signs in with a code from now on."""


class SignInFirst(Exception):
    """The person has an account, which opens more than this session: a link alone does not sign in to it."""


class AppointmentOver(Exception):
    """The appointment was ended, or its session is over, or the account was closed."""


def appoint_facilitator(
    session: GroupSession, *, name: str, email: str, actor: Actor, now: datetime
) -> Facilitator:
    """Appoint somebody to lead a session, from the municipality or from outside.

    An account is bound only when that person accepts, so that a typing error gives nobody rights; a
    coordinator who appoints themselves is here already. Raises `ValidationError` and, once the session is
    over, `StepRefused`.
    """
    facilitator = Facilitator(
        municipality=session.municipality, session=session, name=one_line(name), email=email.strip().lower()
    )
    with transaction.atomic():
        locked = locked_session(session)
        require_fields(facilitator, "name", "email")
        if Facilitator.objects.appointed().filter(session=locked, email__iexact=facilitator.email).exists():
            raise ValidationError({"email": _("This person has already been appointed.")})
        if actor.user is not None and actor.user.email.lower() == facilitator.email:
            facilitator.user, facilitator.accepted_at = actor.user, now
        facilitator.save()
        _log(facilitator, "appoint facilitator", actor=actor, now=now)
        advance(session)
    return facilitator


def end_appointment(facilitator: Facilitator, *, actor: Actor, now: datetime) -> bool:
    """End an appointment, also for a console that is open now; return whether there was one to end."""
    with transaction.atomic():
        hold_session(facilitator.session_id)
        ended = Facilitator.objects.appointed().filter(pk=facilitator.pk).update(ended_at=now)
        if ended:
            facilitator.refresh_from_db()
            _log(facilitator, "end appointment", actor=actor, now=now)
            advance(facilitator.session)
    return bool(ended)


def facilitator_by_link(token: str) -> Facilitator | None:
    """Return whose appointment this link is for; None when it is wrong or a newer one was sent."""
    row = row_of(token, Facilitator)
    return row if isinstance(row, Facilitator) else None


def account_of(facilitator: Facilitator) -> User | None:
    """Return the account at the address that an invitation was sent to."""
    return User.objects.filter(email__iexact=facilitator.email).first()


def require_acceptable(facilitator: Facilitator) -> None:
    """Raise `AppointmentOver` or `AppointmentUsed` unless the link still does something."""
    if facilitator.ended_at is not None or facilitator.session.state not in ALIVE:
        raise AppointmentOver
    if facilitator.accepted_at is not None:
        raise AppointmentUsed


def accept_appointment(*, token: str, now: datetime, signed_in: User | None = None) -> Facilitator | None:
    """Bind the person the link was sent to; the account is made when there is none. A link works once.

    Returns None for a wrong link; raises `AppointmentUsed`, `AppointmentOver` or `SignInFirst`.
    """
    found = facilitator_by_link(token)
    if found is None:
        return None
    with transaction.atomic():
        hold_session(found.session_id)
        # Asked again: a newer invitation may have left while this one waited.
        facilitator = facilitator_by_link(token)
        if facilitator is None:
            return None
        require_acceptable(facilitator)
        user = account_of(facilitator)
        if user is None:
            user = User.objects.create_user(email=facilitator.email, name=facilitator.name)
        elif not user.is_active:
            raise AppointmentOver
        elif user != signed_in:
            raise SignInFirst
        facilitator.user, facilitator.accepted_at = user, now
        facilitator.save(update_fields=["user", "accepted_at"])
        _log(facilitator, "accept appointment", actor=Actor(role="facilitator", user=user), now=now)
        advance(facilitator.session)
    return facilitator


def _log(facilitator: Facilitator, action: str, *, actor: Actor, now: datetime) -> None:
    record(municipality=facilitator.municipality, actor=actor, action=action, target=facilitator, now=now)
