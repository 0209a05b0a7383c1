"""The stream on a real server: what is told, how soon, to whom, and until when."""

import signal
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

import httpx
import pytest
from pytest_django import DjangoDbBlocker

from live.hub import STREAMS_EACH
from live.tickets import (
    Kind,
    facilitator_viewer,
    make_ticket,
    member_viewer,
    read_ticket,
    screen_viewer,
    seat_viewer,
)
from municipalities.models import Membership
from sessions import stage
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession
from sessions.revision import advance
from sessions.seats import remove_from_table
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    build_member,
    build_municipality,
    build_session,
    open_doors,
    seat,
    statements_of,
    take,
)
from tests.live.serving import (
    STUCK_AFTER,
    Server,
    environment,
    inside_for_all_to_see,
    listen,
    serving,
    signed_in,
)
from tests.vroegsignalering.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server for all tests: what one leaves behind may not hinder the next."""
    with django_db_blocker.unblock():
        surroundings = environment()
    with serving(tmp_path_factory.mktemp("server") / "log", surroundings) as running:
        yield running


def ask(server: Server, ticket: str) -> httpx.Response:
    """Ask for a stream that is refused."""
    return httpx.get(f"{server.address}/stroom/", params={"kaartje": ticket}, timeout=STUCK_AFTER)


@pytest.fixture
def table(transactional_db: None) -> Iterator[GroupSession]:
    """An open session of a municipality, in which the test runs."""
    municipality = build_municipality()
    with inside_for_all_to_see(municipality):
        yield open_doors(build_session(municipality))


def test_everybody_hears_each_revision_within_a_second(server: Server, table: GroupSession) -> None:
    people = [seat(party, name) for party in table.parties.all() for name in ("Ali", "Bo", "Cor", "Di")]
    table.refresh_from_db()
    viewers = [seat_viewer(person, table) for person in people]
    listeners = [listen(server, viewer) for viewer in [*viewers, screen_viewer(table)]]
    for each in listeners:
        each.wait(revision=table.revision)  # the present state, at once
    slowest = []
    for _ in range(5):
        began = time.monotonic()
        advance(table)
        slowest.append(max(each.wait(revision=table.revision) - began for each in listeners))
    # A machine that was busy for a moment says nothing; a server that looks too seldom is late each time.
    assert median(slowest) < 1, slowest
    assert max(slowest) < 4, slowest


def test_an_answer_is_told_as_progress_and_nothing_else(server: Server, table: GroupSession) -> None:
    theme = answering(table)
    table.refresh_from_db()
    heard = listen(server, screen_viewer(table))
    heard.wait(revision=table.revision)
    _at, _name, before = heard.words[0]
    answer(table.parties.first(), statements_of(theme)[0], 9, note="geheim-4711")
    heard.wait_for_progress(beyond=before["progress"])
    for _at, name, data in heard.words:
        assert (name, set(data), data["revision"]) == ("", {"revision", "progress"}, table.revision)


def test_who_comes_back_hears_the_present_state(server: Server, table: GroupSession) -> None:
    first = listen(server, screen_viewer(table))
    first.wait(revision=table.revision)
    for _ in range(3):
        advance(table)
    listen(server, screen_viewer(table)).wait(revision=table.revision)


def test_another_session_is_not_heard(server: Server, table: GroupSession) -> None:
    heard = listen(server, screen_viewer(table))
    heard.wait(revision=table.revision)
    other = build_session(table.municipality, title="Een andere tafel")
    theirs = listen(server, screen_viewer(other))
    for _ in range(4):
        advance(other)
    theirs.wait(revision=other.revision)
    assert {data["revision"] for _, _, data in heard.words} == {table.revision}


@pytest.mark.parametrize("ticket", ["", "verzonnen", "a:b:c"])
def test_a_wrong_ticket_is_refused(server: Server, ticket: str) -> None:
    answered = ask(server, ticket)
    assert answered.status_code == 403
    assert answered.headers["cache-control"] == "no-store"


def test_a_query_of_very_many_fields_is_refused_too(server: Server) -> None:
    query = "&".join(["kaartje=x"] * 40)
    assert httpx.get(f"{server.address}/stroom/?{query}", timeout=STUCK_AFTER).status_code == 403


def test_only_get_and_no_query_at_all(server: Server) -> None:
    assert httpx.post(f"{server.address}/stroom/", timeout=STUCK_AFTER).status_code == 405
    assert httpx.get(f"{server.address}/stroom/", timeout=STUCK_AFTER).status_code == 403
    assert httpx.get(f"{server.address}/gezond/", timeout=STUCK_AFTER).status_code == 200


def test_its_headers_keep_it_out_of_caches_and_proxies(server: Server, table: GroupSession) -> None:
    ticket = make_ticket(screen_viewer(table))
    with httpx.stream(
        "GET", f"{server.address}/stroom/", params={"kaartje": ticket}, timeout=STUCK_AFTER
    ) as answered:
        headers = answered.headers
    assert headers["content-type"] == "text/event-stream"
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert headers["x-content-type-options"] == "nosniff"


def test_one_person_can_have_only_a_few_streams(server: Server, table: GroupSession) -> None:
    viewer = seat_viewer(seat(table.parties.first()), table)
    streams = [listen(server, viewer) for _ in range(STREAMS_EACH[Kind.SEAT] + 1)]
    assert [each.status for each in streams] == [200] * STREAMS_EACH[Kind.SEAT] + [503]
    refused = ask(server, make_ticket(viewer))
    assert int(refused.headers["retry-after"]) > 0
    # Nobody else is shut out by it.
    other = seat_viewer(seat(table.parties.last(), "Mo"), table)
    assert listen(server, other).status == 200


def test_who_left_makes_room(server: Server, table: GroupSession) -> None:
    viewer = seat_viewer(seat(table.parties.first()), table)
    url, ticket = f"{server.address}/stroom/", make_ticket(viewer)

    def there_is_room() -> bool:
        with httpx.stream("GET", url, params={"kaartje": ticket}, timeout=STUCK_AFTER) as answered:
            return answered.status_code == 200

    for _ in range(2 * STREAMS_EACH[Kind.SEAT]):
        assert wait_until(there_is_room, seconds=STUCK_AFTER)


def test_a_page_that_comes_back_takes_the_place_of_its_older_stream(
    server: Server, table: GroupSession
) -> None:
    viewer = seat_viewer(seat(table.parties.first()), table)
    table.refresh_from_db()
    other = listen(server, viewer, page="the other tab")
    streams = [listen(server, viewer, page="this one") for _ in range(STREAMS_EACH[Kind.SEAT] + 1)]
    assert [each.status for each in streams] == [200] * len(streams)
    for older in streams[:-1]:
        older.wait_for_end()
    streams[-1].wait(revision=table.revision)
    assert streams[-1].ended_at is None
    assert other.ended_at is None


def test_a_page_ends_no_stream_of_somebody_else(server: Server, table: GroupSession) -> None:
    person, somebody = (
        seat_viewer(seat(party, name), table)
        for party, name in ((table.parties.first(), "Anna"), (table.parties.last(), "Mo"))
    )
    table.refresh_from_db()
    theirs = listen(server, somebody, page="the same name")
    listen(server, person, page="the same name").wait(revision=table.revision)
    advance(table)
    theirs.wait(revision=table.revision)


def test_a_removed_participant_hears_nothing_more(server: Server, table: GroupSession) -> None:
    person, stays = seat(table.parties.first()), seat(table.parties.last(), "Mo")
    heard, other = (listen(server, seat_viewer(each, table)) for each in (person, stays))
    began = time.monotonic()
    remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    assert heard.wait(name="gone") - began < 5
    heard.wait_for_end()
    assert other.ended_at is None
    assert listen(server, seat_viewer(person, table)).wait(name="gone")


def test_rights_that_ended_end_the_stream(server: Server, table: GroupSession) -> None:
    leader = Facilitator.objects.get(session=table)
    member = build_member(table.municipality)
    gone = [
        listen(server, facilitator_viewer(leader.user_id, table, sign_in=signed_in(leader.user))),
        listen(server, member_viewer(member.pk, table, sign_in=signed_in(member))),
        listen(server, screen_viewer(table)),
    ]
    time.sleep(4)  # longer than one round of checks: all of them may stay
    assert [each.ended_at for each in gone] == [None, None, None]
    Facilitator.objects.update(ended_at=NOW)
    Membership.objects.filter(user=member).update(until_date=date(2020, 2, 1))
    GroupSession.objects.filter(pk=table.pk).update(screen_link_version=2)
    for each in gone:
        each.wait(name="gone")


def test_a_cancelled_session_ends_its_streams(server: Server, table: GroupSession) -> None:
    heard = listen(server, screen_viewer(table))
    take(stage.cancel_session, table, reason="ziek")
    told = heard.wait(revision=table.revision)
    assert told <= heard.wait(name="gone")


def test_a_ticket_of_another_municipality_opens_nothing(server: Server, table: GroupSession) -> None:
    right = screen_viewer(table)
    wrong = type(right)(right.kind, right.pk, right.session_id, right.municipality_id + 1)
    listen(server, wrong).wait(name="gone")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_at_once_and_asks_to_come_back(
    table: GroupSession, tmp_path: Path, by: signal.Signals
) -> None:
    log = tmp_path / "log"
    with serving(log, environment()) as server:
        streams = [listen(server, screen_viewer(table)) for _ in range(4)]
        for each in streams:
            each.wait(revision=table.revision)
        server.stop(by=by)
    # Else it waits until its patience is over, says so, and breaks the streams off.
    assert "shutdown exceeded" not in log.read_text()
    for each in streams:
        each.wait_for_end()
    assert all(each.retry for each in streams)


def test_a_stand_brings_a_fresh_ticket(server: Server, table: GroupSession) -> None:
    place = f"{server.address}/{table.municipality.slug}/groepssessies/{table.pk}/scherm"
    stand = httpx.get(f"{place}/{token_for(table)}/stand/", timeout=STUCK_AFTER).json()
    assert stand["revision"] == table.revision
    assert read_ticket(stand["ticket"]) == screen_viewer(table)
