"""Answering on a phone: by script and by form, for one's own party only, and never a page that breaks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionnaire.answers import own_answers
from questionnaire.enums import AnswerKind, Moment
from questionnaire.models import Answer
from sessions import stage
from sessions.models import GroupSession
from tests.builders import answer, answering, build_session, reveal, statements_of, take
from tests.live.phones import Phone, text_of


@pytest.fixture
def phone(session: GroupSession) -> Phone:
    """A phone of the first party, while theme 2 (statements 4 to 7) is answered."""
    answering(session, 2)
    session.refresh_from_db()
    return Phone(session).sit(session.parties.first(), "Sanne")


def stored(phone: Phone, number: int):  # type: ignore[no-untyped-def]
    given = own_answers(party=phone.session.parties.first())
    return {at.statement_id: at for (_pk, moment), at in given.items() if moment == Moment.BEFORE_TALK}.get(
        next(s.pk for s in statements_of_session(phone) if s.number == number)
    )


def statements_of_session(phone: Phone):  # type: ignore[no-untyped-def]
    return [one for theme in phone.session.themes.all() for one in statements_of(theme)]


def test_an_answer_is_stored_when_it_says_so(phone: Phone) -> None:
    said = phone.answer(4, 7, note="Wij doen veel.")
    assert said.status_code == 200
    data = said.json()
    assert (data["choice"], data["version"], data["note"], data["by"]) == ("7", 1, "Wij doen veel.", "Sanne")
    assert data["at"] in data["words"]
    assert stored(phone, 4).value == 7


@pytest.mark.parametrize(
    ("choice", "kind", "value"),
    [
        ("0", AnswerKind.VALUE, 0),
        ("10", AnswerKind.VALUE, 10),
        ("unknown", AnswerKind.DONT_KNOW, None),
        ("not_applicable", AnswerKind.NOT_APPLICABLE, None),
    ],
)
def test_three_kinds_of_empty_are_three_things(
    phone: Phone, choice: str, kind: AnswerKind, value: int | None
) -> None:
    assert stored(phone, 5) is None
    assert phone.answer(5, choice).json()["choice"] == choice
    assert (stored(phone, 5).kind, stored(phone, 5).value) == (kind, value)
    page = text_of(phone.get("statement", number=5))
    assert page.count("checked") == 1


def test_nothing_is_chosen_beforehand_and_only_statement_5_can_be_not_applicable(phone: Phone) -> None:
    for number in (4, 5, 6, 7):
        page = text_of(phone.get("statement", number=number))
        assert " checked" not in page
        assert page.count('type="radio"') == (13 if number == 5 else 12)


def test_without_a_script_a_whole_theme_is_answered_by_form(phone: Phone) -> None:
    address = phone.at("seat")
    for number in (4, 5, 6, 7):
        page = phone.client.get(address)
        assert f'action="{phone.at("statement", number=number)}"' in text_of(page)
        done = phone.submit(number, answer="3", expected_version="0", note="")
        assert done.status_code == 303
        address = done.url
    assert address == phone.at("overview")
    assert Answer.objects.count() == 4
    overview = phone.client.get(address)
    assert overview.context["page"].within.is_complete
    changed = phone.submit(7, answer="9", expected_version="1")
    assert (changed.status_code, stored(phone, 7).value) == (303, 9)


@pytest.mark.parametrize(
    "choice",
    ["", "11", "-1", "99999999999999999999", "9" * 5000, "zeven", "7.5", "٣", "7\0", "None", " ", "1e1"],
)
def test_what_is_no_answer_is_told_and_kept(phone: Phone, choice: str) -> None:
    said = phone.answer(4, choice)
    assert (said.status_code, bool(said.json()["error"])) == (422, True)
    page = phone.submit(4, answer=choice, note="Mijn toelichting", expected_version="0")
    assert page.status_code == 422
    assert "Mijn toelichting" in text_of(page)
    assert not Answer.objects.exists()


def test_missing_fields_are_told(phone: Phone) -> None:
    assert phone.submit(4).status_code == 422
    assert phone.submit(4, answer="4").status_code == 303


@pytest.mark.parametrize("version", ["", "x", "-5", "9" * 40, "1.5", "\0"])
def test_a_strange_version_breaks_nothing_and_loses_nothing(phone: Phone, version: str) -> None:
    phone.answer(4, 3)
    refused = phone.answer(4, 8, version=version)
    assert refused.status_code in {409, 422}
    assert stored(phone, 4).value == 3


def test_not_applicable_where_it_is_not_allowed(phone: Phone) -> None:
    assert phone.answer(4, "not_applicable").status_code == 422
    assert phone.submit(4, answer="not_applicable").status_code == 422
    assert not Answer.objects.exists()


def test_a_note_is_kept_whole_or_refused_whole(phone: Phone) -> None:
    lines = "\r\n".join(["x" * 9] * 28)
    assert phone.answer(4, 5, note=lines + "\r\n").status_code == 200
    assert len(stored(phone, 4).note) == 279
    refused = phone.submit(4, answer="5", note="y" * 281, expected_version="1")
    assert refused.status_code == 422
    assert "y" * 281 in text_of(refused)
    assert phone.answer(4, 5, version=1, note="a\0b").status_code == 422
    script = "<script>alert(1)</script>"
    assert phone.answer(4, 5, version=1, note=script).json()["note"] == script
    assert script not in text_of(phone.get("statement", number=4))


@pytest.mark.parametrize("number", [16, 99, 10**18, 10**30])
def test_a_statement_that_does_not_exist(phone: Phone, number: int) -> None:
    assert phone.get("statement", number=number).status_code == 404
    assert phone.answer(number, 5).status_code == 404


def test_a_theme_that_is_not_open(phone: Phone) -> None:
    assert phone.get("statement", number=8).url == phone.at("seat")
    assert phone.answer(8, 5).status_code == 409
    refused = phone.submit(8, answer="5", note="Toch")
    assert refused.status_code == 409
    assert refused.context["error"]
    assert not Answer.objects.exists()


def test_too_late_is_told_and_what_was_saved_counts(phone: Phone) -> None:
    phone.answer(4, 3)
    theme = phone.session.themes.get(position=2)
    reveal(phone.session, theme)
    late = phone.answer(4, 8, version=1)
    assert (late.status_code, late.json()["name"]) == (409, "toolate")
    page = phone.submit(4, answer="8", expected_version="1")
    assert page.status_code == 409
    assert page.context["page"].step == "revealed"
    assert page.context["revealed"][0]["own"] == "3"


def test_a_note_that_came_too_late_can_still_be_read_without_a_script(phone: Phone) -> None:
    reveal(phone.session, phone.session.themes.get(position=2))
    page = phone.submit(4, answer="8", note="Wij bellen <b>eerst</b>.", expected_version="0")
    assert page.status_code == 409
    assert "Wij bellen &lt;b&gt;eerst&lt;/b&gt;." in text_of(page)


def test_nothing_is_taken_while_interrupted(phone: Phone) -> None:
    take(stage.pause_session, phone.session)
    assert phone.answer(4, 8).json()["name"] == "notopenyet"
    assert not Answer.objects.exists()


def test_a_double_click_is_one_answer(phone: Phone) -> None:
    assert phone.answer(4, 8).json() == phone.answer(4, 8).json()
    assert phone.submit(4, answer="8", expected_version="0").status_code == 303


def test_two_tabs_get_both_answers_to_choose_from(phone: Phone) -> None:
    colleague = Phone(phone.session).sit(phone.session.parties.first(), "Yusuf")
    colleague.answer(4, 9, note="Wij wel")
    refused = phone.answer(4, 2)
    theirs = refused.json()["theirs"]
    assert (refused.status_code, theirs["choice"], theirs["by"], theirs["version"]) == (409, "9", "Yusuf", 1)
    page = phone.submit(4, answer="2", note="Wij niet", expected_version="0")
    assert page.status_code == 409
    body = text_of(page)
    assert "Yusuf" in body and "Wij wel" in body and "Wij niet" in body
    assert body.count('name="expected_version" value="1"') == 2
    assert phone.submit(4, answer="2", note="Wij niet", expected_version="1").status_code == 303
    assert stored(phone, 4).value == 2
    assert stored(phone, 4).version == 2


def test_colleagues_see_each_others_entry_and_nothing_of_others(phone: Phone) -> None:
    first, other, _third = phone.session.parties.all()
    colleague, stranger = Phone(phone.session).sit(first, "Yusuf"), Phone(phone.session).sit(other, "Ann")
    phone.answer(4, 7, note="alleen voor ons")
    seen = colleague.get("own_answers")
    assert seen.json()["answers"]["4"]["choice"] == "7"
    assert "Sanne" in seen.json()["answers"]["4"]["words"]
    again = colleague.client.get(colleague.at("own_answers"), headers={"if-none-match": seen["ETag"]})
    assert again.status_code == 304
    assert stranger.get("own_answers").json() == {"answers": {}}


@pytest.mark.parametrize("name", ["seat", "seat_now", "overview", "notice", "own_answers", "statement"])
def test_nobody_peeks_before_the_reveal(phone: Phone, name: str) -> None:
    more = {"number": 4} if name == "statement" else {}
    secret = "Drieëndertig geheime woorden"
    phone.answer(4, 7, note=secret)
    stranger = Phone(phone.session).sit(phone.session.parties.last(), "Ann")
    before = text_of(stranger.get(name, **more))
    assert secret not in before
    assert "checked" not in before
    phone.answer(4, 2, version=1, note=secret)
    assert without_tokens(text_of(stranger.get(name, **more))) == without_tokens(before)


def without_tokens(page: str) -> str:
    """Leave out what differs on each page by itself: the signs against forged forms and the ticket."""
    page = re.sub(r'value="\w{64}"|X-CSRFToken&quot;: &quot;\w+|"X-CSRFToken": "\w+"', "", page)
    return re.sub(r'data-live-stream="[^"]*"', "", page)


def test_a_phone_of_one_session_is_nobody_in_another(phone: Phone) -> None:
    other = build_session(phone.session.municipality)
    answering(other, 2)
    stranger = Phone(other, phone.client)
    for name in ("seat", "seat_now", "overview", "notice", "own_answers"):
        assert stranger.get(name).status_code == 404
    assert stranger.answer(4, 5).status_code == 404
    assert not Answer.objects.exists()


def test_after_the_talk_a_second_answer_stands_beside_the_first(phone: Phone) -> None:
    phone.answer(4, 3)
    theme = phone.session.themes.get(position=2)
    reveal(phone.session, theme)
    take(stage.reopen_theme, phone.session, theme=theme, reason="nieuwe cijfers")
    page = phone.get("statement", number=4)
    assert " checked" not in text_of(page)
    assert page.context["page"].chosen.first_choice == "3"
    assert phone.answer(4, 8).status_code == 200
    assert stored(phone, 4).value == 3
    reveal(phone.session, theme)
    shown = phone.get("seat").context["revealed"][0]
    assert (shown["own"], shown["own_after"]) == ("3", "8")


def test_the_sheet_costs_as_many_queries_for_one_party_as_for_many(session: GroupSession) -> None:
    counts = []
    for parties in (("Een",), tuple(f"Partij {number}" for number in range(12))):
        other = build_session(session.municipality, parties=parties)
        theme = answering(other, 2)
        for party in other.parties.all():
            answer(party, statements_of(theme)[0])
        phone = Phone(other).sit(other.parties.first())
        with CaptureQueriesContext(connection) as queries:
            assert phone.get("seat").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_tap_asks_the_database_for_no_more_than_it_needs(phone: Phone) -> None:
    """Each thing once, and no texts: a tap shows no page, and a whole table taps at the same time."""
    phone.answer(4, 7)
    with CaptureQueriesContext(connection) as queries:
        assert phone.answer(4, 8, version=1).status_code == 200
    asked = [
        query["sql"] for query in queries if query["sql"].startswith("SELECT ") and " FROM " in query["sql"]
    ]
    assert len(asked) == 7
    assert sum('"suspension_reason"' in sql for sql in asked) == 1
    assert not any('"catalogue_statement"."text"' in sql for sql in asked)
