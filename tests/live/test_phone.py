"""What a phone shows at each step of the session, and how it follows without a reload."""

import pytest
from django.utils import timezone

from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from live.seat_words import revealed_to
from sessions import stage
from sessions.models import GroupSession, Representative
from sessions.names import hide_names, show_names
from sessions.seats import remove_from_table
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answer,
    answering,
    build_party,
    build_session,
    open_doors,
    reveal,
    statements_of,
    take,
    theme_at,
)
from tests.live.phones import Phone, text_of


@pytest.fixture
def phone(session: GroupSession) -> Phone:
    return Phone(open_doors(session)).sit(session.parties.first(), "Sanne")


def step(phone: Phone, view: str = "") -> str:
    """Return the step that the fragment shows; the whole page shows the same."""
    fragment = phone.client.get(phone.at("seat_now"), {"stelling": view})
    assert fragment.status_code == 200
    shown = str(fragment.context["page"].step)
    if not view:
        assert str(phone.get("seat").context["page"].step) == shown
    return shown


def test_a_phone_goes_along_with_every_step(phone: Phone) -> None:
    session = phone.session
    steps = [step(phone)]
    take(stage.start_session, session)
    steps.append(step(phone))
    theme = answering(session, 1)
    steps.append(step(phone))
    for statement in statements_of(theme):
        answer(session.parties.first(), statement)
    steps.append(step(phone))
    reveal(session, theme)
    steps.append(step(phone))
    take(stage.pause_session, session)
    steps.append(step(phone))
    take(stage.resume_session, session)
    take(stage.begin_wrap_up, session)
    steps.append(step(phone))
    take(stage.close_session, session, now=timezone.now(), follow_up_on=TODAY)
    steps.append(step(phone))
    assert steps == [
        "lobby", "introduction", "statement", "overview", "revealed", "paused", "wrap_up", "closed",
    ]  # fmt: skip


def test_a_cancelled_session_says_so(phone: Phone) -> None:
    take(stage.cancel_session, phone.session, reason="ziek")
    assert step(phone) == "cancelled"


def test_the_notice_comes_before_the_first_answer_and_once(session: GroupSession) -> None:
    answering(session)
    phone = Phone(session)
    phone.client.post(phone.link(session.parties.first()), {"name": "Sanne"})
    assert step(phone) == "notice"
    assert phone.get("statement", number=1).url == phone.at("seat")
    assert "<strong>" in text_of(phone.get("notice"))
    assert step(phone) == "notice"
    assert phone.client.post(phone.at("notice")).url == phone.at("seat")
    assert step(phone) == "statement"
    phone.client.post(phone.at("notice"))
    assert phone.client.session["notices_read"] == [Representative.objects.get(name="Sanne").pk]


@pytest.mark.parametrize("names", [True, False])
def test_the_notice_says_what_the_report_shows(session: GroupSession, names: bool) -> None:
    session.names_in_report = names
    session.save()
    phone = Phone(open_doors(session)).sit(session.parties.first())
    page = text_of(phone.get("notice"))
    assert ("toont de antwoorden met de naam van uw organisatie" in page) is names
    assert ("toont alleen totalen, zonder namen van organisaties" in page) is not names


def test_the_fragment_is_fetched_again_only_when_something_changed(phone: Phone) -> None:
    answering(phone.session)
    phone.session.refresh_from_db()
    fragment = phone.get("seat_now")

    def again() -> int:
        headers = {"if-none-match": fragment["ETag"]}
        return phone.client.get(phone.at("seat_now"), headers=headers).status_code

    assert fragment.content.decode().startswith('<div id="now"')
    assert again() == 304
    answer(phone.session.parties.last(), statements_of(theme_at(phone.session, 1))[0])
    assert again() == 304
    Phone(phone.session).sit(phone.session.parties.first(), "Yusuf")
    assert again() == 200
    fragment = phone.get("seat_now")
    assert phone.answer(1, 5).status_code == 200
    assert again() == 200


def test_a_statement_stays_where_it_is_until_its_theme_ends(phone: Phone) -> None:
    theme = answering(phone.session, 2)
    shown = phone.client.get(phone.at("seat_now"), {"stelling": "6"}).context["page"]
    Phone(phone.session).sit(phone.session.parties.first(), "Yusuf")
    later = phone.client.get(phone.at("seat_now"), {"stelling": "6"}).context["page"]
    assert (shown.key, shown.view) == (later.key, later.view)
    reveal(phone.session, theme)
    after = phone.client.get(phone.at("seat_now"), {"stelling": "6"}).context["page"]
    assert (after.step, after.key != shown.key) == ("revealed", True)


