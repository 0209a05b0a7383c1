"""A role in one session gives nothing outside it, and ends by itself."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.models import ActionPoint
from audit.actors import Actor
from live.notices import NOTICES_KEY
from questionnaire.models import Answer
from sessions import access
from sessions.ending import LOOKING_BACK, may_command, may_look_back
from sessions.enums import JoinedBy, SessionState
from sessions.facilitators import appoint_facilitator
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from sessions.seats import COOKIE_KEY, NotJoinable, take_seat
from sessions.stepping import StepRefused
from tests.builders import (
    NOW,
    answering,
    appoint,
    build_user,
    open_doors,
    seat,
    sign_in,
    statements_of,
)
from tests.group_sessions.test_stage import bring_to
from users.models import User

ENDED = ["closed", "archived"]


@pytest.fixture
def leader() -> User:
    return build_user("Noor Vos")


@pytest.fixture
def led(session: GroupSession, leader: User) -> GroupSession:
    appoint(session, leader)
    return session


def at(session: GroupSession, name: str, **kwargs: object) -> str:
    return reverse(name, kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **kwargs})


def end(session: GroupSession, state: str, *, at: datetime | None = None) -> None:
    bring_to(session, state)
    GroupSession.objects.filter(pk=session.pk).update(closed_at=at or timezone.now())


def test_who_leads_a_session_is_nothing_elsewhere_in_the_municipality(
    led: GroupSession, leader: User
) -> None:
    browser = sign_in(Client(), leader)
    assert browser.get(at(led, "live:console")).status_code == 200
    for name in ("group_sessions:list", "agenda:list", "municipalities:start", "municipalities:members"):
        assert browser.get(reverse(name, args=[led.municipality.slug])).status_code == 404, name


@pytest.mark.parametrize("state", ENDED)
def test_after_the_close_the_console_reads_on_and_changes_nothing(
    led: GroupSession, leader: User, state: str
) -> None:
    end(led, state)
    browser = sign_in(Client(headers={"accept-language": "en"}), leader)
    assert browser.get(at(led, "live:console")).status_code == 200
    assert browser.get(at(led, "reports:session_report")).status_code == 200
    before = GroupSession.objects.values().get(pk=led.pk)
    for name in ("propose", "blank", "pause", "add_party", "close"):
        said = {"what": "Nog iets", "blank": "1", "expected_revision": led.revision, "name": "X"}
        answer = browser.post(at(led, f"live:console_{name}"), said, follow=True)
        assert [str(one) for one in answer.context["messages"]], name
    assert GroupSession.objects.values().get(pk=led.pk) == before
    assert not ActionPoint.objects.exists()


def test_three_months_after_the_close_nothing_opens(led: GroupSession, leader: User) -> None:
    end(led, "closed", at=timezone.now() - LOOKING_BACK + timedelta(minutes=5))
    browser = sign_in(Client(), leader)
    assert browser.get(at(led, "reports:session_report")).status_code == 200
    assert led.title in browser.get("/").content.decode()
    end_again = timezone.now() - LOOKING_BACK
    GroupSession.objects.filter(pk=led.pk).update(closed_at=end_again)
    for name in ("live:console", "live:console_now", "reports:session_report", "reports:download"):
        assert browser.get(at(led, name)).status_code == 404, name
    assert led.title not in browser.get("/").content.decode()


def test_without_the_term_it_would_open_for_ever(
    led: GroupSession, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    end(led, "closed", at=timezone.now() - timedelta(days=4000))
    browser = sign_in(Client(), leader)
    assert browser.get(at(led, "live:console")).status_code == 404
    monkeypatch.setattr(access, "may_look_back", lambda session, now: True)
    assert browser.get(at(led, "live:console")).status_code == 200


@pytest.mark.parametrize("state", [*ENDED, "cancelled"])
def test_after_the_end_nobody_is_appointed_and_nobody_sits_down(session: GroupSession, state: str) -> None:
    party = session.parties.get(position=0)
    bring_to(session, state)
    with pytest.raises((StepRefused, ValidationError)):
        appoint_facilitator(session, name="X", email="x@example.nl", actor=Actor(role="coordinator"), now=NOW)
    for joined_by in JoinedBy:
        with pytest.raises(NotJoinable):
            take_seat(party=party, name="Laat", joined_by=joined_by, now=NOW)


def test_a_substitute_has_the_same_seat_and_no_more(session: GroupSession) -> None:
    """Who comes in the place of another takes a seat of that party, by its card; both end alike."""
    open_doors(session)
    statement = statements_of(answering(session))[0]
    party = session.parties.get(position=0)
    seat(party, "Yusuf")
    browser = on_seat(seat(party, "Annet"))
    page = at(session, "live:statement", number=statement.number)
    browser.post(page, {"answer": "7", "expected_version": "0"})
    assert Answer.objects.get().value == 7
    for name in ("live:console", "group_sessions:detail"):
        assert browser.get(at(session, name)).url.startswith(reverse("account_login"))
    GroupSession.objects.filter(pk=session.pk).update(state="closed", closed_at=timezone.now())
    assert browser.get(at(session, "reports:session_report")).status_code == 200
    browser.post(page, {"answer": "3", "expected_version": "1"})
    assert Answer.objects.get().value == 7


def on_seat(person: Representative) -> Client:
    """Return the browser of somebody at the table who read the notice."""
    browser = Client()
    kept = browser.session
    kept[COOKIE_KEY] = {str(person.party.session_id): person.pk}
    kept[NOTICES_KEY] = [person.pk]
    kept.save()
    return browser


def test_a_personal_link_seats_nobody_after_the_close(session: GroupSession) -> None:
    party = session.parties.get(position=0)
    person = Representative.objects.create(municipality=party.municipality, party=party, email="y@example.nl")
    end(session, "closed")
    link = reverse("live:join_link", args=[session.municipality.slug, token_for(person)])
    browser = Client()
    browser.post(link, {"name": "Yusuf"})
    person.refresh_from_db()
    assert person.joined_at is None
    assert browser.get(at(session, "live:seat")).status_code == 404


@pytest.mark.parametrize("state", SessionState)
def test_commands_end_with_the_session(state: SessionState) -> None:
    session = GroupSession(state=state)
    assert may_command(session) == (state in {"planned", "open", "running"})


def test_a_cancelled_session_is_looked_back_on_as_long() -> None:
    session = GroupSession(state="cancelled", cancelled_at=NOW)
    assert may_look_back(session, now=NOW + LOOKING_BACK - timedelta(seconds=1))
    assert not may_look_back(session, now=NOW + LOOKING_BACK)
