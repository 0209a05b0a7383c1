"""What goes wrong around the console: an empty chair, a walk-in, a dead laptop, two who lead, time is up."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from catalogue.models import PartyKind
from municipalities.models import Municipality
from questionnaire.answers import own_answers
from questionnaire.enums import Moment, RevealedKind
from questionnaire.models import Reveal, RevealedAnswer
from questionnaire.revealed import revealed_session
from reports.content import report_content
from sessions import stage
from sessions.clock import minutes_left
from sessions.enums import ThemeState
from sessions.merging import merge_organisations
from sessions.models import GroupSession
from sessions.parties import mark_absent
from sessions.timer import set_timer
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    appoint,
    build_organisation,
    build_session,
    build_user,
    reveal,
    sign_in,
    statements_of,
    take,
    theme_at,
)
from tests.live.phones import Phone
from users.models import User

FRAGMENT = {"X-Fragment": "console"}


@pytest.fixture
def leader(db: None) -> User:
    return build_user("R. Smit")


@pytest.fixture
def room(inside: Municipality, leader: User) -> GroupSession:
    return build_session(inside, facilitator=leader)


@pytest.fixture
def desk(client: Client, leader: User) -> Client:
    return sign_in(client, leader)


def at(session: GroupSession, name: str = "console", **kwargs: int) -> str:
    return reverse(f"live:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **kwargs})


def test_trap_01_a_party_that_does_not_come_is_an_empty_chair(room: GroupSession) -> None:
    theme = answering(room)
    first, second, absent = room.parties.all()
    mark_absent(absent, actor=FACILITATOR, now=NOW)
    for value, party in ((2, first), (8, second)):
        for statement in statements_of(theme):
            answer(party, statement, value)
    reveal(room, theme)
    lines = RevealedAnswer.objects.filter(party=absent)
    assert {(line.kind, line.value) for line in lines} == {(RevealedKind.ABSENT, None)}
    shown = revealed_session(room)[theme.pk].statements[0]
    assert shown.picture.summary.n == 2  # no zero stands in for who is not there
    assert shown.picture.summary.median == 5


def test_trap_01_a_round_to_catch_up_for_who_comes_later(room: GroupSession) -> None:
    theme = answering(room)
    reveal(room, theme)
    take(stage.reopen_theme, room, theme=theme, reason="Eén partij kwam later")
    late = room.parties.last()
    assert answer(late, statements_of(theme)[0], 6).moment == Moment.AFTER_TALK
    reveal(room, theme_at(room, 1))
    assert Reveal.objects.count() == 2


def test_trap_02_who_walks_in_answers_at_once_and_is_merged_later(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    added = desk.post(at(room, "console_add_party"), {"party-name": "Buurthuis De Schakel", "party-kind": ""})
    party = room.parties.get(name="Buurthuis De Schakel")
    assert added["Location"] == at(room, "console_party", party=party.pk)
    assert "data:image/svg+xml" in desk.get(added["Location"]).content.decode()
    assert Phone(room).sit(party).answer(1, 7).status_code == 200
    reveal(room, theme)
    assert RevealedAnswer.objects.filter(party=party, value=7).count() == 1
    known = build_organisation(room.municipality, "Stichting De Schakel")
    merge_organisations(party.organisation, into=known, actor=FACILITATOR, now=NOW)
    party.organisation.refresh_from_db()
    assert party.organisation.merged_into == known


def test_trap_02_somebody_of_a_known_organisation_is_that_organisation(
    desk: Client, room: GroupSession
) -> None:
    known = build_organisation(room.municipality, "Sportclub")
    answering(room)
    desk.post(
        at(room, "console_add_party"), {"party-name": "sportclub", "party-kind": PartyKind.objects.first().pk}
    )
    assert room.parties.get(name="Sportclub").organisation == known


def test_trap_17_a_laptop_that_dies_takes_nothing_with_it(
    desk: Client, room: GroupSession, leader: User
) -> None:
    theme = answering(room)
    answer(room.parties.first(), statements_of(theme)[0], 6)
    take(set_timer, room, theme=theme, minutes=10)
    desk.post(at(room, "console_note"), {"text": "Woonstede eerst", "expected_version": 0})
    before = desk.get(at(room)).context["page"]
    tablet = sign_in(Client(), leader)
    page = tablet.get(at(room))
    after = page.context["page"]
    assert (after.phase, after.theme, after.ready, after.next_step) == (
        before.phase,
        before.theme,
        before.ready,
        before.next_step,
    )
    assert "Woonstede eerst" in page.content.decode()
    room.refresh_from_db()
    sent = {"expected_revision": room.revision}
    assert tablet.post(at(room, "console_reveal", theme=theme.pk), sent, headers=FRAGMENT).status_code == 204
    assert theme_at(room, 1).is_revealed


def test_trap_17_another_person_takes_over_with_a_code(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    desk.post(at(room, "console_hand_over"))
    code = desk.get(at(room, "console_hand_over")).context["code"].code
    other = sign_in(Client(), build_user("A. Bos"))
    place = reverse("live:take_over", kwargs={"gemeente": room.municipality.slug})
    assert other.post(place, {"code": code})["Location"] == at(room)
    room.refresh_from_db()
    sent = {"expected_revision": room.revision}
    assert other.post(at(room, "console_reveal", theme=theme.pk), sent, headers=FRAGMENT).status_code == 204


def test_trap_19_of_two_who_press_at_once_one_wins_and_the_other_is_told(
    desk: Client, room: GroupSession
) -> None:
    second = build_user("A. Bos")
    appoint(room, second)
    other = sign_in(Client(), second)
    theme = answering(room)
    room.refresh_from_db()
    sent, url = {"expected_revision": room.revision}, at(room, "console_reveal", theme=theme.pk)
    assert desk.post(url, sent, headers=FRAGMENT).status_code == 204
    told = other.post(url, sent, headers=FRAGMENT)
    assert told.status_code == 409
    assert "De sessie was al een stap verder" in told.content.decode()
    assert desk.post(url, sent, headers=FRAGMENT).status_code == 409  # a double click, a back button
    assert Reveal.objects.count() == 1
    assert AuditEvent.objects.filter(action="reveal theme").count() == 1


def test_trap_20_missing_answers_are_named_and_never_block(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    ready, silent, absent = room.parties.all()
    for statement in statements_of(theme):
        answer(ready, statement, 5)
    mark_absent(absent, actor=FACILITATOR, now=NOW)
    page = desk.get(at(room)).context["page"]
    assert silent.name in page.missing_in_words
    assert absent.name in page.missing_in_words
    assert ready.name not in page.missing_in_words
    reveal(room, theme)
    kinds = dict(RevealedAnswer.objects.values_list("party_id", "kind"))
    assert kinds == {
        ready.pk: RevealedKind.VALUE,
        silent.pk: RevealedKind.UNANSWERED,
        absent.pk: RevealedKind.ABSENT,
    }
    assert AuditEvent.objects.filter(action="reveal theme", target_id=room.pk).exists()


def test_trap_26_a_session_goes_on_another_day(desk: Client, room: GroupSession) -> None:
    party = room.parties.first()
    for position in (1, 2, 3):
        theme = answering(room, position)
        answer(party, statements_of(theme)[0], position)
        reveal(room, theme)
    room.refresh_from_db()
    stage.pause_session(
        room, actor=FACILITATOR, expected_revision=room.revision, now=NOW + timedelta(minutes=110)
    )
    assert desk.get(at(room)).context["page"].clock.left == 10  # the clock stands still
    weeks_later = NOW + timedelta(weeks=3)
    stage.resume_session(room, actor=FACILITATOR, expected_revision=room.revision, now=weeks_later)
    assert minutes_left(room, now=weeks_later) == 10
    assert [given.value for given in own_answers(party=party).values()] == [1, 2, 3]
    assert [theme_at(room, position).is_revealed for position in (1, 2, 3, 4)] == [True, True, True, False]
    theme = answering(room, 4)
    assert theme.state == ThemeState.ANSWERING


def test_trap_26_a_report_of_a_part_says_so(room: GroupSession) -> None:
    reveal(room, answering(room, 1))
    take(stage.close_session, room, follow_up_on=None)
    content = report_content(room, now=NOW)
    assert len(content.themes) == 1
    assert len(content.unrevealed) == 3


def test_trap_30_a_timer_that_ends_while_somebody_types_closes_nothing(
    desk: Client, room: GroupSession
) -> None:
    theme = answering(room)
    phone = Phone(room).sit(room.parties.first())
    assert phone.answer(1, 4).status_code == 200
    take(set_timer, room, theme=theme, minutes=2)
    room.themes.filter(pk=theme.pk).update(timer_ends_at=timezone.now() - timedelta(minutes=1))
    assert phone.answer(1, 5, version=1).status_code == 200
    assert phone.answer(2, 6).status_code == 200
    assert theme_at(room, 1).state == ThemeState.ANSWERING
    page = desk.get(at(room))
    assert page.context["page"].clock.timer == 0
    assert page.context["page"].next_step.url == at(room, "console_reveal", theme=theme.pk)


def test_trap_30_no_phone_knows_of_a_timer(room: GroupSession) -> None:
    theme = answering(room)
    phone = Phone(room).sit(room.parties.first())

    def seen() -> str:
        page = phone.get("seat").content.decode().split("<main")[1]
        return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|data-live[^ >]*', "", page)

    before = seen()
    room.themes.filter(pk=theme.pk).update(timer_ends_at=timezone.now() + timedelta(minutes=5))
    assert seen() == before
