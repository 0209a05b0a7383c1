"""Seats: people take one with a link, a seat card or the join code, and lose it when they are removed."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from audit.actors import Actor
from audit.record import record
from common.tenancy import across_municipalities
from users.present_sign_in import renew_session_key

from .enums import JoinedBy, Reply, SessionState
from .links import row_of
from .locks import hold_session
from .models import NAME_LENGTH, GroupSession, Party, Representative
from .models.table import RepresentativeQuerySet
from .revision import advance

COOKIE_KEY = "seats"
# No 0, O, 1, I or L: the code is read from a big screen and typed on a phone. 31⁸ ≈ 2³⁹·⁶.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
SEATS_PER_PARTY = 20


class NotJoinable(Exception):
    """The session is not open (yet, or any more)."""


class LinkWithdrawn(Exception):
    """The person was removed, declined, or got another link, while they were joining with this one."""


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
    instead_of: Representative | None = None,
) -> Representative:
    """Seat a person for a party; a personal link seats the person it was sent to, under the name they give.

    `instead_of` is the person whose personal link a substitute came with: the substitute gets a seat of
    their own. Raises `NotJoinable`, `LinkWithdrawn`, `PartyFull` or `NameMissing`. Sitting down again changes
    the name and nothing else.
    """
    name = " ".join(name.split())[:NAME_LENGTH]
    if not name:
        raise NameMissing
    with transaction.atomic():
        session = hold_session(party.session_id)
        if not is_joinable(session):
            raise NotJoinable(session.state)
        if link := representative or instead_of:
            _require_link_holds(link)
        seat = representative or Representative(
            municipality=party.municipality, party=party, instead_of=instead_of
        )
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
        if is_new or is_renamed:
            taken = "take seat" if instead_of is None else "take seat instead"
            record(
                municipality=party.municipality,
                actor=actor_of(seat),
                action=taken if is_new else "change person",
                target=party if is_new else seat,
                now=now,
            )
        if is_new:
            advance(session)
    return seat


def _require_link_holds(person: Representative) -> None:
    """Raise `LinkWithdrawn` unless the link, looked up before the session was held, is still theirs."""
    version = person.link_version
    try:
        person.refresh_from_db(fields=["link_version", "removed_at", "joined_at", "joined_by", "reply"])
    except Representative.DoesNotExist as error:
        raise LinkWithdrawn from error
    has_left = person.removed_at is not None or person.reply == Reply.DECLINED
    if has_left or person.link_version != version:
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


# One browser, several seats: a person can sit for two parties, and then answers for each apart. Its pages
# show the seat in front. What is sent names its own seat, so that a page of one never answers for the other.


def remember_seat(request: HttpRequest, representative: Representative, *, also: bool = False) -> None:
    """Let this browser sit on a seat; with `also` beside the seats it holds in this session, not instead."""
    session_id = representative.party.session_id
    renew_session_key(request)
    _hold(request, session_id, representative.pk, beside=_held(request, session_id) if also else [])


def put_in_front(request: HttpRequest, representative: Representative) -> None:
    """Let the pages of this browser show another of the seats that it holds."""
    session_id = representative.party.session_id
    _hold(request, session_id, representative.pk, beside=_held(request, session_id))


def seat_of(request: HttpRequest, session_id: int, *, named: str | None = None) -> Representative | None:
    """Return the seat this browser holds in a session, unless the person was removed since.

    `named` is the seat a request says it is of; without it, the one in front. A seat that is not held (any
    more) is none: never another one in its place.
    """
    held = _held(request, session_id)
    wanted = held[:1] if named is None else [pk for pk in held if str(pk) == named]
    return _present(wanted, session_id).first() if wanted else None


def seats_of(request: HttpRequest, session_id: int) -> list[Representative]:
    """Return the seats this browser holds in a session, in the order of the table."""
    held = _held(request, session_id)
    return list(_present(held, session_id).order_by("party__position", "pk")) if held else []


def held_seats(request: HttpRequest) -> dict[str, list[int]]:
    """Return the seats this browser was given, by session; who was removed since is still among them."""
    return {session: _held(request, int(session)) for session in request.session.get(COOKIE_KEY, {})}


def _present(seats: list[int], session_id: int) -> RepresentativeQuerySet:
    return (
        Representative.objects.present()
        .filter(pk__in=seats, party__session_id=session_id)
        .select_related("party__session__catalogue")
    )


def _held(request: HttpRequest, session_id: int) -> list[int]:
    kept = request.session.get(COOKIE_KEY, {}).get(str(session_id), [])
    return [kept] if isinstance(kept, int) else list(kept)


def _hold(request: HttpRequest, session_id: int, seat: int, *, beside: list[int]) -> None:
    seats = [seat, *(pk for pk in beside if pk != seat)]
    request.session[COOKIE_KEY] = {**request.session.get(COOKIE_KEY, {}), str(session_id): seats}
