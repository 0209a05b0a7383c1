"""Removal works: each of the seven credentials is dead at the next request, a stream within five seconds.

The seven: the cookie of a sign-in, an open stream, an invitation, a name card, a join code, the link to a
calendar, the link in an owner's mail. Streams are tried on a real server.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.owners.reply_link import reply_token
from agenda.points.assigning import assign_owner
from agenda.points.proposing import propose_action
from audit.actors import Actor
from live import watching
from live.tickets import Viewer, facilitator_viewer, member_viewer, screen_viewer, seat_viewer
from municipalities.enums import Role
from municipalities.invitations.inviting import revoke_invitation
from municipalities.invitations.links import invitation_token
from municipalities.members.memberships import end_membership
from municipalities.models import IdentityProvider, Membership, Municipality
from municipalities.own_account.settings import switch_provider
from sessions.facilitators import end_appointment
from sessions.links import token_for
from sessions.models import GroupSession
from sessions.seats import remove_from_table
from sessions.withdrawal import renew_join_code, renew_screen_link, renew_seat_card
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    appoint,
    build_member,
    build_municipality,
    build_session,
    build_user,
    invite,
    open_doors,
    outside,
    seat,
)
from tests.live.serving import Server, inside_for_all_to_see, listen, signed_in
from tests.live.test_stream import server  # noqa: F401
from users.calendar_link import calendar_token, renew_calendar_link
from users.models import User
from users.own_sign_ins import end_sign_in

ADMINISTRATOR = Actor(role="administrator")
AT_MOST = 5.0
"""Seconds within which an open stream ends."""


def status(client: Client, address: str) -> int:
    with outside():
        return client.get(address).status_code


def page_of(session: GroupSession, name: str, **more: object) -> str:
    return reverse(name, kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **more})


def dead_after(removal: Callable[[], object], look: Callable[[], int], *, then: int) -> None:
    """Check that something is there, take it away, and check that the very next request finds it gone."""
    assert look() == 200
    removal()
    assert look() == then


def test_a_sign_in_that_was_ended_is_out_at_the_next_request(session: GroupSession) -> None:
    person = build_member(session.municipality)
    browser = Client()
    browser.force_login(person)
    page = page_of(session, "group_sessions:detail")
    assert status(browser, page_of(session, "live:session_stand")) == 200  # writes the sign-in down
    pk = person.usersession_set.get().pk
    dead_after(lambda: end_sign_in(user=person, pk=pk), lambda: status(browser, page), then=302)


def test_who_is_no_member_any_more_is_out_at_the_next_request(session: GroupSession) -> None:
    person = build_member(session.municipality)
    browser = Client()
    browser.force_login(person)
    membership = Membership.objects.get(user=person)
    page = page_of(session, "group_sessions:detail")
    dead_after(
        lambda: end_membership(membership, actor=ADMINISTRATOR, now=timezone.now()),
        lambda: status(browser, page),
        then=404,
    )


def test_an_account_that_was_closed_is_out_at_the_next_request(session: GroupSession) -> None:
    person = build_member(session.municipality)
    browser = Client()
    browser.force_login(person)
    page = page_of(session, "group_sessions:detail")
    closing = User.objects.filter(pk=person.pk)
    dead_after(lambda: closing.update(is_active=False), lambda: status(browser, page), then=302)


def test_a_revoked_invitation_lets_nobody_in(municipality: Municipality, inside: Municipality) -> None:
    invitation = invite(municipality, "nieuw@example.org", role=Role.READER)
    token = invitation_token(invitation)
    page = reverse("municipalities:invitation", kwargs={"gemeente": municipality.slug, "token": token})
    revoke_invitation(invitation, actor=ADMINISTRATOR, now=timezone.now())
    assert status(Client(), page) in {404, 410}
    with outside():
        assert Client().post(page).status_code in {404, 410}
    assert not Membership.objects.filter(user__email="nieuw@example.org").exists()


def test_a_withdrawn_name_card_is_dead(session: GroupSession) -> None:
    party = open_doors(session).parties.first()
    token = token_for(party)
    page = reverse("live:join_link", kwargs={"gemeente": session.municipality.slug, "token": token})
    dead_after(
        lambda: renew_seat_card(party, seen="1", actor=FACILITATOR, now=NOW),
        lambda: status(Client(), page),
        then=404,
    )


def test_a_withdrawn_join_code_is_dead(session: GroupSession) -> None:
    code = open_doors(session).join_code
    page = reverse("live:join_by_code", kwargs={"gemeente": session.municipality.slug, "code": code})
    dead_after(
        lambda: renew_join_code(session, seen=code, actor=FACILITATOR, now=NOW),
        lambda: status(Client(), page),
        then=404,
    )


def test_a_withdrawn_calendar_link_is_dead(db: None) -> None:
    person = build_user()
    page = reverse("calendar", kwargs={"token": calendar_token(person)})
    dead_after(lambda: renew_calendar_link(person, seen=1), lambda: Client().get(page).status_code, then=404)


def test_the_link_of_who_is_no_owner_any_more_is_dead(session: GroupSession) -> None:
    answering(session)
    by = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
    organisation = session.parties.first().organisation
    owner = {"owner_organisation": organisation, "owner_name": "Jan", "owner_email": "jan@a.example"}
    point = propose_action(session, what="Samen bellen", today=TODAY, **owner, **by)
    token = reply_token(point, sent_on=timezone.localdate())
    page = reverse("agenda:reply", args=[session.municipality.slug, token])
    other = {**owner, "owner_name": "Fatima", "owner_email": "fatima@b.example"}
    dead_after(
        lambda: assign_owner(point, expected_revision=1, **other, **by),
        lambda: status(Client(), page),
        then=404,
    )


Removal = tuple[Viewer, Callable[[], object]]


def all_streams(table: GroupSession) -> dict[str, Removal]:
    """Return a listener of each kind, with what takes its rights away."""
    leader, second, third = (build_user(f"Leider {number}") for number in range(3))
    appointments = [appoint(table, each) for each in (leader, second, third)]
    member, past, closed, own = (build_member(table.municipality) for _each in range(4))
    provider = IdentityProvider.objects.create(
        municipality=table.municipality, domains=["waterveen.example"], in_use=True, changed_at=NOW
    )
    person = seat(table.parties.first())
    table.refresh_from_db()

    def led_by(user: User) -> Viewer:
        return facilitator_viewer(user.pk, table, sign_in=signed_in(user))

    def read_by(user: User) -> Viewer:
        return member_viewer(user.pk, table, sign_in=signed_in(user))

    def end_only_sign_in(user: User) -> Callable[[], object]:
        return lambda: end_sign_in(user=user, pk=user.usersession_set.get().pk)

    until = timezone.localdate() - timedelta(days=1)
    return {
        "sign-in of a facilitator": (led_by(leader), end_only_sign_in(leader)),
        "appointment": (
            led_by(second),
            lambda: end_appointment(appointments[1], actor=ADMINISTRATOR, now=NOW),
        ),
        "account of a facilitator": (
            led_by(third),
            lambda: User.objects.filter(pk=third.pk).update(is_active=False),
        ),
        "sign-in of a member": (read_by(member), end_only_sign_in(member)),
        "membership": (
            read_by(past),
            lambda: Membership.objects.filter(user=past).update(until_date=until),
        ),
        "account of a member": (
            read_by(closed),
            lambda: User.objects.filter(pk=closed.pk).update(is_active=False),
        ),
        "own account of the municipality": (
            member_viewer(own.pk, table, sign_in=signed_in(own, through=table.municipality)),
            lambda: switch_provider(provider, on=False, actor=ADMINISTRATOR, now=NOW),
        ),
        "seat": (
            seat_viewer(person, table),
            lambda: remove_from_table(representative=person, actor=FACILITATOR, now=NOW),
        ),
        "screen link": (
            screen_viewer(table),
            lambda: renew_screen_link(table, seen="1", actor=FACILITATOR, now=NOW),
        ),
    }


@pytest.fixture
def table(transactional_db: None) -> Iterator[GroupSession]:
    municipality = build_municipality()
    with inside_for_all_to_see(municipality):
        yield open_doors(build_session(municipality))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_open_stream_ends_within_five_seconds_and_no_other(server: Server, table: GroupSession) -> None:  # noqa: F811
    stays = listen(server, seat_viewer(seat(table.parties.last(), "Blijft"), table))
    streams = all_streams(table)
    heard = {name: listen(server, viewer) for name, (viewer, _remove) in streams.items()}
    for name, each in heard.items():
        assert each.status == 200, name
    time.sleep(watching_round())
    assert {name: each.ended_at for name, each in heard.items()} == dict.fromkeys(heard)
    began = {}
    for name, (_viewer, remove) in streams.items():
        remove()
        began[name] = time.monotonic()
    took = {name: each.wait(AT_MOST + 1, name="gone") - began[name] for name, each in heard.items()}
    assert max(took.values()) < AT_MOST, took
    assert stays.ended_at is None
    # A ticket from before does not bring anybody back for longer than one round.
    again = {name: listen(server, viewer) for name, (viewer, _remove) in streams.items()}
    for each in again.values():
        each.wait(AT_MOST, name="gone")


def watching_round() -> float:
    from live.hub import CHECK_RIGHTS

    return CHECK_RIGHTS + 0.7


@pytest.fixture
def same_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask in the transaction of the test, which a thread of its own would not see."""
    monkeypatch.setattr(watching, "close_old_connections", lambda: None)


