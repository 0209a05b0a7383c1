"""What goes wrong on the phones: colleagues who differ, two hats, late, two tabs, after the reveal."""

import pytest
from django.test import Client

from live.seat_lines import UNKNOWN
from questionnaire.answers import own_answers
from questionnaire.enums import AnswerKind, Moment
from questionnaire.models import Answer, AnswerChange, RevealedAnswer
from sessions import stage
from sessions.models import GroupSession, Party, Representative
from sessions.seats import remove_from_table
from tests.builders import (
    FACILITATOR,
    NOW,
    answer,
    answering,
    open_doors,
    reveal,
    statements_of,
    take,
    theme_at,
)
from tests.live.phones import ADDRESS, Phone, seats, text_of


@pytest.fixture
def table(session: GroupSession) -> GroupSession:
    answering(session, 1)
    session.refresh_from_db()
    return session


def values_of(party: Party) -> dict[tuple[int, str], int | None]:
    rows = Answer.objects.filter(party=party).values_list("statement__number", "moment", "value")
    return {(number, moment): value for number, moment, value in rows}


def reopen(session: GroupSession) -> None:
    take(stage.reopen_theme, session, theme=theme_at(session, 1), reason="Er is veel gezegd.")
    session.refresh_from_db()


def test_trap_03_two_people_of_one_party_give_one_answer(table: GroupSession) -> None:
    party = table.parties.first()
    els, omar = Phone(table).sit(party, "Els"), Phone(table).sit(party, "Omar")
    assert els.answer(1, 4).json()["version"] == 1
    clash = omar.answer(1, 9)
    assert clash.status_code == 409
    assert (clash.json()["theirs"]["choice"], clash.json()["theirs"]["by"]) == ("4", "Els")
    assert values_of(party) == {(1, Moment.BEFORE_TALK): 4}
    assert omar.answer(1, 9, version=1).json()["version"] == 2
    assert els.get("own_answers").json()["answers"]["1"]["choice"] == "9"
    # One leaves early: the answer stays, and the other goes on.
    remove_from_table(representative=Representative.objects.get(name="Els"), actor=FACILITATOR, now=NOW)
    assert els.answer(1, 2, version=2).status_code == 404
    assert omar.answer(1, 6, version=2).status_code == 200
    assert values_of(party) == {(1, Moment.BEFORE_TALK): 6}


def test_trap_03_without_the_version_one_would_overwrite_the_other(table: GroupSession) -> None:
    """The control: it is the version of what one saw that asks."""
    party = table.parties.first()
    els, omar = Phone(table).sit(party, "Els"), Phone(table).sit(party, "Omar")
    els.answer(1, 4)
    present = own_answers(party=party)[statements_of(theme_at(table, 1))[0].pk, Moment.BEFORE_TALK].version
    assert omar.answer(1, 9, version=present).status_code == 200
    assert values_of(party) == {(1, Moment.BEFORE_TALK): 9}


def test_trap_04_one_person_for_two_parties_answers_twice(table: GroupSession) -> None:
    one, other = table.parties.all()[:2]
    phone = Phone(table).sit(one, "Els")
    phone.client.post(phone.link(other), {"hat": "also"})
    for seat, figure in zip(Representative.objects.order_by("pk"), (3, 8), strict=True):
        page = text_of(phone.client.get(phone.at("seat_now"), {"stoel": seat.pk}))
        assert "U antwoordt nu voor" in page
        assert page.index(seat.party.name) < page.index("Antwoord voor")
        assert phone.answer(1, figure, seat=seat.pk).status_code == 200
    assert (values_of(one), values_of(other)) == (
        {(1, Moment.BEFORE_TALK): 3},
        {(1, Moment.BEFORE_TALK): 8},
    )
    assert [name for name, _how in seats(table)] == ["Els", "Els"]


