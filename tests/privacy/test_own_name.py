"""The name that somebody gives themselves opens nothing of somebody else, and takes nothing away."""

import pytest
from django.test import Client

from agenda.models import ActionPoint
from common.personal import NAME_REMOVED
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Invitation, Municipality
from municipalities.privacy.erasing import erase_everywhere, erase_person_here, kept_of
from outbox.models import Promise
from outbox.promises import fulfil
from questionnaire.personal import collect_answers
from sessions.enums import JoinedBy
from sessions.invitations import send_invitations
from sessions.models import Facilitator, GroupSession, Representative
from sessions.parties import change_representative
from sessions.seats import take_seat
from tests.builders import (
    ADMINISTRATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_member,
    build_session,
    build_user,
    invite,
    reveal,
    seat,
    sign_in,
    statements_of,
)
from users.models import User

OF_ANOTHER = "Karin van Dalen"
WORDS = "Eerste Hulp"


@pytest.fixture
def table(municipality: Municipality) -> GroupSession:
    """A session with somebody who joined without an address, and an action point in words."""
    with tenant(municipality):
        session = build_session(municipality, goal=f"{WORDS} bij schulden")
        answering(session)
        karin = seat(session.parties.select_related("session", "municipality").first(), OF_ANOTHER)
        ActionPoint.objects.create(
            municipality=municipality,
            session=session,
            what=f"{WORDS} bellen",
            owner_name=OF_ANOTHER,
            owner_organisation=karin.party.organisation,
            created_at=NOW,
            changed_at=NOW,
        )
    return session


def shown_to(user: User, municipality: Municipality, *, by_self: bool) -> set[str]:
    with tenant(municipality):
        kept = kept_of(municipality, email=user.email, by_self=by_self, today=TODAY)
    return {part.keeper.name for part in kept.parts}


def test_who_takes_the_name_of_another_sees_nothing_of_them(
    client: Client, municipality: Municipality, table: GroupSession
) -> None:
    user = build_member(municipality, Role.PROTECTION_OFFICER)
    sign_in(client, user).post("/mijn/", {"name": OF_ANOTHER, "language": "nl"})
    user.refresh_from_db()
    assert user.name == OF_ANOTHER
    assert shown_to(user, municipality, by_self=True) == {"membership"}
    assert table.title not in client.get("/mijn/gegevens/").content.decode()


@pytest.mark.parametrize("name", [OF_ANOTHER, WORDS])
def test_who_takes_a_name_and_goes_takes_nothing_of_others_along(
    name: str, municipality: Municipality, table: GroupSession
) -> None:
    user = build_member(municipality, Role.READER)
    User.objects.filter(pk=user.pk).update(name=name)
    user.refresh_from_db()
    erase_everywhere(user, today=TODAY, now=NOW)
    with tenant(municipality):
        table.refresh_from_db()
        point, karin = ActionPoint.objects.get(), Representative.objects.get(name=OF_ANOTHER)
    assert (karin.removed_at, point.owner_name) == (None, OF_ANOTHER)
    assert (point.what, table.goal) == (f"{WORDS} bellen", f"{WORDS} bij schulden")


def test_nor_by_sitting_down_under_such_a_name(municipality: Municipality, table: GroupSession) -> None:
    user = build_member(municipality, Role.READER)
    with tenant(municipality):
        own = Representative.objects.create(
            municipality=municipality, party=table.parties.last(), name="J. de Wit", email=user.email
        )
        take_seat(party=own.party, name=WORDS, joined_by=JoinedBy.LINK, now=NOW, representative=own)
    erase_everywhere(user, today=TODAY, now=NOW)
    with tenant(municipality):
        own.refresh_from_db()
        assert own.name == NAME_REMOVED
        assert ActionPoint.objects.get().what == f"{WORDS} bellen"


def test_a_name_that_the_municipality_knows_goes_everywhere(
    municipality: Municipality, table: GroupSession
) -> None:
    user = build_user(OF_ANOTHER)
    with tenant(municipality):
        invite(municipality, user.email, name=OF_ANOTHER)
        assert Invitation.objects.exists()
    erase_everywhere(user, today=TODAY, now=NOW)
    with tenant(municipality):
        assert ActionPoint.objects.get().owner_name == NAME_REMOVED


def test_the_officer_sees_by_which_names_is_searched(
    client: Client, municipality: Municipality, table: GroupSession
) -> None:
    user = build_member(municipality, Role.READER)
    User.objects.filter(pk=user.pk).update(name=WORDS)
    sign_in(client, build_member(municipality, Role.PROTECTION_OFFICER))
    address = f"/{municipality.slug}/privacy/personen/wissen/"
    assert f"<li><bdi>{WORDS}</bdi></li>" in client.post(address, {"email": user.email}).content.decode()
    with tenant(municipality):
        erase_person_here(municipality, email=user.email, actor=ADMINISTRATOR, today=TODAY, now=NOW)
        assert ActionPoint.objects.get().what == f"{NAME_REMOVED} bellen"


def test_an_address_that_was_changed_opens_no_answer(municipality: Municipality) -> None:
    """Else a coordinator would read, at “My data”, what a party did not show yet."""
    coordinator = build_member(municipality, Role.COORDINATOR)
    with tenant(municipality):
        session = build_session(municipality)
        Facilitator.objects.filter(session=session).delete()
        person = Representative.objects.create(
            municipality=municipality, party=session.parties.first(), name="Karin", email="k@example.org"
        )
        send_invitations(session, actor=ADMINISTRATOR, now=NOW)
        for row in Promise.objects.filter(kind__startswith="invite"):
            assert fulfil(promise_id=row.pk, now=NOW)
        person.refresh_from_db()
        theme = answering(session)
        take_seat(party=person.party, name="Karin", joined_by=JoinedBy.LINK, now=NOW, representative=person)
        answer(person.party, statements_of(theme)[0], 8, note="Kanarie", representative=person)

        def notes_for(email: str) -> list[str]:
            found = kept_of(municipality, email=email, by_self=True, today=TODAY).person
            return [row.fields["note"] for row in collect_answers(municipality, found, True)]

        assert notes_for("k@example.org") == ["Kanarie"]
        change_representative(
            person, name="Karin", email=coordinator.email, function="", actor=ADMINISTRATOR, now=NOW
        )
        assert notes_for(coordinator.email) == []
        reveal(session, theme)
        assert notes_for(coordinator.email) == ["Kanarie"]
