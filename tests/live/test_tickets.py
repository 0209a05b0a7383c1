"""A ticket is read without the database, and only a whole and young one counts."""

import pytest
from django.core import signing

from live.tickets import (
    MAX_AGE,
    SALT,
    BadTicket,
    Kind,
    Viewer,
    facilitator_viewer,
    make_ticket,
    member_viewer,
    read_ticket,
    screen_viewer,
    seat_viewer,
)
from sessions.models import GroupSession
from tests.builders import open_doors, seat

VIEWER = Viewer(Kind.SEAT, 7, 3, 1)


def test_a_ticket_says_whose_it_is() -> None:
    assert read_ticket(make_ticket(VIEWER)) == VIEWER


def test_each_kind_of_viewer_has_one(session: GroupSession) -> None:
    open_doors(session)
    representative = seat(session.parties.first())
    viewers = [
        seat_viewer(representative, session),
        facilitator_viewer(5, session, sign_in=8),
        member_viewer(5, session, sign_in=8),
        screen_viewer(session),
    ]
    assert len(set(viewers)) == 4
    for viewer in viewers:
        assert read_ticket(make_ticket(viewer)) == viewer
        assert (viewer.session_id, viewer.municipality_id) == (session.pk, session.municipality_id)


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        "x",
        "a:b:c",
        "\x00",
        "é" * 500,
        make_ticket(VIEWER)[:-1],
        make_ticket(VIEWER)[1:],
        signing.dumps(["s", 7, 3, 1], salt="another"),
        signing.dumps(["z", 7, 3, 1], salt=SALT),
        signing.dumps(["s", 7], salt=SALT),
        signing.dumps({"s": 1}, salt=SALT),
        signing.dumps(7, salt=SALT),
    ],
    # Names that do not change with the time in a ticket: two test processes compare them.
    ids=range(12),
)
def test_anything_else_is_refused(ticket: str) -> None:
    with pytest.raises(BadTicket):
        read_ticket(ticket)


def test_an_old_ticket_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = make_ticket(VIEWER)
    later = signing.time.time() + MAX_AGE + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    with pytest.raises(BadTicket):
        read_ticket(ticket)
