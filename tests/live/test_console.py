"""The console: each phase, each button, old pages, and no trace of an answer before its reveal."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.points.accepting import hand_back_action
from agenda.points.describing import set_priority
from agenda.points.proposing import propose_action
from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from outbox.models import Promise
from questionnaire.models import Reveal
from sessions import stage
from sessions.enums import SessionState, ThemeState
from sessions.models import Facilitator, GroupSession, Organisation, Party, Representative
from tests.builders import (
    FACILITATOR,
    answer,
    answering,
    appoint,
    build_member,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
    open_doors,
    outside,
    reveal,
    seat,
    statements_of,
    take,
    theme_at,
)
from users.models import User

pytestmark = pytest.mark.slow

FRAGMENT = {"X-Fragment": "console"}


@pytest.fixture
def leader(db: None) -> User:
    return build_user("R. Smit")


@pytest.fixture
def room(inside: Municipality, leader: User) -> GroupSession:
    return build_session(inside, facilitator=leader)


@pytest.fixture
def desk(client: Client, leader: User) -> Client:
    client.force_login(leader)
    return client


def at(session: GroupSession, name: str = "console", **kwargs: int) -> str:
    return reverse(f"live:{name}", kwargs={"gemeente": session.municipality.slug, "pk": session.pk, **kwargs})


def press(
    client: Client, session: GroupSession, name: str, data: dict | None = None, **kwargs: int
) -> HttpResponse:
    """Press a button as a browser does that shows the present state."""
    session.refresh_from_db()
    return client.post(at(session, name, **kwargs), {"expected_revision": session.revision, **(data or {})})


def revealed(session: GroupSession, position: int = 1) -> None:
    theme = answering(session, position)
    for value, party in zip([2, 8, 9], session.parties.all(), strict=False):
        for statement in statements_of(theme):
            answer(party, statement, value)
    reveal(session, theme)


PHASES: dict[str, tuple[Callable[[GroupSession], object], str]] = {
    "planned": (lambda session: None, "console_open"),
    "welcome": (open_doors, "console_start"),
    "introduction": (
        lambda session: (open_doors(session), take(stage.start_session, session)),
        "console_start_answering",
    ),
    "answering": (answering, "console_reveal"),
    "revealed": (revealed, "console_show_theme"),
    "reopened": (
        lambda session: (
            revealed(session),
            take(stage.reopen_theme, session, theme=theme_at(session, 1), reason="Anders gezien"),
        ),
        "console_reveal",
    ),
    "paused": (lambda session: (answering(session), take(stage.pause_session, session)), "console_resume"),
    "wrap_up": (lambda session: (answering(session), take(stage.begin_wrap_up, session)), "console_close"),
    "closed": (
        lambda session: (answering(session), take(stage.close_session, session, follow_up_on=None)),
        "",
    ),
    "cancelled": (lambda session: take(stage.cancel_session, session, reason="Te weinig partijen"), ""),
}


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_its_page_and_one_next_step(desk: Client, room: GroupSession, phase: str) -> None:
    bring, next_name = PHASES[phase]
    bring(room)
    # Who led looks back for three months only, by the clock.
    GroupSession.objects.filter(pk=room.pk).exclude(closed_at=None).update(closed_at=timezone.now())
    GroupSession.objects.filter(pk=room.pk).exclude(cancelled_at=None).update(cancelled_at=timezone.now())
    response = desk.get(at(room))
    assert response.status_code == 200
    page = response.context["page"]
    assert page.phase == phase
    assert (page.next_step is None) == (next_name == "")
    if page.next_step:
        assert resolve(page.next_step.url).url_name == next_name
        assert page.next_step.url in response.content.decode()
    assert response.content.decode().count('id="next-button"') == (phase != "cancelled")


def test_a_session_from_the_doors_to_the_report(desk: Client, room: GroupSession) -> None:
    press(desk, room, "console_open")
    press(desk, room, "console_start")
    for position in range(5):
        theme = theme_at(room, position)
        if position:
            press(desk, room, "console_show_theme", theme=theme.pk)
        press(desk, room, "console_start_answering", theme=theme.pk)
        press(desk, room, "console_reveal", theme=theme.pk)
        assert theme_at(room, position).state == ThemeState.REVEALED
    press(desk, room, "console_wrap_up")
    day = timezone.localdate() + timedelta(weeks=6)
    response = press(desk, room, "console_close", {"follow_up_on": day.isoformat()})
    room.refresh_from_db()
    assert response.status_code == 303
    assert (room.state, room.follow_up_on) == (SessionState.CLOSED, day)
    assert Promise.objects.filter(kind="session report").count() == 1
    assert Reveal.objects.count() == 5


BUTTONS: list[tuple[str, str, dict]] = [
    ("planned", "console_open", {}),
    ("welcome", "console_start", {}),
    ("introduction", "console_start_answering", {}),
    ("answering", "console_reveal", {}),
    ("answering", "console_pause", {}),
    ("answering", "console_blank", {"blank": "1"}),
    ("answering", "console_darken", {"dark": "1"}),
    ("answering", "console_wrap_up", {}),
    ("paused", "console_resume", {}),
    ("revealed", "console_show_theme", {}),
    ("revealed", "console_reopen", {"reason": "Anders gezien"}),
    ("revealed", "console_show_statement", {}),
    ("wrap_up", "console_close", {"follow_up_on": ""}),
]


def button(session: GroupSession, name: str) -> str:
    session.refresh_from_db()
    needs = {"console_start_answering", "console_reveal", "console_show_theme", "console_reopen"}
    kwargs = {"theme": session.current_id} if name in needs else {}
    if name == "console_show_theme":
        kwargs = {"theme": theme_at(session, 2).pk}
    if name == "console_show_statement":
        kwargs = {"statement": statements_of(session.current)[0].pk}
    return at(session, name, **kwargs)


@pytest.mark.parametrize(("phase", "name", "data"), BUTTONS)
@pytest.mark.parametrize("fragment", [True, False])
def test_a_double_click_is_one_step(
    desk: Client, room: GroupSession, phase: str, name: str, data: dict, fragment: bool
) -> None:
    PHASES[phase][0](room)
    url, headers = button(room, name), FRAGMENT if fragment else {}
    sent = {"expected_revision": room.revision, **data}
    first = desk.post(url, sent, headers=headers)
    after = GroupSession.objects.get(pk=room.pk).revision
    second = desk.post(url, sent, headers=headers)
    assert first.status_code in {204, 303}
    assert after == room.revision + 1
    assert second.status_code == (409 if fragment else 303)
    assert GroupSession.objects.get(pk=room.pk).revision == after


def test_a_refused_step_shows_where_it_is_now(desk: Client, room: GroupSession) -> None:
    open_doors(room)
    response = desk.post(at(room, "console_open"), {"expected_revision": "1"}, headers=FRAGMENT)
    assert response.status_code == 409
    text = response.content.decode()
    assert "data-said" in text
    assert "<html" not in text
    assert at(room, "console_start") in text
    page = desk.post(at(room, "console_open"), {"expected_revision": "1"}, follow=True)
    assert len(list(page.context["messages"])) == 1


@pytest.mark.parametrize("typed", ["", "x", "-1", "9" * 40, "٣", "1.5"])
def test_a_strange_revision_is_an_old_page(desk: Client, room: GroupSession, typed: str) -> None:
    open_doors(room)
    assert desk.post(at(room, "console_start"), {"expected_revision": typed}).status_code == 303
    assert GroupSession.objects.get(pk=room.pk).state == SessionState.OPEN


def test_of_two_facilitators_one_wins(desk: Client, room: GroupSession) -> None:
    second = build_user("A. Bos")
    appoint(room, second)
    other = Client()
    other.force_login(second)
    answering(room)
    room.refresh_from_db()
    sent = {"expected_revision": room.revision}
    url = at(room, "console_reveal", theme=room.current_id)
    assert desk.post(url, sent, headers=FRAGMENT).status_code == 204
    assert other.post(url, sent, headers=FRAGMENT).status_code == 409
    assert Reveal.objects.count() == 1


def test_only_the_appointed_facilitator_gets_in(
    client: Client, room: GroupSession, inside: Municipality
) -> None:
    assert client.get(at(room)).status_code == 302
    for role in Role:
        client.force_login(build_member(inside, role))
        assert client.get(at(room)).status_code == 403
        assert client.post(at(room, "console_open"), {"expected_revision": 99}).status_code == 403
    client.force_login(build_user())
    assert client.get(at(room)).status_code == 404
    room.refresh_from_db()
    assert room.state == SessionState.PLANNED


def test_a_member_finds_no_console_of_a_session_that_is_not_here(client: Client, room: GroupSession) -> None:
    elsewhere = build_municipality("Dorpstede")
    with outside(), tenant(elsewhere):
        theirs = build_session(elsewhere)
    client.force_login(build_member(room.municipality, Role.COORDINATOR))
    for pk in (theirs.pk, 999_999):
        kwargs = {"gemeente": room.municipality.slug, "pk": pk}
        assert client.get(reverse("live:console", kwargs=kwargs)).status_code == 404


def test_whose_appointment_ended_is_out(desk: Client, room: GroupSession) -> None:
    Facilitator.objects.update(ended_at=timezone.now())
    assert desk.get(at(room)).status_code == 404
    assert desk.get(at(room, "console_now")).status_code == 404


def test_nothing_of_another_session_can_be_touched(
    desk: Client, room: GroupSession, inside: Municipality
) -> None:
    other = build_session(inside)
    revealed(room)
    answering(other)
    person = seat(other.parties.first())
    point = propose_action(
        other, what="Elders", actor=FACILITATOR, author="", today=date(2026, 11, 23), now=timezone.now()
    )
    theme = theme_at(other, 1)
    for name, kwargs in [
        ("console_reveal", {"theme": theme.pk}),
        ("console_show_theme", {"theme": theme.pk}),
        ("console_start_answering", {"theme": theme.pk}),
        ("console_reopen", {"theme": theme.pk}),
        ("console_show_statement", {"statement": 0}),
        ("console_accept", {"action": point.pk}),
        ("console_mark", {"action": point.pk}),
        ("console_change_action", {"action": point.pk}),
        ("console_absent", {"party": other.parties.first().pk}),
        ("console_remove_person", {"person": person.pk}),
    ]:
        data = {"reason": "x", "absent": "1", "is_priority": "1"}
        assert press(desk, room, name, data, **kwargs).status_code == 404, name
    of_next_theme = statements_of(theme_at(room, 2))[0]
    press(desk, room, "console_show_statement", statement=of_next_theme.pk)
    room.refresh_from_db()
    assert room.shown_statement.theme_id != of_next_theme.theme_id
    assert theme_at(other, 1).state == ThemeState.ANSWERING
    assert ActionPoint.objects.get(pk=point.pk).revision == 1


def plain(response: HttpResponse) -> str:
    """Return a page without what differs at every request: keys of forms, tickets, revision."""
    text = re.sub(r'value="[^"]{36,}"', "", response.content.decode())
    text = re.sub(r'name="expected_revision" value="\d+"', "", text)
    text = re.sub(r'data-(live|follow)-?[a-z]*="[^"]*"', "", text)
    return re.sub(r"X-CSRFToken[^}]*}", "", text)


@pytest.mark.parametrize("name", ["console", "console_now"])
def test_before_the_reveal_an_answer_leaves_no_trace(desk: Client, room: GroupSession, name: str) -> None:
    theme = answering(room)
    party, statement = room.parties.first(), statements_of(theme)[0]
    answer(party, statement, 3, note="KANARIE-EEN")
    first = plain(desk.get(at(room, name)))
    answer(party, statement, 9, note="KANARIE-TWEE", expected_version=1)
    second = plain(desk.get(at(room, name)))
    assert first == second
    assert "KANARIE" not in first
    reveal(room, theme)
    assert plain(desk.get(at(room, name))) != second


def test_a_refused_reveal_leaves_no_trace_either(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    answer(room.parties.first(), statements_of(theme)[0], 3, note="KANARIE")
    url = at(room, "console_reveal", theme=theme.pk)
    response = desk.post(url, {"expected_revision": 1}, headers=FRAGMENT)
    assert response.status_code == 409
    assert "KANARIE" not in response.content.decode()


def test_it_says_who_is_missing_by_name_and_goes_on(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    ready, silent, absent = room.parties.all()
    for statement in statements_of(theme):
        answer(ready, statement, 5)
    answer(silent, statements_of(theme)[0], 5)
    Party.objects.filter(pk=absent.pk).update(absent_since=timezone.now())
    response = desk.get(at(room))
    page = response.context["page"]
    # As on the big screen: an empty chair is not waited for.
    assert "1 van 2 partijen zijn klaar." in response.content.decode()
    assert [name.split(" (")[0] for name in page.missing] == [silent.name, absent.name]
    assert page.missing[1] != absent.name
    press(desk, room, "console_reveal", theme=theme.pk)
    assert theme_at(room, 1).state == ThemeState.REVEALED


def test_only_a_real_session_that_waits_is_found_on_the_first_page(desk: Client, room: GroupSession) -> None:
    answering(room)
    take(stage.pause_session, room)
    assert "beginpagina" in desk.get(at(room)).context["page"].do
    GroupSession.objects.filter(pk=room.pk).update(is_rehearsal=True)
    assert desk.get(at(room)).context["page"].do == ""


def test_the_fragment_follows_steps_and_answers(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    # Without a clock: that alone makes a fresh fragment each minute.
    GroupSession.objects.filter(pk=room.pk).update(time_is_up_at=None)
    first = desk.get(at(room, "console_now"))
    known = {"If-None-Match": first["ETag"]}
    assert desk.get(at(room, "console_now"), headers=known).status_code == 304
    answer(room.parties.first(), statements_of(theme)[0], 5)
    second = desk.get(at(room, "console_now"), headers=known)
    assert second.status_code == 200
    assert "<html" not in second.content.decode()
    take(stage.blank_screen, room, blank=True)
    assert desk.get(at(room, "console_now"), headers={"If-None-Match": second["ETag"]}).status_code == 200


def test_talk_starts_where_they_differ_most(desk: Client, room: GroupSession) -> None:
    theme = answering(room)
    values = {1: [6, 6, 7], 2: [0, 9, 10], 3: [5, 6, 8]}
    for statement in statements_of(theme):
        for party, value in zip(room.parties.all(), values[statement.number], strict=True):
            answer(party, statement, value)
    reveal(room, theme)
    shown = desk.get(at(room)).context["page"].revealed
    assert [one.statement.number for one in shown] == [2, 3, 1]
    assert shown[0].openers == ("Woonstede", "Voedselbank")


# Action points


def propose(desk: Client, room: GroupSession, fragment: bool = False, **fields: object) -> HttpResponse:
    sent = {"what": "Eén nummer op elke brief", "submission": uuid4(), **fields}
    data = {f"action-{name}": value for name, value in sent.items()}
    return desk.post(at(room, "console_propose"), data, headers=FRAGMENT if fragment else {})


def test_an_action_point_is_about_the_statement_on_the_screen(desk: Client, room: GroupSession) -> None:
    revealed(room)
    statement = statements_of(theme_at(room, 1))[1]
    press(desk, room, "console_show_statement", statement=statement.pk)
    form = desk.get(at(room)).context["action_form"]
    assert form["statements"].value() == [str(statement.pk)]
    organisation = room.parties.first().organisation
    owner = f"S. Bakker · {organisation}"
    response = propose(desk, room, statements=[statement.pk], owner=owner, when="six_weeks")
    assert response.status_code == 303
    point = ActionPoint.objects.get()
    assert list(point.statements.all()) == [statement]
    assert (point.owner_organisation, point.owner_name, point.theme) == (
        organisation,
        "S. Bakker",
        statement.theme,
    )
    assert point.deadline >= timezone.localdate() + timedelta(weeks=6)


def test_an_owner_who_is_not_at_the_table_is_typed(desk: Client, room: GroupSession) -> None:
    answering(room)
    assert propose(desk, room, owner="De Kredietbank").status_code == 422
    assert not ActionPoint.objects.exists()
    propose(desk, room, owner="De Kredietbank", add_owner="on")
    propose(desk, room, owner="de kredietbank", what="Nog een")
    assert Organisation.objects.filter(name__iexact="de kredietbank").count() == 1
    assert {point.owner_organisation.name for point in ActionPoint.objects.all()} == {"De Kredietbank"}


@pytest.mark.parametrize("fragment", [True, False])
@pytest.mark.parametrize(
    "bad",
    [
        {"what": ""},
        {"what": "x" * 10_000},
        {"when": "day", "deadline": "2020-01-01"},
        {"when": "day", "deadline": ""},
        {"when": "day", "deadline": "31-02-2027"},
        {"deadline": "9999-12-31"},
        {"when": "nooit"},
        {"owner": "Niemand"},
        {"owner": "x"},
        {"owner": "x" * 500},
        {"statements": "999999"},
        {"submission": "geen-sleutel"},
        {"what": "NUL\0byte"},
    ],
)
def test_what_is_wrong_keeps_what_was_typed(
    desk: Client, room: GroupSession, bad: dict, fragment: bool
) -> None:
    answering(room)
    response = propose(desk, room, fragment, **{"what": "Dit blijft staan", **bad})
    assert response.status_code == 422
    assert not ActionPoint.objects.exists()
    if "what" not in bad:
        assert "Dit blijft staan" in response.content.decode()


def test_an_organisation_of_the_address_book_is_known_and_another_municipality_s_is_not(
    desk: Client, room: GroupSession, inside: Municipality
) -> None:
    answering(room)
    stranger = build_organisation(inside, "Niet aan tafel")
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        foreign = build_organisation(elsewhere, "Elders BV")
    assert propose(desk, room, owner=foreign.name).status_code == 422
    assert propose(desk, room, owner=stranger.name).status_code == 303
    assert ActionPoint.objects.get().owner_organisation == stranger


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "👩‍👩‍👧 samen", "שלום عليكم"])
def test_any_words_are_shown_as_typed(desk: Client, room: GroupSession, text: str) -> None:
    answering(room)
    assert propose(desk, room, what=text).status_code == 303
    assert ActionPoint.objects.get().what == text
    assert "<script>alert" not in desk.get(at(room)).content.decode()


def test_adding_twice_makes_one(desk: Client, room: GroupSession) -> None:
    answering(room)
    key = uuid4()
    assert propose(desk, room, True, submission=key).status_code == 204
    assert propose(desk, room, True, submission=key).status_code == 204
    assert ActionPoint.objects.count() == 1


def test_before_the_start_nothing_is_agreed(desk: Client, room: GroupSession) -> None:
    assert propose(desk, room).status_code == 422
    assert not ActionPoint.objects.exists()


@pytest.fixture
def point(desk: Client, room: GroupSession) -> ActionPoint:
    answering(room)
    propose(desk, room, owner=room.parties.first().name)
    return ActionPoint.objects.get()


def test_a_yes_is_noted_once(desk: Client, room: GroupSession, point: ActionPoint) -> None:
    for _click in range(2):
        url = at(room, "console_accept", action=point.pk)
        assert desk.post(url, {"expected_revision": 1}).status_code == 303
    point.refresh_from_db()
    assert (point.status, point.revision) == (ActionStatus.ACCEPTED, 2)
    assert desk.get(at(room)).context["page"].actions[0].state == "yes"


def test_what_was_handed_back_shows_why(desk: Client, room: GroupSession, point: ActionPoint) -> None:
    by = {"actor": FACILITATOR, "author": "Yusuf", "now": timezone.now(), "expected_revision": 1}
    hand_back_action(point, reason="Wij hebben hier geen mensen voor", **by)
    one = desk.get(at(room)).context["page"].actions[0]
    assert (one.state, one.reason, one.has_gap) == ("handed_back", "Wij hebben hier geen mensen voor", True)


def test_more_than_three_marks_are_told(desk: Client, room: GroupSession) -> None:
    answering(room)
    for number in range(4):
        propose(desk, room, what=f"Punt {number}")
    for point in ActionPoint.objects.all():
        mark = {"expected_revision": 1, "is_priority": "1"}
        desk.post(at(room, "console_mark", action=point.pk), mark)
    assert desk.get(at(room)).context["page"].too_many_priorities == 4
    unmark = {"expected_revision": 2, "is_priority": "0"}
    desk.post(at(room, "console_mark", action=point.pk), unmark)
    assert desk.get(at(room)).context["page"].too_many_priorities == 0


def test_a_gap_is_filled_in(desk: Client, room: GroupSession) -> None:
    answering(room)
    propose(desk, room)
    point = ActionPoint.objects.get()
    url = at(room, "console_change_action", action=point.pk)
    assert desk.get(url).status_code == 200
    sent = {
        "expected_revision": 1,
        "action-what": "Beter gezegd",
        "action-owner": f"Ans · {room.parties.last()}",
        "action-when": "year_end",
    }
    assert desk.post(url, sent).status_code == 303
    point.refresh_from_db()
    assert (point.what, point.owner_name, point.has_owner) == ("Beter gezegd", "Ans", True)
    assert point.deadline is not None
    desk.post(url, {**sent, "action-what": "Van een oud scherm"})
    assert ActionPoint.objects.get().what == "Beter gezegd"
    assert desk.post(url, {**sent, "expected_revision": 4, "action-what": ""}).status_code == 422


# The table


def test_an_empty_chair_and_back(desk: Client, room: GroupSession) -> None:
    party = room.parties.first()
    press(desk, room, "console_absent", {"absent": "1"}, party=party.pk)
    assert Party.objects.get(pk=party.pk).is_absent
    press(desk, room, "console_absent", {"absent": "0"}, party=party.pk)
    assert not Party.objects.get(pk=party.pk).is_absent
    assert press(desk, room, "console_absent", {"absent": "?"}, party=party.pk).status_code == 303
    assert not Party.objects.get(pk=party.pk).is_absent


def test_removing_somebody_asks_first(desk: Client, room: GroupSession) -> None:
    open_doors(room)
    person = seat(room.parties.first(), "Yusuf <b>")
    url = at(room, "console_remove_person", person=person.pk)
    assert "Yusuf &lt;b&gt;" in desk.get(url).content.decode()
    assert Representative.objects.get(pk=person.pk).removed_at is None
    for _click in range(2):
        assert desk.post(url).status_code == 303
    assert Representative.objects.get(pk=person.pk).link_version == 2


def test_a_party_walks_in(desk: Client, room: GroupSession) -> None:
    answering(room)
    sent = {"party-name": "Sportclub", "party-kind": PartyKind.objects.first().pk}
    assert desk.get(at(room, "console_add_party")).status_code == 200
    assert desk.post(at(room, "console_add_party"), sent).status_code == 303
    again = desk.post(at(room, "console_add_party"), sent)
    assert again.status_code == 422
    assert "Sportclub" in again.content.decode()
    assert room.parties.filter(name="Sportclub").count() == 1
    assert desk.post(at(room, "console_add_party"), {"party-name": "x" * 200}).status_code == 422


# Closing


def test_closing_asks_and_names_what_has_a_gap(desk: Client, room: GroupSession) -> None:
    answering(room)
    propose(desk, room)
    response = desk.get(at(room, "console_close"))
    assert len(response.context["page"].gaps) == 1
    expected = response.context["form"]["follow_up_on"].value()
    assert expected >= timezone.localdate() + timedelta(weeks=6)
    room.refresh_from_db()
    assert room.state == SessionState.RUNNING


@pytest.mark.parametrize("day", ["2020-01-01", "morgen", "9999-01-01"])
def test_a_bad_follow_up_date_closes_nothing(desk: Client, room: GroupSession, day: str) -> None:
    answering(room)
    response = press(desk, room, "console_close", {"follow_up_on": day})
    assert response.status_code == 422
    room.refresh_from_db()
    assert room.state == SessionState.RUNNING


def test_closing_from_an_old_page_keeps_what_was_typed(desk: Client, room: GroupSession) -> None:
    answering(room)
    room.refresh_from_db()
    day = timezone.localdate() + timedelta(weeks=6)
    sent = {"follow_up_on": day.isoformat(), "follow_up_time": "13:45"}
    seen = room.revision
    take(stage.begin_wrap_up, room)
    told = desk.post(at(room, "console_close"), {"expected_revision": seen, **sent})
    assert told.status_code == 409
    page = told.content.decode()
    room.refresh_from_db()
    assert f'value="{day.isoformat()}"' in page and "13:45" in page
    assert f'name="expected_revision" value="{room.revision}"' in page
    assert room.state == SessionState.RUNNING
    assert press(desk, room, "console_close", sent).status_code == 303
    room.refresh_from_db()
    assert (room.state, room.follow_up_on) == (SessionState.CLOSED, day)


def test_buttons_only_listen_to_post(desk: Client, room: GroupSession) -> None:
    answering(room)
    revision = GroupSession.objects.get(pk=room.pk).revision
    theme = theme_at(room, 1).pk
    for name in ("console_open", "console_start", "console_pause", "console_resume", "console_wrap_up"):
        assert desk.get(at(room, name)).status_code == 405
    assert desk.get(at(room, "console_reveal", theme=theme)).status_code == 405
    assert GroupSession.objects.get(pk=room.pk).revision == revision


def test_as_many_questions_to_the_database_for_many_parties(
    desk: Client, inside: Municipality, leader: User, django_assert_num_queries: Callable
) -> None:
    small = build_session(inside, facilitator=leader, parties=["A", "B"])
    large = build_session(inside, facilitator=leader, parties=[f"P{number}" for number in range(12)])
    for session in (small, large):
        revealed(session)
        for party in session.parties.all():
            seat(party)
        for number in range(session.parties.count()):
            propose(desk, session, what=f"Punt {number}", owner=session.parties.first().name)
        with django_assert_num_queries(27):
            desk.get(at(session, "console_now"))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Schrijf op waarom"),
        (" \0 ", "Schrijf op waarom"),
        ("x" * 301, "hoogstens 300 tekens"),
    ],
)
def test_a_reason_that_can_not_be_kept_is_told_in_dutch(
    desk: Client, room: GroupSession, reason: str, words: str
) -> None:
    revealed(room)
    answer = press(desk, room, "console_reopen", {"reason": reason}, theme=theme_at(room, 1).pk)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert theme_at(room, 1).state == ThemeState.REVEALED


@pytest.mark.parametrize("fragment", [True, False])
def test_a_reason_stays_when_somebody_was_first(desk: Client, room: GroupSession, fragment: bool) -> None:
    revealed(room)
    room.refresh_from_db()
    sent = {"expected_revision": room.revision, "reason": "De cijfers zijn <nieuw>"}
    take(stage.blank_screen, room, blank=True)
    url = at(room, "console_reopen", theme=theme_at(room, 1).pk)
    answer = desk.post(url, sent, headers=FRAGMENT if fragment else {})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="De cijfers zijn &lt;nieuw&gt;"' in html
    assert 'id="console-reopen" open' in html
    assert ("<html" in html) is not fragment


def test_a_reason_loses_what_no_database_can_store(desk: Client, room: GroupSession) -> None:
    revealed(room)
    press(desk, room, "console_reopen", {"reason": "Anders\0 gezien"}, theme=theme_at(room, 1).pk)
    assert theme_at(room, 1).reopened_reason == "Anders gezien"


def test_a_step_that_can_not_be_taken_is_told_in_dutch(desk: Client, room: GroupSession) -> None:
    answer = press(desk, room, "console_resume")
    assert "Deze stap kan nu niet" in desk.get(answer.url).content.decode()


def test_what_was_typed_stays_when_somebody_else_changed_the_point(desk: Client, room: GroupSession) -> None:
    answering(room)
    press(desk, room, "console_propose", {"action-what": "Samen bellen"})
    point = ActionPoint.objects.get()
    url = at(room, "console_change_action", action=point.pk)
    typed = {"expected_revision": point.revision, "action-what": "Samen bellen, elke maandag"}
    set_priority(
        point,
        is_priority=True,
        actor=FACILITATOR,
        author="X",
        expected_revision=point.revision,
        now=timezone.now(),
    )
    answer = desk.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "elke maandag" in page and "net gewijzigd" in page
    again = re.search(r'name="expected_revision" value="(\d+)"', page)
    assert again and int(again[1]) == point.revision
    assert desk.post(url, typed | {"expected_revision": again[1]}).status_code == 303
    assert ActionPoint.objects.get().what == "Samen bellen, elke maandag"


def test_two_who_correct_a_point_at_once_see_both_versions(desk: Client, room: GroupSession) -> None:
    answering(room)
    press(desk, room, "console_propose", {"action-what": "Samen bellen"})
    point = ActionPoint.objects.get()
    url = at(room, "console_change_action", action=point.pk)
    first = {"expected_revision": 1, "action-what": "Eerst zo", "action-when": "year_end"}
    assert desk.post(url, first).status_code == 303
    for typed in ({"action-what": "Toen zo"}, {"action-what": "Toen zo", "action-owner": "Onbekend BV"}):
        told = desk.post(url, {"expected_revision": 1, **typed})
        page = told.content.decode()
        assert told.status_code == 409 and "Eerst zo" in page and "Toen zo" in page
        versions = {one["label"]: (one["now"], one["typed"]) for one in told.context["versions"]}
        assert ("Eerst zo", "Toen zo") in versions.values() and len(versions) == 1 + len(typed)
    assert ActionPoint.objects.get().what == "Eerst zo"


@pytest.mark.parametrize("themes", [1, 4])
def test_the_steps_after_the_themes_are_numbered_by_how_many_there_are(
    desk: Client, room: GroupSession, themes: int
) -> None:
    room.themes.exclude(position__lte=themes).delete()
    answering(room)
    steps = desk.get(at(room)).context["page"].steps
    numbers = [step.number for step in steps]
    assert numbers == ["", "•", *map(str, range(1, themes + 3))]
    assert [step.label for step in steps[-2:]] == ["Wat we afspreken", "Vervolg en afsluiten"]
