"""Withdraw what gives access to a session, and give something new for it: name cards, screen link, join code.

Whoever sits at the table stays seated: a seat is taken away by `remove_from_table`. Each verb takes what its
page showed as `seen` and raises `StaleStep` when that was withdrawn already, so that a double click or two
people do not withdraw what was handed out a moment ago. Each raises `StepRefused` once the session is over.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from audit.actors import Actor
from audit.record import record
from outbox.promises import promise

from .enums import SessionState
from .models import GroupSession, Party
from .planning import ALIVE, CODE_ATTEMPTS, locked_session, new_join_code
from .revision import advance
from .stepping import StaleStep

FORGET_PRINT_KIT = "forget print kit"
# After the end the big screen still shows the last picture.
ON_SCREEN = ALIVE | {SessionState.CLOSED}


def cards_seen(parties: Iterator[Party] | list[Party]) -> str:
    """Return the versions of all name cards together: any renewal of one of them changes it."""
    return str(sum(party.seat_card_version for party in parties))


def renew_seat_card(party: Party, *, seen: str, actor: Actor, now: datetime) -> None:
    """Withdraw the name card of one party; the QR on paper stops working."""
    with transaction.atomic():
        locked_session(party.session)
        row = Party.objects.select_for_update(of=("self",), no_key=True).get(pk=party.pk)
        _require_seen(seen, str(row.seat_card_version))
        row.seat_card_version += 1
        row.save(update_fields=["seat_card_version"])
        record(municipality=row.municipality, actor=actor, action="renew name card", target=row, now=now)
        _forget_print_kit(party.session, now=now)


def renew_seat_cards(session: GroupSession, *, seen: str, actor: Actor, now: datetime) -> int:
    """Withdraw the name cards of all parties; return how many."""
    with transaction.atomic():
        locked = locked_session(session)
        parties = list(Party.objects.select_for_update(of=("self",), no_key=True).filter(session=locked))
        _require_seen(seen, cards_seen(parties))
        for party in parties:
            party.seat_card_version += 1
        Party.objects.bulk_update(parties, ["seat_card_version"])
        record(
            municipality=locked.municipality, actor=actor, action="renew name cards", target=locked, now=now
        )
        _forget_print_kit(locked, now=now)
    return len(parties)


def renew_screen_link(session: GroupSession, *, seen: str, actor: Actor, now: datetime) -> None:
    """Withdraw the link of the big screen; one that is open goes dark within seconds."""
    with transaction.atomic():
        locked = locked_session(session, states=ON_SCREEN)
        _require_seen(seen, str(locked.screen_link_version))
        locked.screen_link_version += 1
        locked.save(update_fields=["screen_link_version"])
        record(
            municipality=locked.municipality, actor=actor, action="renew screen link", target=locked, now=now
        )
        advance(locked)


def renew_join_code(
    session: GroupSession,
    *,
    seen: str,
    actor: Actor,
    now: datetime,
    new_code: Callable[[], str] = new_join_code,
) -> str:
    """Give the session another join code and return it; the earlier one opens nothing any more."""
    with transaction.atomic():
        locked = locked_session(session)
        _require_seen(seen, locked.join_code)
        _write_code(locked, new_code)
        record(
            municipality=locked.municipality, actor=actor, action="renew join code", target=locked, now=now
        )
        _forget_print_kit(locked, now=now)
        advance(locked)
    return locked.join_code


def _forget_print_kit(session: GroupSession, *, now: datetime) -> None:
    """Promise that the PDF with what was withdrawn goes; until then nobody is given it."""
    promise(
        municipality=session.municipality,
        kind=FORGET_PRINT_KIT,
        key=f"{FORGET_PRINT_KIT} {session.pk} {now.isoformat()}",
        payload={"session": session.pk},
        now=now,
    )


def _require_seen(seen: str, present: str) -> None:
    if seen != present:
        raise StaleStep("withdrawn already")


def _write_code(session: GroupSession, new_code: Callable[[], str]) -> None:
    for _attempt in range(CODE_ATTEMPTS):
        session.join_code = new_code()
        try:
            with transaction.atomic():
                session.save(update_fields=["join_code"])
            return
        except IntegrityError:
            continue
    raise IntegrityError("no free join code")