def test_trap_16_who_comes_late_answers_earlier_themes_marked_as_after_the_talk(table: GroupSession) -> None:
    early, late = table.parties.all()[:2]
    answer(early, statements_of(theme_at(table, 1))[0], 7)
    reveal(table, theme_at(table, 1))
    fingerprint = list(RevealedAnswer.objects.order_by("pk").values_list("pk", "kind", "value"))
    phone = Phone(table).sit(late, "Omar")
    for said in ({}, {"moment": "before_talk"}, {"moment": "after_talk"}):
        refused = phone.answer(1, 5, **said)
        assert (refused.status_code, refused.json()["name"]) == (409, "toolate")
        assert "kwam te laat" in refused.json()["error"]
    assert list(RevealedAnswer.objects.order_by("pk").values_list("pk", "kind", "value")) == fingerprint
    reopen(table)
    assert "na het gesprek" in text_of(phone.get("statement", number=1))
    assert phone.answer(1, 5, moment="after_talk").status_code == 200
    assert values_of(late) == {(1, Moment.AFTER_TALK): 5}
    assert list(RevealedAnswer.objects.order_by("pk").values_list("pk", "kind", "value")) == fingerprint


def test_trap_18_two_devices_of_one_participant_show_the_last_answer(table: GroupSession) -> None:
    party = table.parties.first()
    phone = Phone(table).sit(party, "Els")
    other = Phone(table, Client(REMOTE_ADDR=ADDRESS))
    other.client.cookies = phone.client.cookies
    version = phone.answer(1, 4).json()["version"]
    seen = other.get("own_answers").json()["answers"]["1"]
    assert (seen["choice"], seen["version"]) == ("4", version)
    assert other.answer(1, 6, version=version).status_code == 200
    assert phone.get("own_answers").json()["answers"]["1"]["choice"] == "6"
    # The same tap twice, as after an acknowledgement that got lost, is one answer.
    assert phone.answer(1, 6, version=version).status_code == 200
    assert AnswerChange.objects.filter(party=party).count() == 2


def test_trap_21_an_answer_after_the_reveal_stands_beside_the_first(table: GroupSession) -> None:
    party = table.parties.first()
    phone = Phone(table).sit(party, "Els")
    phone.answer(1, 4)
    reveal(table, theme_at(table, 1))
    assert phone.answer(1, 8, version=1).status_code == 409
    reopen(table)
    # What waited on a phone since before the talk is never one of after it.
    waited = phone.answer(1, 9, version=1, moment="before_talk")
    assert (waited.status_code, waited.json()["name"]) == (409, "toolate")
    assert phone.answer(1, 8, moment="after_talk").status_code == 200
    reveal(table, theme_at(table, 1))
    assert values_of(party) == {(1, Moment.BEFORE_TALK): 4, (1, Moment.AFTER_TALK): 8}
    page = text_of(phone.get("seat"))
    assert "na het gesprek:</span> <strong>8</strong>" in page
    assert "<strong>4</strong>" in page


def test_trap_25_a_room_behind_one_address_an_old_browser_and_no_script(session: GroupSession) -> None:
    """Twenty-five devices behind one IP join and answer by plain forms, without stream and without script."""
    open_doors(session)
    parties = list(session.parties.all())
    phones = [
        Phone(session, Client(REMOTE_ADDR=ADDRESS)).sit(parties[at % 3], f"Persoon {at}") for at in range(25)
    ]
    answering(session, 1)
    for phone, party in zip(phones, parties, strict=False):
        stand = phone.get("seat_stand")
        assert set(stand.json()) == {"revision", "progress", "ticket"}
        page = text_of(phone.get("seat"))
        assert 'method="post"' in page and 'name="answer"' in page
        done = phone.submit(1, answer=UNKNOWN, expected_version="0", note="", moment="before_talk")
        assert done.status_code == 303
        kinds = Answer.objects.filter(party=party).values_list("kind", flat=True)
        assert list(kinds) == [AnswerKind.DONT_KNOW]
