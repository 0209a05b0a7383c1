"""What somebody who was invited lets know: coming, not coming, or a colleague. It can change until the start.

A link of an invitation can put a few colleagues on the list of its own party and nowhere else. Whether an
address is known already is not told: who is on the list is asked once, however often somebody names them.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.record import record
from common.own_words import refuse_resident_data

from .enums import Reply, SessionState
from .invitations import promise_invitation, promises_of
from .links import row_of
from .models import Party, Representative
from .planning import locked_session, one_line, require_fields
from .revision import advance
from .seats import LinkWithdrawn

BEFORE_START = frozenset({SessionState.PLANNED, SessionState.OPEN})
MOST_ON_A_LIST = 10
"""People listed for one party by name; more is a mistake, or a link that went astray."""


def person_by_link(token: str) -> Representative | None:
    """Return whose invitation this is; None when it is wrong, was withdrawn or replaced by a newer one."""
    row = row_of(token, Representative)
    return row if isinstance(row, Representative) and row.removed_at is None else None


def may_reply(person: Representative) -> bool:
    """Return whether a reply can still be given or changed."""
    return person.party.session.state in BEFORE_START


def reply_coming(person: Representative, *, actor: Actor, now: datetime) -> None:
    """Note that somebody comes. Raises `LinkWithdrawn`, and `StepRefused` once the session began."""
    with transaction.atomic():
        row = _held(person)
        if row.reply != Reply.COMING:
            _write(row, Reply.COMING, reason="", action="reply coming", actor=actor, now=now)


def decline(
    person: Representative,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    substitute_name: str = "",
    substitute_email: str = "",
) -> Representative | None:
    """Note that somebody does not come; return the substitute, who is on the list and invited at once.

    Who declined keeps a place in the history, and the link gives no seat while that stands. Raises
    `ValidationError`, `LinkWithdrawn`, and `StepRefused` once the session began.
    """
    reason = reason.strip()
    refuse_resident_data(reason)
    with transaction.atomic():
        row = _held(person)
        is_new = (row.reply, row.decline_reason) != (Reply.DECLINED, reason)
        row.decline_reason = reason
        require_fields(row, "decline_reason")
        substitute = None
        if substitute_name.strip() or substitute_email.strip():
            colleague = _colleague(row, name=substitute_name, email=substitute_email, instead_of=row)
            substitute = _list(colleague, by=row, actor=actor, now=now)
        if is_new:
            _write(row, Reply.DECLINED, reason=reason, action="decline invitation", actor=actor, now=now)
    return substitute


def hand_on(
    person: Representative, *, name: str, email: str, in_my_place: bool, actor: Actor, now: datetime
) -> Representative:
    """Put a colleague on the list of the same party, invited at once: in my place, or beside me.

    Raises `ValidationError`, `LinkWithdrawn`, and `StepRefused` once the session began.
    """
    with transaction.atomic():
        row = _held(person)
        colleague = _colleague(row, name=name, email=email, instead_of=row if in_my_place else None)
        listed = _list(colleague, by=row, actor=actor, now=now)
        if in_my_place and row.reply != Reply.DECLINED:
            _write(row, Reply.DECLINED, reason="", action="decline invitation", actor=actor, now=now)
    return listed


def _held(person: Representative) -> Representative:
    """Hold the session and return this person as they are now; raises once the link was withdrawn."""
    locked_session(person.party.session, states=BEFORE_START)
    row = Representative.objects.select_related("municipality", "party__session").filter(pk=person.pk).first()
    if row is None or row.removed_at is not None or row.link_version != person.link_version:
        raise LinkWithdrawn
    return row


def _write(
    row: Representative, reply: Reply, *, reason: str, action: str, actor: Actor, now: datetime
) -> None:
    row.reply, row.replied_at, row.decline_reason = reply, now, reason
    row.save(update_fields=["reply", "replied_at", "decline_reason"])
    record(municipality=row.municipality, actor=actor, action=action, target=row, now=now)
    advance(row.party.session)


def _colleague(
    by: Representative, *, name: str, email: str, instead_of: Representative | None
) -> Representative:
    """Return somebody to list for the same party; raises `ValidationError` without a name and an address."""
    colleague = Representative(
        municipality=by.municipality,
        party=by.party,
        name=one_line(name),
        email=email.strip().lower(),
        instead_of=instead_of,
    )
    require_fields(colleague, "name", "email")
    if not colleague.name:
        raise ValidationError({"name": _("What is the name of this colleague?")})
    if not colleague.email:
        raise ValidationError({"email": _("At which e-mail address can we invite this colleague?")})
    return colleague


def _list(colleague: Representative, *, by: Representative, actor: Actor, now: datetime) -> Representative:
    """Put a colleague on the list of the party of who names them, and promise the invitation."""
    known = _listed(colleague, by=by)
    if known is None:
        _require_room(by.party)
        colleague.save()
        advance(by.party.session)
    elif colleague.instead_of and known.instead_of_id is None and by.instead_of_id != known.pk:
        known.instead_of = colleague.instead_of
        known.save(update_fields=["instead_of"])
    found = known or colleague
    if found.joined_at is None and not promises_of([found]):
        promise_invitation(found, now=now)
        action = "hand on invitation"
        record(municipality=by.municipality, actor=actor, action=action, target=found, now=now)
    return found


def _listed(colleague: Representative, *, by: Representative) -> Representative | None:
    """Return who is meant when the party has somebody at this address already.

    People who share the mailbox of who names them are told apart by name; who declined is not asked again.
    """
    listed = Representative.objects.filter(
        party=colleague.party, email__iexact=colleague.email, removed_at=None
    ).exclude(pk=by.pk)
    if colleague.email == by.email.lower():
        if colleague.name.casefold() == by.name.casefold():
            raise ValidationError({"name": _("This is your own name. Fill in the name of a colleague.")})
        listed = listed.filter(name__iexact=colleague.name)
    return listed.select_related("municipality", "party__session").first()


def _require_room(party: Party) -> None:
    if Representative.objects.invitable().filter(party=party).count() >= MOST_ON_A_LIST:
        raise ValidationError(
            _("There are many people on the list of your organisation already. Ask the coordinator.")
        )


def substitutes_of(person: Representative) -> list[Representative]:
    """Return who comes instead of somebody, as far as they are still on the list."""
    return list(person.substitutes.filter(removed_at=None))
