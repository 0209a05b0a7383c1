"""One person for two parties, a colleague who comes instead of another, and a phone that changes hands."""

import re

import pytest

from audit.models import AuditEvent
from questionnaire.models import Answer
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from sessions.seats import remove_from_table
from tests.builders import FACILITATOR, NOW, answering, open_doors
from tests.live.phones import Phone, seats, text_of

INVITED = "Ilse Vermeer"


@pytest.fixture
def at_table(session: GroupSession) -> GroupSession:
    answering(session, 1)
    session.refresh_from_db()
    return session


@pytest.fixture
def both(at_table: GroupSession) -> Phone:
    """A phone of Els, who sits for the first party and then also for the second; that one is in front."""
    one, other, _third = at_table.parties.all()
    phone = Phone(at_table).sit(one, "Els")
    done = phone.client.post(phone.link(other), {"hat": "also"})
    assert (done.status_code, done.url) == (303, phone.at("seat"))
    return phone


def seat_for(phone: Phone, place: int) -> Representative:
    return Representative.objects.get(party=phone.session.parties.all()[place])


def stored(phone: Phone) -> list[tuple[str, int]]:
    return list(Answer.objects.order_by("pk").values_list("party__name", "value"))


def test_who_sits_for_two_parties_gives_a_name_once_and_reads_the_notice_once(both: Phone) -> None:
    assert [name for name, _how in seats(both.session)] == ["Els", "Els"]
    page = text_of(both.get("seat"))
    assert 'id="answer-form"' in page
    assert "U antwoordt nu voor" in page
    assert f"Antwoord voor {both.session.parties.first().name}" in page


def test_each_answer_goes_to_the_party_of_its_page(both: Phone) -> None:
    """Also from a page that was open before the other hat was put on."""
    one, other = seat_for(both, 0), seat_for(both, 1)
    assert both.answer(1, 2, seat=one.pk).json()["seat"] == one.pk
    assert both.answer(1, 9, seat=other.pk).json()["seat"] == other.pk
    assert both.answer(2, 5).json()["seat"] == other.pk, "the seat in front"
    assert stored(both) == [(one.party.name, 2), (other.party.name, 9), (other.party.name, 5)]


def test_one_tap_changes_the_hat_and_every_fragment_follows(both: Phone) -> None:
    one, other = seat_for(both, 0), seat_for(both, 1)
    both.answer(1, 2, seat=one.pk)
    changed = both.client.post(both.at("hats"), {"seat": one.pk})
    assert (changed.status_code, changed.url) == (303, both.at("seat"))
    assert f'data-seat="{one.pk}"' in text_of(both.get("seat"))
    for name in ("seat_now", "own_answers", "statements", "seat_stand"):
        of_one, of_other = (
            text_of(both.client.get(both.at(name), {"stoel": seat.pk, "stelling": 1}))
            for seat in (one, other)
        )
        assert of_one != of_other, name
    assert list(both.client.get(both.at("own_answers"), {"stoel": one.pk}).json()["answers"]) == ["1"]
    assert both.client.get(both.at("own_answers"), {"stoel": other.pk}).json()["answers"] == {}


def test_a_seat_that_this_browser_does_not_hold_is_none(both: Phone) -> None:
    stranger = Phone(both.session).sit(both.session.parties.last(), "Omar")
    theirs = seat_for(both, 2).pk
    assert stranger.answer(1, 6).status_code == 200
    for said in (theirs, "", "0", "abc", 10**30, "-1", "\0"):
        answer = both.answer(1, 3, seat=said)
        assert answer.status_code in {400, 404}, said
        assert both.client.get(both.at("seat_now"), {"stoel": said}).status_code in {400, 404}
    assert stored(both) == [(seat_for(both, 2).party.name, 6)]


def test_a_withdrawn_seat_does_not_become_the_other_one(both: Phone) -> None:
    one, other = seat_for(both, 0), seat_for(both, 1)
    remove_from_table(representative=other, actor=FACILITATOR, now=NOW)
    refused = both.answer(1, 3, seat=other.pk)
    assert (refused.status_code, refused.json()["name"]) == (404, "noseat")
    page = both.get("seat")
    assert page.status_code == 404
    assert f'data-gone="{other.pk}"' in text_of(page)
    assert f"Antwoord voor {one.party.name}" in text_of(page)
    assert both.client.post(both.at("hats"), {"seat": one.pk}).status_code == 303
    assert both.get("seat").status_code == 200


