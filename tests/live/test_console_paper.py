"""The grid for paper: rows stored whole, errors in place, and no trace of what a party answered itself."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from questionnaire.enums import AnswerKind, Moment, Source
from questionnaire.models import Answer
from sessions import stage
from sessions.models import GroupSession, Party, SessionTheme
from tests.builders import (
    answer,
    answering,
    build_party,
    build_session,
    build_user,
    reveal,
    statements_of,
    take,
    theme_at,
)
from tests.queries import BLOCK
from users.models import User

pytestmark = pytest.mark.slow


@pytest.fixture
def leader(db: None) -> User:
    return build_user("R. Smit")


@pytest.fixture
def room(inside: Municipality, leader: User) -> GroupSession:
    return build_session(inside, facilitator=leader)


@pytest.fixture
def theme(room: GroupSession) -> SessionTheme:
    return answering(room)


@pytest.fixture
def desk(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client


def sheet(theme: SessionTheme) -> str:
    place = {"gemeente": theme.municipality.slug, "pk": theme.session_id, "theme": theme.pk}
    return reverse("live:console_paper", kwargs=place)


def typed(party: Party, theme: SessionTheme, *values: object) -> dict[str, object]:
    """Return the fields of a row, as the browser sends them."""
    return {
        f"p{party.pk}-s{statement.pk}": value
        for statement, value in zip(statements_of(theme), values, strict=False)
    }


def stored(party: Party) -> list[tuple[str, int | None, str]]:
    rows = Answer.objects.filter(party=party).order_by("statement__number")
    return [(row.kind, row.value, row.source) for row in rows]


def text(response: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*', "", response.content.decode())


def test_several_parties_are_typed_at_once(desk: Client, room: GroupSession, theme: SessionTheme) -> None:
    first, second, third = room.parties.all()
    sent = {**typed(first, theme, "7", " 0 ", "10"), **typed(second, theme, "?", "", "W")}
    response = desk.post(sheet(theme), sent)
    assert (response.status_code, response["Location"]) == (303, sheet(theme))
    values = [(AnswerKind.VALUE, value, Source.PAPER) for value in (7, 0, 10)]
    assert stored(first) == values
    assert stored(second) == [(AnswerKind.DONT_KNOW, None, Source.PAPER)] * 2
    assert stored(third) == []


def test_does_not_apply_only_where_the_statement_allows_it(desk: Client, room: GroupSession) -> None:
    theme = answering(room, 2)
    party = room.parties.first()
    for statement in statements_of(theme):
        response = desk.post(sheet(theme), {f"p{party.pk}-s{statement.pk}": "N"})
        assert response.status_code == (303 if statement.allows_not_applicable else 422)
    assert [kind for kind, _value, _source in stored(party)] == [AnswerKind.NOT_APPLICABLE]


@pytest.mark.parametrize("wrong", ["11", "-1", "7,5", "zeven", "٣", "1e1", "<b>", "\0", "9" * 500, "n"])
def test_a_wrong_row_is_kept_as_typed_and_the_others_are_stored(
    desk: Client, room: GroupSession, theme: SessionTheme, wrong: str
) -> None:
    first, second, _third = room.parties.all()
    response = desk.post(sheet(theme), {**typed(first, theme, "7", wrong), **typed(second, theme, "8")})
    if wrong == "\0":
        assert response.status_code == 303  # nothing is left of it: an empty field
        return
    assert response.status_code == 422
    page = response.content.decode()
    name = f"p{first.pk}-s{statements_of(theme)[0].pk}"
    assert f'name="{name}" value="7"' in page
    assert page.count('aria-invalid="true"') == 1
    assert page.count("utrecht-form-field__error-message") == 1
    assert "<b>" not in page
    assert stored(first) == []
    assert len(stored(second)) == 1


def test_nothing_typed_stores_nothing(desk: Client, room: GroupSession, theme: SessionTheme) -> None:
    assert desk.post(sheet(theme), {}).status_code == 303
    assert not Answer.objects.exists()


@pytest.mark.parametrize("address", ["", "?opnieuw={party}"])
def test_who_answered_leaves_no_trace_of_what(
    desk: Client, room: GroupSession, theme: SessionTheme, address: str
) -> None:
    party = room.parties.first()
    url = sheet(theme) + address.format(party=party.pk)
    pages = []
    for party_answer in (3, 9):
        Answer.objects.all().delete()
        answer(party, statements_of(theme)[0], party_answer, note="KANARIE")
        pages.append(text(desk.get(url)))
    assert pages[0] == pages[1]
    assert "KANARIE" not in pages[0]


@pytest.mark.parametrize("guess", ["6", "5"])
def test_trying_figures_tells_nothing(
    desk: Client, room: GroupSession, theme: SessionTheme, guess: str
) -> None:
    party = room.parties.first()
    answer(party, statements_of(theme)[0], 6)
    response = desk.post(sheet(theme), typed(party, theme, guess, "4"))
    assert response.status_code == 422
    assert stored(party) == [(AnswerKind.VALUE, 6, Source.OWN_DEVICE)]
    assert "intussen al ingevuld" in response.content.decode()


def test_replacing_asks_first(desk: Client, room: GroupSession, theme: SessionTheme) -> None:
    party, statement = room.parties.first(), statements_of(theme)[0]
    answer(party, statement, 6)
    page = desk.get(f"{sheet(theme)}?opnieuw={party.pk}").content.decode()
    assert 'name="agreed"' in page
    sent = {**typed(party, theme, "8"), "again": party.pk, f"p{party.pk}-s{statement.pk}-v": 1}
    unasked = desk.post(sheet(theme), sent)
    assert unasked.status_code == 422
    assert stored(party) == [(AnswerKind.VALUE, 6, Source.OWN_DEVICE)]
    assert 'value="8"' in unasked.content.decode()
    assert desk.post(sheet(theme), {**sent, "agreed": "1"}).status_code == 303
    assert stored(party) == [(AnswerKind.VALUE, 8, Source.PAPER)]


def test_replacing_what_changed_meanwhile_is_told(
    desk: Client, room: GroupSession, theme: SessionTheme
) -> None:
    party, statement = room.parties.first(), statements_of(theme)[0]
    answer(party, statement, 6)
    sent = {**typed(party, theme, "8"), "again": party.pk, f"p{party.pk}-s{statement.pk}-v": 1, "agreed": "1"}
    answer(party, statement, 2, expected_version=1)
    response = desk.post(sheet(theme), sent)
    assert response.status_code == 422
    assert 'value="8"' in response.content.decode()
    assert stored(party) == [(AnswerKind.VALUE, 2, Source.OWN_DEVICE)]


@pytest.mark.parametrize("again", ["", "x", "0", "-1", "9" * 30, "'"])
def test_a_strange_wish_to_type_anew_is_none(desk: Client, theme: SessionTheme, again: str) -> None:
    assert 'name="agreed"' not in desk.get(sheet(theme), {"opnieuw": again}).content.decode()
    assert desk.post(sheet(theme), {"again": again}).status_code == 303


def test_after_the_reveal_it_is_refused_in_words(
    desk: Client, room: GroupSession, theme: SessionTheme
) -> None:
    party = room.parties.first()
    reveal(room, theme)
    for response, status in [
        (desk.get(sheet(theme)), 200),
        (desk.post(sheet(theme), typed(party, theme, "7")), 409),
    ]:
        assert response.status_code == status
        assert "al getoond" in response.content.decode()
        assert "<input class" not in response.content.decode()
    assert not Answer.objects.exists()


def reopen(room: GroupSession, theme: SessionTheme) -> None:
    reveal(room, theme)
    take(stage.reopen_theme, room, theme=theme, reason="Er is veel gezegd.")


def test_what_was_typed_for_before_the_talk_never_counts_as_after_it(
    desk: Client, room: GroupSession, theme: SessionTheme
) -> None:
    party = room.parties.first()
    assert f'name="moment" value="{Moment.BEFORE_TALK}"' in desk.get(sheet(theme)).content.decode()
    sent = {**typed(party, theme, "7"), "moment": Moment.BEFORE_TALK.value}
    reopen(room, theme)
    told = desk.post(sheet(theme), sent)
    assert told.status_code == 409
    page = told.content.decode()
    assert 'value="7"' in page and f'name="moment" value="{Moment.AFTER_TALK}"' in page
    assert "na het gesprek" in page
    assert not Answer.objects.exists()
    # Sending it again is a choice.
    assert desk.post(sheet(theme), {**sent, "moment": Moment.AFTER_TALK.value}).status_code == 303
    assert Answer.objects.get().moment == Moment.AFTER_TALK


@pytest.mark.parametrize("moment", ["", "x", "\0", "after_talk"])
def test_a_sheet_that_says_no_moment_or_a_strange_one_stores_nothing_wrong(
    desk: Client, room: GroupSession, theme: SessionTheme, moment: str
) -> None:
    response = desk.post(sheet(theme), {**typed(room.parties.first(), theme, "7"), "moment": moment})
    assert response.status_code == (409 if moment == Moment.AFTER_TALK else 303)
    assert list(Answer.objects.values_list("moment", flat=True)) in ([], [Moment.BEFORE_TALK])


@pytest.mark.parametrize("what", ["revealed", "paused"])
def test_what_was_typed_can_still_be_read_when_the_theme_closed_meanwhile(
    desk: Client, room: GroupSession, theme: SessionTheme, what: str
) -> None:
    first, second, _third = room.parties.all()
    if what == "revealed":
        reveal(room, theme)
    else:
        take(stage.pause_session, room)
    sent = {**typed(first, theme, "7", "", "<b>"), "moment": "before_talk"}
    page = desk.post(sheet(theme), sent).content.decode()
    kept = page[page.index('id="paper-not-saved"') :]
    assert first.name in kept and second.name not in kept
    assert "7" in kept and "&lt;b&gt;" in kept
    assert 'id="paper-not-saved"' not in desk.get(sheet(theme)).content.decode()
    assert not Answer.objects.exists()


def test_while_paused_or_before_its_turn_nothing_is_typed(
    desk: Client, room: GroupSession, theme: SessionTheme
) -> None:
    later = theme_at(room, 2)
    party = room.parties.first()
    assert desk.post(sheet(later), typed(party, later, "7")).status_code == 409
    take(stage.pause_session, room)
    assert desk.post(sheet(theme), typed(party, theme, "7")).status_code == 409
    take(stage.resume_session, room)
    assert desk.post(sheet(theme), typed(party, theme, "7")).status_code == 303
    take(stage.close_session, room, follow_up_on=None)
    desk.post(sheet(theme), typed(party, theme, "", "7"))
    assert len(stored(party)) == 1


def test_a_party_or_statement_of_elsewhere_is_nothing_here(
    desk: Client, room: GroupSession, theme: SessionTheme
) -> None:
    elsewhere = build_session(room.municipality)
    foreign = answering(elsewhere)
    guest, party = elsewhere.parties.first(), room.parties.first()
    other = statements_of(theme_at(room, 2))[0]
    sent = {**typed(guest, theme, "7"), f"p{party.pk}-s{other.pk}": "7"}
    assert desk.post(sheet(theme), sent).status_code == 303
    assert desk.get(sheet(foreign)).status_code == 404
    wrong = reverse(
        "live:console_paper",
        kwargs={"gemeente": room.municipality.slug, "pk": room.pk, "theme": foreign.pk},
    )
    assert desk.get(wrong).status_code == 404
    assert desk.post(wrong, typed(guest, foreign, "7")).status_code == 404
    assert not Answer.objects.exists()


def test_as_many_questions_to_the_database_for_many_parties(
    desk: Client, room: GroupSession, theme: SessionTheme, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    desk.get(sheet(theme))
    with django_assert_max_num_queries(14 + BLOCK):
        desk.get(sheet(theme))
    for number in range(10):
        build_party(room, f"Partij {number}", 10 + number)
    with django_assert_max_num_queries(14 + BLOCK):
        desk.get(sheet(theme))