def unwelcome(streams: dict[str, Removal]) -> set[str]:
    viewers = {viewer: name for name, (viewer, _remove) in streams.items()}
    with outside():
        out = watching.unwelcome(set(viewers), today=timezone.localdate(), now=timezone.now())
    return {viewers[viewer] for viewer in out}


@pytest.mark.usefixtures("same_connection")
def test_each_removal_alone_ends_its_own_stream(session: GroupSession) -> None:
    streams = all_streams(open_doors(session))
    assert unwelcome(streams) == set()
    gone: set[str] = set()
    for name, (_viewer, remove) in streams.items():
        remove()
        gone.add(name)
        assert unwelcome(streams) == gone


@pytest.mark.usefixtures("same_connection")
def test_without_the_check_of_sign_ins_an_ended_one_goes_on(
    session: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: taking this check away turns the tests above red."""
    streams = all_streams(open_doors(session))
    for _viewer, remove in streams.values():
        remove()
    everybody = {(viewer.sign_in, viewer.pk) for viewer, _remove in streams.values()}
    monkeypatch.setattr(watching, "going_on", lambda sign_ins, *, now: everybody)
    ended = {"sign-in of a facilitator", "sign-in of a member", "own account of the municipality"}
    assert set(streams) - unwelcome(streams) == ended


@pytest.mark.usefixtures("same_connection")
def test_without_the_check_of_memberships_a_past_member_goes_on(
    session: GroupSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: taking this check away turns the tests above red."""
    streams = all_streams(open_doors(session))
    for _viewer, remove in streams.values():
        remove()
    monkeypatch.setattr(type(Membership.objects.all()), "current", lambda rows, *, today: rows.all())
    assert "membership" not in unwelcome(streams)


@pytest.mark.usefixtures("same_connection")
def test_a_sign_in_that_ran_out_listens_no_longer(session: GroupSession) -> None:
    person = build_member(session.municipality)
    viewer = member_viewer(person.pk, open_doors(session), sign_in=signed_in(person))
    streams = {"member": (viewer, lambda: None)}
    assert unwelcome(streams) == set()
    with outside():
        later = timezone.now() + timedelta(days=31)
        assert watching.unwelcome({viewer}, today=timezone.localdate(), now=later) == {viewer}


@pytest.mark.usefixtures("same_connection")
def test_a_sign_in_of_somebody_else_is_of_no_use(session: GroupSession) -> None:
    person, other = build_member(session.municipality), build_member(session.municipality)
    borrowed = member_viewer(person.pk, open_doors(session), sign_in=signed_in(other))
    none = member_viewer(person.pk, session, sign_in=0)
    assert unwelcome({"borrowed": (borrowed, str), "none": (none, str)}) == {"borrowed", "none"}