@pytest.mark.parametrize("view", ["abc", "-1", "9" * 100, "<script>", "\u202e", "99"])
def test_a_strange_view_shows_what_is_now(phone: Phone, view: str) -> None:
    answering(phone.session, 2)
    fragment = phone.client.get(phone.at("seat_now"), {"stelling": view})
    assert fragment.context["page"].view == "4"
    assert "<script>" not in text_of(fragment)


def test_a_removed_person_is_out_at_the_next_request(phone: Phone) -> None:
    answering(phone.session)
    person = Representative.objects.get(name="Sanne")
    remove_from_table(representative=person, actor=FACILITATOR, now=NOW)
    for name in ("seat", "seat_now", "overview", "notice", "own_answers"):
        refused = phone.get(name)
        assert refused.status_code == 404
        assert refused.context["had_one"]
    assert phone.answer(1, 5).status_code == 404
    assert not Phone(phone.session).get("seat").context["had_one"]


def test_what_was_revealed_shows_ones_own_row_in_words(phone: Phone) -> None:
    theme = answering(phone.session, 2)
    first, second, _third = phone.session.parties.all()
    four = statements_of(theme)[0]
    answer(first, four, 3)
    answer(second, four, 8, note="Elke dag een gesprek")
    reveal(phone.session, theme)
    page = phone.get("seat")
    shown = page.context["revealed"]
    assert [one["statement"].number for one in shown] == [4, 5, 6, 7]
    assert shown[0]["own"] == "3"
    body = text_of(page)
    assert body.count("<svg") >= 4 and "Elke dag een gesprek" in body


def test_before_the_meeting_all_themes_can_be_answered_ahead(session: GroupSession) -> None:
    ahead = build_session(session.municipality, answer_ahead=True)
    phone = Phone(ahead).sit(ahead.parties.first())
    page = phone.get("seat").context["page"]
    assert (page.step, page.total, page.answered) == ("lobby", 16, 0)
    assert phone.answer(8, 5).status_code == 200
    assert step(phone, "overzicht") == "overview"
    answering(ahead, 1)
    assert step(phone, "8") == "statement"
    assert phone.client.get(phone.at("seat_now"), {"stelling": "8"}).context["page"].view == "1"


def propose(phone: Phone, party: int = 0) -> ActionPoint:
    organisation = list(phone.session.parties.all())[party].organisation
    return propose_action(
        phone.session,
        what="Eén telefoonnummer",
        actor=FACILITATOR,
        author="R. Smit",
        today=TODAY,
        now=NOW,
        owner_organisation=organisation,
    )


def test_an_owner_says_yes_on_the_spot(phone: Phone) -> None:
    answering(phone.session)
    point = propose(phone)
    address = phone.at("accept_action", action=point.pk)
    assert address in text_of(phone.get("seat"))
    assert address in text_of(phone.get("seat_now"))
    for _ in range(2):
        assert phone.client.post(address, {"revision": point.revision}).url == phone.at("seat")
    point.refresh_from_db()
    assert point.status == "accepted"
    assert point.events.last().author == "Sanne"
    assert address not in text_of(phone.get("seat"))


def test_giving_back_asks_for_a_reason_and_keeps_what_was_typed(phone: Phone) -> None:
    answering(phone.session)
    point = propose(phone)
    address = phone.at("hand_back_action", action=point.pk)
    assert phone.client.post(address, {"revision": point.revision, "reason": " "}).status_code == 422
    too_long = phone.client.post(address, {"revision": point.revision, "reason": "z" * 601})
    assert too_long.status_code == 422 and "z" * 601 in text_of(too_long)
    stale = phone.client.post(address, {"revision": "x" * 50, "reason": "Geen geld\0"})
    assert stale.status_code == 422 and "Geen geld" in text_of(stale)
    done = phone.client.post(address, {"revision": point.revision, "reason": "Geen geld"})
    assert done.status_code == 303
    point.refresh_from_db()
    assert point.status == "handed_back"


def test_nobody_answers_for_another_organisation(phone: Phone) -> None:
    answering(phone.session)
    point = propose(phone, party=1)
    for name in ("accept_action", "hand_back_action"):
        for action in (point.pk, 10**17):
            address = phone.at(name, action=action)
            assert phone.client.post(address, {"revision": 1, "reason": "Nee"}).status_code == 404
            assert address not in text_of(phone.get("seat"))
    point.refresh_from_db()
    assert point.status == "proposed"


