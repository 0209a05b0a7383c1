"""Two acts at the same moment wait for each other, and never for ever: the order of locks is one order."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections

from audit.actors import Actor
from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.enums import JoinedBy
from sessions.facilitators import accept_appointment, appoint_facilitator, end_appointment
from sessions.invitations import send_again
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Organisation, Party, Representative
from sessions.parties import add_party, mark_absent
from sessions.planning import locked_session
from sessions.seats import LinkWithdrawn, remove_from_table, take_seat
from tests.builders import (
    NOW,
    answer,
    answering,
    build_municipality,
    build_session,
    open_doors,
    seat,
    statements_of,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

COORDINATOR = Actor(role="coordinator")
SAID = {"actor": COORDINATOR, "now": NOW}


@pytest.fixture
def house(db: None) -> Municipality:
    return build_municipality()


@pytest.fixture
def room(house: Municipality) -> GroupSession:
    with tenant(house):
        return build_session(house)


def somebody_waits() -> bool:
    """Tell whether another connection waits for what this one holds, whatever the rest of the server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def meanwhile(
    house: Municipality,
    second: Callable[[], object],
    *,
    first: Callable[[], object],
    then: Callable[[], object] = lambda: None,
) -> None:
    """Let `second` run into what `first` holds; only then go on, to the COMMIT."""
    raised: list[Exception] = []

    def run() -> None:
        try:
            with tenant(house):
                second()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=run)
    with tenant(house):
        first()
        other.start()
        give_up_at = time.monotonic() + 20
        while other.is_alive() and not somebody_waits() and time.monotonic() < give_up_at:
            time.sleep(0.02)
        then()
    other.join()
    assert raised == []


def test_two_tables_add_the_same_new_organisation(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        other = build_session(house)
        kind = PartyKind.objects.get(slug="werkgever")
    first, second = (
        lambda one=one: add_party(one, name="Bouwbedrijf De Dam", kind=kind, **SAID) for one in (room, other)
    )
    meanwhile(house, second, first=first)
    with tenant(house):
        assert Organisation.objects.filter(name="Bouwbedrijf De Dam").count() == 1
        assert Party.objects.filter(name="Bouwbedrijf De Dam").count() == 2


def test_an_answer_and_an_empty_chair(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        statement = statements_of(answering(room))[0]
        party = room.parties.select_related("session", "municipality").first()
    meanwhile(house, lambda: mark_absent(party, **SAID), first=lambda: answer(party, statement))


def test_an_answer_and_a_colleague_who_comes_after_all(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        statement = statements_of(answering(room))[0]
        party = room.parties.select_related("session", "municipality").first()
        mark_absent(party, **SAID)
    meanwhile(house, lambda: seat(party), first=lambda: answer(party, statement))


@pytest.mark.parametrize("reply", ["accept", "end"])
def test_an_invitation_sent_again_and_what_becomes_of_it(
    house: Municipality, room: GroupSession, reply: str
) -> None:
    with tenant(house):
        facilitator = appoint_facilitator(room, name="Noor", email="noor@example.org", **SAID)
        token = token_for(facilitator)
    replies = {
        "accept": lambda: accept_appointment(token=token, now=NOW),
        "end": lambda: end_appointment(Facilitator.objects.get(pk=facilitator.pk), **SAID),
    }
    meanwhile(
        house,
        replies[reply],
        first=lambda: locked_session(room),
        then=lambda: send_again(facilitator, session=room, seen=1, **SAID),
    )
    with tenant(house):
        facilitator.refresh_from_db()
        assert (facilitator.link_version, facilitator.user) == (2, None), "the earlier link is dead"


def test_a_person_who_is_removed_while_joining_stays_out(house: Municipality, room: GroupSession) -> None:
    with tenant(house):
        open_doors(room)
        party = room.parties.select_related("session", "municipality").first()
        person = Representative.objects.create(
            municipality=house, party=party, name="Sanne", email="sanne@example.org"
        )
        known = Representative.objects.get(pk=person.pk)

    told: list[Exception] = []

    def join() -> None:
        try:
            take_seat(party=party, name="Sanne", joined_by=JoinedBy.LINK, now=NOW, representative=known)
        except LinkWithdrawn as refusal:
            told.append(refusal)

    meanwhile(house, join, first=lambda: remove_from_table(representative=person, **SAID))
    assert told
    with tenant(house):
        person.refresh_from_db()
        assert person.removed_at is not None and person.joined_at is None