def test_a_second_seat_takes_the_code_a_card_or_an_invitation(both: Phone) -> None:
    page = text_of(both.get("hats"))
    assert 'name="ook"' in page
    asked = both.client.post("/meedoen/", {"code": both.session.join_code, "ook": "1"})
    assert asked.url == f"{both.code_page()}?ook"
    listed = text_of(both.client.get(asked.url))
    assert [party.name in listed for party in both.session.parties.all()] == [False, False, True]
    third = both.session.parties.last()
    assert "Ik ben Els en zit hier ook voor" in text_of(
        both.client.get(f"{both.code_page()}?partij={third.pk}&ook")
    )
    both.client.post(both.code_page(), {"party": third.pk, "hat": "also"})
    assert len(seats(both.session)) == 3


def test_somebody_else_on_this_phone_sees_nothing_of_who_had_it(at_table: GroupSession) -> None:
    one, other, _third = at_table.parties.all()
    phone = Phone(at_table).sit(one, "Els")
    phone.answer(1, 7, note="Alleen voor ons.")
    asked = text_of(phone.client.get(phone.link(other)))
    assert "Op deze telefoon doet Els mee" in asked
    warned = text_of(phone.client.get(f"{phone.link(other)}?ander"))
    assert "Dan doet deze telefoon niet meer mee" in warned
    first = seat_for(phone, 0).pk
    phone.client.post(phone.link(other), {"name": "Omar", "notice": "read"})
    page = text_of(phone.get("seat"))
    # As a word: three letters also stand in a random token now and then.
    assert not re.search(r"\bEls\b", page) and "Alleen voor ons." not in page and one.name not in page
    assert phone.client.get(phone.at("own_answers"), {"stoel": first}).status_code == 404


# Instead of who was invited


@pytest.fixture
def link(at_table: GroupSession) -> str:
    person = Representative.objects.create(
        municipality=at_table.municipality,
        party=at_table.parties.first(),
        name=INVITED,
        email="i@example.org",
    )
    return Phone(at_table).link(token_for(person))


def test_a_colleague_who_comes_instead_has_a_seat_of_their_own(at_table: GroupSession, link: str) -> None:
    phone = Phone(at_table)
    page = text_of(phone.client.get(f"{link}?vervanger"))
    assert f"U komt in plaats van {INVITED}" in page
    assert 'name="who" value="other"' in page
    phone.client.post(link, {"name": "Piet", "who": "other", "notice": "read"})
    substitute = Representative.objects.present().get()
    assert (substitute.name, substitute.instead_of.name, substitute.email) == ("Piet", INVITED, "")
    assert AuditEvent.objects.filter(action="take seat instead").count() == 1
    Phone(at_table).client.post(link, {"name": "Piet", "who": "other"})
    assert len(seats(at_table)) == 1, "another phone of the same substitute"
    Phone(at_table).client.post(link, {"name": INVITED})
    assert sorted(name for name, _how in seats(at_table)) == [INVITED, "Piet"]


def test_another_name_on_a_personal_link_is_asked_about(at_table: GroupSession, link: str) -> None:
    phone = Phone(at_table)
    page = phone.client.post(link, {"name": "Piet Bakker"})
    assert page.status_code == 200
    assert "De uitnodiging is voor Ilse Vermeer. U typte Piet Bakker." in text_of(page)
    assert text_of(page).count('name="who"') == 2
    assert seats(at_table) == []
    phone.client.post(link, {"name": "Piet Bakker", "who": "self"})
    assert Representative.objects.present().get().instead_of is None


@pytest.mark.parametrize("name", ["Ilse", "ilse  vermeer", "I. Vermeer", "Vermeer, I."])
def test_a_name_that_is_alike_is_no_question(at_table: GroupSession, link: str, name: str) -> None:
    assert Phone(at_table).client.post(link, {"name": name}).status_code == 303
    assert Representative.objects.present().get().email == "i@example.org"


def test_a_withdrawn_link_seats_no_substitute(at_table: GroupSession, link: str) -> None:
    remove_from_table(representative=Representative.objects.get(name=INVITED), actor=FACILITATOR, now=NOW)
    refused = Phone(at_table).client.post(link, {"name": "Piet", "who": "other"})
    assert refused.status_code == 404
    assert seats(at_table) == []


def test_the_notice_on_the_way_in_is_read_once(session: GroupSession) -> None:
    open_doors(session)
    phone = Phone(session)
    page = phone.client.get(phone.link(session.parties.first()))
    assert "Wie ziet uw antwoorden?" in text_of(page)
    phone.client.post(phone.link(session.parties.first()), {"name": "Els", "notice": "read"})
    assert "Welkom, Els" in text_of(phone.get("seat"))