def test_the_wrap_up_shows_what_was_agreed(phone: Phone) -> None:
    answering(phone.session)
    point = propose(phone, party=1)
    take(stage.begin_wrap_up, phone.session)
    page = phone.get("seat")
    assert page.context["action_points"] == [point]
    take(stage.close_session, phone.session, now=timezone.now(), follow_up_on=TODAY)
    assert "Eén telefoonnummer" in text_of(phone.get("seat"))


def test_english_stands_beside_the_dutch(phone: Phone) -> None:
    answering(phone.session, 2)
    phone.client.cookies["django_language"] = "en"
    page = text_of(phone.get("statement", number=4))
    statement = statements_of(theme_at(phone.session, 2))[0]
    assert statement.text_in("en") in page
    assert all(segment.text in page for segment in statement.segments("nl"))
    phone.client.cookies["django_language"] = "nl"
    assert statement.text_in("en") not in text_of(phone.get("statement", number=4))


# After the reveal


def revealed_page(session: GroupSession, *, names_after_talk: bool) -> str:
    one, other, third = session.parties.all()
    statement = statements_of(theme_at(session, 1))[0]
    for party, figure in ((one, 7), (other, 7), (third, 2)):
        answer(party, statement, figure, note=f"Zegt {party.name}.")
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=names_after_talk)
    session.refresh_from_db()
    reveal(session, theme_at(session, 1))
    phone = Phone(session).sit(one, "Els")
    for name in ("seat", "seat_now"):
        page = text_of(phone.get(name))
    return page


def test_mine_stands_among_the_others(session: GroupSession) -> None:
    answering(session, 1)
    page = revealed_page(session, names_after_talk=False)
    names = [party.name for party in session.parties.all()]
    assert f"{names[0]} (u)" in page
    assert all(name in page for name in names)


def test_mine_is_mine_also_after_the_talk_while_names_wait(session: GroupSession) -> None:
    theme = answering(session, 1)
    one, other, third = session.parties.all()
    statement = statements_of(theme)[0]
    for party in (one, other, third):
        answer(party, statement, 5)
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
    reveal(session, theme)
    take(stage.reopen_theme, session, theme=theme, reason="Er is veel gezegd.")
    later = {one: 8, other: 6}
    for party, figure in later.items():
        answer(party, statement, figure)
    reveal(session, theme_at(session, 1))
    for party in (one, other, third):
        shown = revealed_to(party, theme_at(session, 1))["revealed"][0]
        mine = [row.after_value for row in shown["picture"].rows if row.name == "U"]
        assert mine == [later.get(party)], party


def test_who_walks_in_after_the_reveal_reads_that_nothing_was_answered(session: GroupSession) -> None:
    answering(session, 1)
    answer(session.parties.first(), statements_of(theme_at(session, 1))[0], 5)
    reveal(session, theme_at(session, 1))
    page = text_of(Phone(session).sit(build_party(session, "Buurthuis", 9), "Omar").get("seat"))
    assert page.count("<strong>niet ingevuld</strong>") == len(statements_of(theme_at(session, 1)))


NAMES_LATER = "De namen en toelichtingen komen na het gesprek."


def test_the_notice_promises_names_after_the_talk_only_where_every_theme_keeps_it(
    session: GroupSession,
) -> None:
    def told() -> bool:
        page = Phone(session).client.get(Phone(session).link(session.parties.first()))
        return NAMES_LATER in text_of(page)

    answering(session, 1)
    assert not told()
    take(hide_names, session, theme=theme_at(session, 1))
    assert not told(), "the other themes show their names at once"
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True)
    session.themes.update(names_shown_at=None)
    assert told(), "as it was planned for every theme"
    reveal(session, theme_at(session, 1))
    take(show_names, session, theme=theme_at(session, 1))
    assert told(), "after the talk of the first theme the others still keep them"
    take(show_names, session, theme=theme_at(session, 2))
    assert not told()


def test_while_names_wait_no_phone_holds_one_beside_an_answer(session: GroupSession) -> None:
    answering(session, 1)
    page = revealed_page(session, names_after_talk=True)
    names = [party.name for party in session.parties.all()]
    assert "De namen komen na het gesprek." in page
    assert not any(name in page for name in names[1:])
    assert "Zegt" not in page
    mine = page[page.index("<svg") :]
    assert mine.count(">U<") >= 1 and names[0] not in mine
    # Once they are shown, they are on the next fragment.
    row = theme_at(session, 1)
    row.names_shown_at = NOW
    row.save()
    shown = text_of(Phone(session).sit(session.parties.first(), "Omar").get("seat"))
    assert all(name in shown for name in names)
