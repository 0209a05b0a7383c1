"""Seats: people take one with a link, a seat card or the join code, and lose it when they are removed."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from audit.actors import Actor
from audit.record import record
from common.tenancy import across_municipalities
from users.present_sign_in import renew_session_key

from .enums import JoinedBy, SessionState
from .links import row_of
from .locks import hold_session
from .models import NAME_LENGTH, GroupSession, Party, Representative
from .revision import advance

COOKIE_KEY = "seats"
# No 0, O, 1, I or L: the code is read from a big screen and typed on a phone. 31⁸ ≈ 2³⁹·⁶.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
SEATS_PER_PARTY = 20


class NotJoinable(Exception):
    """The session is not open (yet, or any more)."""


class LinkWithdrawn(Exception):
    """The person was removed, or got another link, while they were joining with this one."""


class PartyFull(Exception):
    """So many people sit for this party that it can only be a mistake, or mischief with the join code."""


class NameMissing(Exception):
    """Somebody wants to join without saying who they are."""


def session_by_code(typed: str) -> GroupSession | None:
    """Return the session that this code opens, in any municipality; forgiving about case and spaces."""
    code = "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)
    if len(code) != CODE_LENGTH or len(typed) > 40:
        return None
    with across_municipalities("join code"):
        return GroupSession.objects.joinable().select_related("municipality").filter(join_code=code).first()


def seat_by_link(token: str) -> Representative | Party | None:
    """Return whose personal link or which party's seat card this is; None when withdrawn or removed."""
    row = row_of(token, Representative, Party)
    if isinstance(row, Representative):
        return row if row.removed_at is None else None
    return row if isinstance(row, Party) else None


def is_joinable(session: GroupSession) -> bool:
    """Return whether people may take a seat: the session is on, or answered ahead."""
    ahead = session.answer_ahead and session.state == SessionState.PLANNED
    return ahead or session.state in {SessionState.OPEN, SessionState.RUNNING}


def take_seat(
    *,
    party: Party,
    name: str,
    joined_by: JoinedBy,
    now: datetime,
    representative: Representative | None = None,
) -> Representative:
    """Seat a person for a party; a personal link seats the person it was sent to, under the name they give.

    Raises `NotJoinable`, `LinkWithdrawn`, `PartyFull` or `NameMissing`. Sitting down again changes the name
    and nothing else.
    """
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        raise NameMissing
    with transaction.atomic():
        session = hold_session(party.session_id)
        if not is_joinable(session):
            raise NotJoinable(session.state)
        if representative is not None:
            _require_link_holds(representative)
        seat = representative or Representative(municipality=party.municipality, party=party)
        is_new = seat.joined_at is None
        if is_new and Representative.objects.present().filter(party=party).count() >= SEATS_PER_PARTY:
            raise PartyFull
        is_renamed = not is_new and seat.name != name
        seat.name = name
        if is_new:
            seat.joined_at, seat.joined_by = now, joined_by
        if is_new or is_renamed:
            seat.save(update_fields=None if seat.pk is None else ["name", "joined_at", "joined_by"])
        if party.absent_since is not None:
            party.absent_since = None
            party.save(update_fields=["absent_since"])
        if is_new:
            record(
                municipality=party.municipality,
                actor=actor_of(seat),
                action="take seat",
                target=party,
                now=now,
            )
            advance(session)
        elif is_renamed:
            record(
                municipality=party.municipality,
                actor=actor_of(seat),
                action="change person",
                target=seat,
                now=now,
            )
    return seat


def _require_link_holds(person: Representative) -> None:
    """Raise `LinkWithdrawn` unless the link, looked up before the session was held, is still theirs."""
    version = person.link_version
    try:
        person.refresh_from_db(fields=["link_version", "removed_at", "joined_at", "joined_by"])
    except Representative.DoesNotExist as error:
        raise LinkWithdrawn from error
    if person.removed_at is not None or person.link_version != version:
        raise LinkWithdrawn


def remove_from_table(*, representative: Representative, actor: Actor, now: datetime) -> None:
    """Take away somebody's seat; their party's answers stay, and their link stops working."""
    with transaction.atomic():
        session = hold_session(representative.party.session_id)
        representative.removed_at = now
        representative.link_version += 1
        representative.save(update_fields=["removed_at", "link_version"])
        record(
            municipality=representative.municipality,
            actor=actor,
            action="remove from table",
            target=representative,
            now=now,
        )
        advance(session)


def actor_of(representative: Representative) -> Actor:
    """Return a participant as the one who acts, for the log: a reference, no name."""
    return Actor(role="participant", reference=f"representative {representative.pk}")


def remember_seat(request: HttpRequest, representative: Representative) -> None:
    """Let this browser sit on a seat; one browser may hold several."""
    seats = dict(request.session.get(COOKIE_KEY, {}))
    seats[str(representative.party.session_id)] = representative.pk
    renew_session_key(request)
    request.session[COOKIE_KEY] = seats


def seat_of(request: HttpRequest, session_id: int) -> Representative | None:
    """Return the seat this browser holds in a session, unless the person was removed since."""
    pk = request.session.get(COOKIE_KEY, {}).get(str(session_id))
    if pk is None:
        return None
    return (
        Representative.objects.present()
        .filter(pk=pk, party__session_id=session_id)
        .select_related(
            "party", "party__session", "party__session__municipality", "party__session__catalogue"
        )
        .first()
    )
