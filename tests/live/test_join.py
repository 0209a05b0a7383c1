"""Joining by code, link and card: forgiving to people, no help to guessers, never locking out a room."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from audit.models import AuditEvent
from live.guessing import GUESSES
from sessions import stage
from sessions.enums import JoinedBy
from sessions.links import token_for
from sessions.models import GroupSession, Representative
from sessions.seats import SEATS_PER_PARTY, remove_from_table
from tests.builders import (
    FACILITATOR,
    NOW,
    build_municipality,
    build_session,
    open_doors,
    seat,
    take,
)
from tests.live.phones import ADDRESS, Phone, seats, text_of

CODE_PAGE = reverse("live_platform:join_code")
NAMES = ["ب" * 60, "🧺🧺", "<script>alert(1)</script>", "O'Brien & co", "x" * 120]


def invited(session: GroupSession, name: str = "Sanne") -> Representative:
    party = session.parties.first()
    return Representative.objects.create(
        municipality=session.municipality, party=party, name=name, email="sanne@example.org"
    )


def type_code(code: str, client: Client | None = None):  # type: ignore[no-untyped-def]
    return (client or Client(REMOTE_ADDR=ADDRESS)).post(CODE_PAGE, {"code": code})


def test_a_code_leads_to_the_list_of_parties_and_a_seat(session: GroupSession) -> None:
    open_doors(session)
    phone = Phone(session)
    answer = type_code(session.spoken_join_code.lower(), phone.client)
    assert (answer.status_code, answer.url) == (303, phone.code_page())
    page = text_of(phone.client.get(answer.url))
    assert all(party.name in page for party in session.parties.all())
    party = session.parties.last()
    joined = phone.client.post(answer.url, {"party": party.pk, "name": " Ann   de Vries "})
    assert (joined.status_code, joined.url) == (303, phone.at("seat"))
    assert seats(session) == [("Ann de Vries", JoinedBy.CODE)]
    assert phone.client.get(phone.code_page()).url == phone.at("seat")
    assert "Ann de Vries" in text_of(Phone(session).client.get(phone.code_page()))


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}.{1}", "{0}–{1}\t"])
def test_the_code_is_read_forgivingly(session: GroupSession, typed: str) -> None:
    open_doors(session)
    code = session.join_code.lower()
    assert type_code(typed.format(code[:4], code[4:])).status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "ABC", "ABCD2345X", "🧺" * 8, "<script>", "x" * 500, "AB\0CD2345", "İİİİİİİİ"]
)
def test_an_unknown_code_is_told_and_kept(session: GroupSession, typed: str) -> None:
    open_doors(session)
    answer = type_code(typed)
    assert answer.status_code == 422
    assert "<script>" not in text_of(answer)
    assert answer.context["form"]["code"].value() == typed
    assert answer.context["form"].errors["code"]


def test_a_code_of_a_session_that_is_not_open_is_unknown(session: GroupSession) -> None:
    assert type_code(session.join_code).status_code == 422
    assert Client().get(Phone(session).code_page()).status_code == 404


def test_a_code_under_another_municipality_does_not_exist(session: GroupSession) -> None:
    open_doors(session)
    elsewhere = reverse(
        "live:join_by_code", kwargs={"gemeente": build_municipality("Elders").slug, "code": session.join_code}
    )
    fields = {"party": session.parties.first().pk, "name": "Ann"}
    with scope(municipality=None):
        assert Client().get(elsewhere).status_code == 404
        assert Client().post(elsewhere, fields).status_code == 404
    assert seats(session) == []


def test_a_guesser_waits_and_nobody_else_does(session: GroupSession) -> None:
    open_doors(session)
    guesser = Client(REMOTE_ADDR=ADDRESS)
    for _ in range(GUESSES // 2):
        assert type_code("ABCD2345", guesser).status_code == 422
        assert guesser.get(Phone(session).code_page("ABCD2345")).status_code == 404
    assert type_code(session.join_code, guesser).status_code == 429
    assert guesser.get(Phone(session).code_page()).status_code == 429
    assert type_code(session.join_code).status_code == 303


def test_a_right_code_ends_the_row_of_wrong_ones(session: GroupSession) -> None:
    open_doors(session)
    browser = Client(REMOTE_ADDR=ADDRESS)
    for _ in range(3):
        for _ in range(GUESSES - 1):
            type_code("ABCD2345", browser)
        assert type_code(session.join_code, browser).status_code == 303


@pytest.mark.slow
def test_forty_phones_behind_one_address_join_while_somebody_guesses(session: GroupSession) -> None:
    open_doors(session)
    guesser = Client(REMOTE_ADDR=ADDRESS)
    parties = list(session.parties.all())
    for number in range(40):
        type_code("ABCD2345", guesser)
        phone = Phone(session)
        if number % 2:
            page = type_code(session.join_code, phone.client).url
            fields = {"party": parties[number % 3].pk, "name": f"Persoon {number}"}
            assert phone.client.post(page, fields).status_code == 303
        else:
            phone.sit(parties[number % 3], f"Persoon {number}")
        assert phone.get("seat").status_code == 200
    assert len(seats(session)) == 40


def test_a_personal_link_knows_the_name_and_asks_one_press(session: GroupSession) -> None:
    person = invited(open_doors(session))
    phone = Phone(session)
    events = AuditEvent.objects.count()
    for _ in range(3):
        page = phone.client.get(phone.link(person))
        assert page.status_code == 200
    assert 'value="Sanne"' in text_of(page)
    person.refresh_from_db()
    assert (person.joined_at, AuditEvent.objects.count(), phone.client.session.get("seats")) == (
        None,
        events,
        None,
    )
    assert phone.client.post(phone.link(person), {"name": "Sanne"}).status_code == 303
    assert seats(session) == [("Sanne", JoinedBy.LINK)]
    assert phone.client.get(phone.link(person)).url == phone.at("seat")


def test_the_same_link_on_another_phone_seats_the_same_person(session: GroupSession) -> None:
    person = invited(open_doors(session))
    for _ in range(2):
        phone = Phone(session)
        phone.client.post(phone.link(person), {"name": "Sanne"})
        assert phone.get("seat").status_code == 200
    assert len(seats(session)) == 1


def test_a_double_click_on_a_card_makes_one_seat(session: GroupSession) -> None:
    party = open_doors(session).parties.first()
    first, second = Phone(session), Phone(session)
    for phone in (first, second):
        assert phone.client.post(phone.link(party), {"name": "Yusuf"}).status_code == 303
    assert seats(session) == [("Yusuf", JoinedBy.SEAT_CARD)]
    assert first.get("seat").status_code == second.get("seat").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_a_name_and_never_markup(session: GroupSession, name: str) -> None:
    party = open_doors(session).parties.first()
    party.name = name
    party.save()
    phone = Phone(session).sit(party, name)
    pages = [phone.client.get(phone.at("seat")), Phone(session).client.get(phone.link(party))]
    pages.append(Phone(session).client.get(phone.code_page()))
    assert all(page.status_code == 200 and "<script>alert" not in text_of(page) for page in pages)
    assert seats(session)[0][0] == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 200, "a\0b"])
def test_a_name_that_is_none_is_told_and_kept(session: GroupSession, name: str) -> None:
    phone = Phone(open_doors(session))
    for address in (phone.link(session.parties.first()), phone.code_page()):
        answer = phone.client.post(address, {"name": name, "party": session.parties.first().pk})
        assert answer.status_code == 422
        assert answer.context["form"]["name"].value() == name
    assert seats(session) == []


@pytest.mark.parametrize("party", ["", "0", "abc", "9" * 30, "-1", "foreign"])
def test_a_party_of_elsewhere_can_not_be_chosen(session: GroupSession, party: str) -> None:
    other = build_session(session.municipality)
    phone = Phone(open_doors(session))
    chosen = str(other.parties.first().pk) if party == "foreign" else party
    assert phone.client.post(phone.code_page(), {"party": chosen, "name": "Ann"}).status_code == 422
    assert seats(session) == seats(other) == []


def test_withdrawn_foreign_and_broken_links_say_how_to_get_in(session: GroupSession) -> None:
    person = invited(open_doors(session))
    party, phone = session.parties.last(), Phone(session)
    withdrawn = token_for(party)
    party.seat_card_version += 1
    party.save()
    gone = token_for(person)
    remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    screen, good = token_for(session), token_for(party)
    for token in (
        withdrawn,
        gone,
        screen,
        good[:-1],
        good.upper(),
        "x",
        "p1-" + "a" * 26,
        "🧺",
        "p" + "9" * 18,
    ):
        for answer in (
            phone.client.get(phone.link(token)),
            phone.client.post(phone.link(token), {"name": "Ann"}),
        ):
            assert answer.status_code == 404
            assert CODE_PAGE in text_of(answer)
    assert seats(session) == []


def test_a_link_under_another_municipality_does_not_exist(session: GroupSession) -> None:
    token = token_for(open_doors(session).parties.first())
    other = build_municipality("Elders").slug
    address = reverse("live:join_link", kwargs={"gemeente": other, "token": token})
    with scope(municipality=None):
        assert Client().get(address).status_code == 404
        assert Client().post(address, {"name": "Ann"}).status_code == 404
    assert seats(session) == []


def test_too_early_is_told_with_the_date_and_seats_nobody(session: GroupSession) -> None:
    phone = Phone(session)
    link = phone.link(session.parties.first())
    for answer in (phone.client.get(link), phone.client.post(link, {"name": "Ann"})):
        assert answer.status_code == 200
        assert "2026" in text_of(answer)
    assert seats(session) == []


def test_before_the_meeting_one_can_join_where_answering_ahead_is_chosen(session: GroupSession) -> None:
    ahead = build_session(session.municipality, answer_ahead=True)
    phone = Phone(ahead).sit(ahead.parties.first())
    assert phone.get("statement", number=8).status_code == 200


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_too_late_is_told(session: GroupSession, is_cancelled: bool) -> None:
    party = open_doors(session).parties.first()
    seated, stranger = Phone(session).sit(party), Phone(session)
    if is_cancelled:
        take(stage.cancel_session, session, now=timezone.now(), reason="ziek")
    else:
        take(stage.start_session, session)
        take(stage.close_session, session, now=timezone.now(), follow_up_on=None)
    for phone in (seated, stranger):
        assert phone.client.get(phone.link(party)).status_code == 410
        assert phone.client.post(phone.link(party), {"name": "Ann"}).status_code == 410
    sheet = seated.at("seat")
    assert (sheet in text_of(seated.client.get(seated.link(party)))) is not is_cancelled
    assert sheet not in text_of(stranger.client.get(stranger.link(party)))
    assert len(seats(session)) == 1


def test_a_link_of_another_party_warns_before_it_moves_this_phone(session: GroupSession) -> None:
    first, second = list(open_doors(session).parties.all())[:2]
    phone = Phone(session).sit(first)
    page = phone.client.get(phone.link(second))
    assert page.status_code == 200
    assert page.context["other_seat"].party == first
    phone.client.post(phone.link(second), {"name": "Yusuf"})
    assert second.name in text_of(phone.get("seat"))


def test_nobody_fills_the_table_with_a_join_code(session: GroupSession) -> None:
    open_doors(session)
    party = session.parties.first()
    for number in range(SEATS_PER_PARTY):
        seat(party, f"Persoon {number}")
    phone = Phone(session)
    answer = phone.client.post(phone.code_page(), {"party": party.pk, "name": "Nog iemand"})
    assert answer.status_code == 422
    assert answer.context["form"]["name"].value() == "Nog iemand"
    assert len(seats(session)) == SEATS_PER_PARTY
