"""The talk on the console: its order, who could open, then and now, and points that were there already."""

import copy
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from catalogue.loading import catalogue_files, load_catalogue
from catalogue.reading import read_file
from municipalities.models import Municipality
from sessions.models import GroupSession, Organisation, Party, SessionTheme
from tests.builders import (
    NOW,
    answer,
    answering,
    build_session,
    build_user,
    reveal,
    statements_of,
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
    session.refresh_from_db()
    sent = {"expected_revision": session.revision, **(data or {})}
    return client.post(at(session, name, **kwargs), sent)


def revealed(session: GroupSession, position: int = 1, values: tuple = (2, 8, 9)) -> SessionTheme:
    theme = answering(session, position)
    for value, party in zip(values, session.parties.all(), strict=False):
        for statement in statements_of(theme):
            answer(party, statement, value)
    reveal(session, theme)
    return theme_at(session, position)


def propose(desk: Client, room: GroupSession, what: str, **fields: object) -> ActionPoint:
    sent = {"what": what, "submission": uuid4(), **fields}
    data = {f"action-{name}": value for name, value in sent.items()}
    assert desk.post(at(room, "console_propose"), data).status_code == 303
    return ActionPoint.objects.latest("pk")


def order(desk: Client, room: GroupSession) -> list[int]:
    return [one.shown.statement.number for one in desk.get(at(room)).context["page"].talk.statements]


# The order of talk


def test_a_press_moves_a_statement_one_place(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    first, second, third = order(desk, room)
    talked = desk.get(at(room)).context["page"].talk.statements
    press(desk, room, "console_talk_order", {"numbers": talked[2].higher}, theme=theme.pk)
    assert order(desk, room) == [first, third, second]
    talked = desk.get(at(room)).context["page"].talk.statements
    assert talked[0].higher == talked[2].lower == f"{first},{third},{second}"
    press(desk, room, "console_talk_order", {"numbers": ""}, theme=theme.pk)
    assert order(desk, room) == [first, second, third]


@pytest.mark.parametrize("numbers", ["1,2", "3,2,1,0", "a", "1,,2", "9" * 400, "١,٢,٣", "1,2,3\0"])
def test_a_strange_order_is_told_and_changes_nothing(desk: Client, room: GroupSession, numbers: str) -> None:
    theme = revealed(room)
    before = order(desk, room)
    answer = press(desk, room, "console_talk_order", {"numbers": numbers}, theme=theme.pk)
    assert answer.status_code == 303
    assert order(desk, room) == before
    assert SessionTheme.objects.get(pk=theme.pk).talk_order == []


def test_dragging_from_an_old_page_changes_nothing(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    url = at(room, "console_talk_order", theme=theme.pk)
    sent = {"expected_revision": 1, "numbers": "3,2,1"}
    assert desk.post(url, sent, headers=FRAGMENT).status_code == 409


# Who could open


def test_openers_go_on_the_screen_and_away(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    statement = statements_of(theme)[1]
    press(desk, room, "console_openers", {"show": "1"}, statement=statement.pk)
    room.refresh_from_db()
    assert (room.openers_on_screen, room.shown_statement) == (True, statement)
    assert "Haal wie kan beginnen van het scherm" in desk.get(at(room)).content.decode()
    press(desk, room, "console_openers", {"show": "0"}, statement=statement.pk)
    room.refresh_from_db()
    assert not room.openers_on_screen


def test_without_names_on_the_screen_openers_stay_on_the_console(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    GroupSession.objects.filter(pk=room.pk).update(names_after_talk=True)
    text = desk.get(at(room)).content.decode()
    assert "Kan beginnen:" in text
    assert at(room, "console_openers", statement=statements_of(theme)[0].pk) not in text
    press(desk, room, "console_openers", {"show": "1"}, statement=statements_of(theme)[0].pk)
    room.refresh_from_db()
    assert not room.openers_on_screen


# Then and now, each for itself and together


def test_then_and_now_is_one_tap_away(desk: Client, room: GroupSession, inside: Municipality) -> None:
    earlier = build_session(inside, title="Eerder", starts_at=NOW - timedelta(days=200))
    revealed(earlier, values=(4, 5, 6))
    assert "Toen en nu" not in desk.get(at(room)).content.decode()
    GroupSession.objects.filter(pk=room.pk).update(previous=earlier)
    revealed(room)
    html = desk.get(at(room)).content.decode()
    assert html.count("Toen en nu: mei 2026") == len(order(desk, room))
    assert "Dit bewijst geen oorzaak." in html


def test_what_was_corrected_in_a_statement_since_then_is_told(
    desk: Client, room: GroupSession, inside: Municipality
) -> None:
    content = copy.deepcopy(read_file(path=catalogue_files()[0]))
    statement = content["themes"][1]["statements"][0]
    statement["text"]["nl"] = statement["text"]["nl"].replace("organisatie", "organizatie")
    where = {"where": f"statement {statement['number']}", "was": "organisatie", "now": "organizatie"}
    load_catalogue(content={**content, "version": 2, "corrects": 1, "corrections": [where]}, now=NOW)
    earlier = build_session(inside, title="Eerder", starts_at=NOW - timedelta(days=200))
    revealed(earlier, values=(4, 5, 6))
    GroupSession.objects.filter(pk=room.pk).update(previous=earlier)
    revealed(room)
    html = desk.get(at(room)).content.decode()
    assert html.count("Toen en nu: mei 2026") == len(order(desk, room))
    assert html.count("“organisatie” werd “organizatie”.") == 1


def test_both_sides_stand_beside_each_other_once_all_was_shown(desk: Client, room: GroupSession) -> None:
    for position in range(4):
        revealed(room, position)
        assert desk.get(at(room)).context["page"].talk.sides is None
    revealed(room, 4, values=(1, 1, 1))
    sides = desk.get(at(room)).context["page"].talk.sides
    assert sides.higher == "own"
    assert sides.figures.own_statements + sides.figures.together_statements == 15
    assert sides.own_at > sides.together_at
    press(desk, room, "console_wrap_up")
    assert "Ieder voor zich, en samen" in desk.get(at(room)).content.decode()


# Owners by two letters


def test_owners_are_offered_to_who_leads_alone(desk: Client, room: GroupSession) -> None:
    answer = desk.get(at(room, "console_owners"), {"q": "woon"})
    assert [one["value"] for one in answer.json()["owners"]] == ["Woonstede"]
    assert desk.get(at(room, "console_owners"), {"q": "w"}).json() == {"owners": []}
    assert desk.get(at(room, "console_owners"), {"q": "x" * 3000}).status_code == 200
    assert Client().get(at(room, "console_owners"), {"q": "woon"}).status_code == 302


def test_the_page_offers_the_table_without_a_script(desk: Client, room: GroupSession) -> None:
    answering(room)
    html = desk.get(at(room)).content.decode()
    assert '<datalist id="console-owners"><option value="Woonstede">' in html
    assert html.count('list="console-owners"') == 1


def test_who_is_chosen_is_written_down_whole(desk: Client, room: GroupSession) -> None:
    answering(room)
    party = room.parties.first()
    party.representatives.create(
        municipality=room.municipality, name="Yusuf Demir", email="yusuf@example.org", function="directeur"
    )
    point = propose(desk, room, "Samen bellen", owner="yusuf demir")
    assert (point.owner_organisation, point.owner_name) == (party.organisation, "Yusuf Demir")
    assert (point.owner_role, point.owner_email) == ("directeur", "yusuf@example.org")


def test_one_point_may_be_about_several_statements(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    wanted = [statement.pk for statement in statements_of(theme)[:2]]
    point = propose(desk, room, "Samen bellen", statements=wanted)
    assert sorted(point.statements.values_list("pk", flat=True)) == sorted(wanted)
    assert point.theme == theme.theme


def test_the_day_that_a_quick_choice_means_stands_on_it(desk: Client, room: GroupSession) -> None:
    answering(room)
    html = desk.get(at(room)).content.decode()
    assert html.count('<span class="console-means">') == 3


# A point that was there already


def test_a_point_that_was_there_is_told_and_never_in_the_way(desk: Client, room: GroupSession) -> None:
    theme = revealed(room)
    first, second, *_others = statements_of(theme)
    woonstede = room.parties.first().name
    old = propose(desk, room, "Elke maandag samen bellen", owner=woonstede, statements=[first.pk])
    new = propose(desk, room, "Samen bellen op maandag", statements=[second.pk])
    html = desk.get(at(room)).content.decode()
    assert f"Dit lijkt op ‘Elke maandag samen bellen’ van {woonstede}." in html
    url = at(room, "console_use_twin", action=new.pk, twin=old.pk)
    for _click in range(2):
        assert desk.post(url, {"expected_revision": new.revision}).status_code == 303
    new.refresh_from_db()
    assert new.status == ActionStatus.DROPPED
    assert list(old.statements.order_by("number")) == [first, second]
    page = desk.get(at(room))
    assert "Dit lijkt op" not in page.content.decode()
    told = page.content.decode()
    assert "samengevoegd" in told and "Het gaat verder in “Elke maandag samen bellen”." in told
    assert "niet opgepakt" not in told and "2 actiepunten" not in told
    assert page.context["page"].actions[-1].action == new


# Choosing two or three


def test_the_table_is_asked_to_choose_once_there_is_something_to_choose_from(
    desk: Client, room: GroupSession
) -> None:
    statement = statements_of(revealed(room))[0]
    texts = ("Samen bellen", "Folder voor scholen", "Eén loket", "Huisbezoek")
    told = []
    for text in texts:
        point = propose(desk, room, text, statements=[statement.pk])
        told.append("console-choose" in desk.get(at(room)).content.decode())
    assert told == [False, False, False, True], "three are chosen already"
    press(
        desk, room, "console_mark", {"is_priority": "1", "expected_revision": point.revision}, action=point.pk
    )
    assert "console-choose" not in desk.get(at(room)).content.decode()
    answering(room, 2)
    assert "console-choose" not in desk.get(at(room)).content.decode(), "that was another theme"


# Completing in the wrap-up


def test_a_gap_is_filled_where_it_is_told(desk: Client, room: GroupSession) -> None:
    answering(room)
    point = propose(desk, room, "Samen bellen")
    press(desk, room, "console_wrap_up")
    url = at(room, "console_complete", action=point.pk)
    assert url in desk.get(at(room)).content.decode()
    prefix = f"gap-{point.pk}"
    sent = {"expected_revision": 1, f"{prefix}-owner": room.parties.first().name}
    assert desk.post(url, sent).status_code == 303
    html = desk.get(at(room)).content.decode()
    assert f'name="{prefix}-when"' in html and f'name="{prefix}-owner"' not in html
    assert desk.post(url, {"expected_revision": 2, f"{prefix}-when": "six_weeks"}).status_code == 303
    assert desk.get(at(room)).context["gaps"] == []
    assert ActionPoint.objects.get().deadline is not None


@pytest.mark.parametrize("fragment", [True, False])
@pytest.mark.parametrize("typed", [{}, {"owner": "Niemand BV"}, {"when": "day", "deadline": "2020-01-01"}])
def test_what_was_typed_in_a_gap_stays(desk: Client, room: GroupSession, typed: dict, fragment: bool) -> None:
    answering(room)
    point = propose(desk, room, "Samen bellen")
    press(desk, room, "console_wrap_up")
    sent = {f"gap-{point.pk}-{name}": value for name, value in typed.items()}
    url = at(room, "console_complete", action=point.pk)
    answer = desk.post(url, {"expected_revision": 1, **sent}, headers=FRAGMENT if fragment else {})
    assert answer.status_code == 422
    for value in typed.values():
        assert value in answer.content.decode()
    stale = {"expected_revision": 9, f"gap-{point.pk}-owner": "Woonstede"}
    answer = desk.post(url, stale, headers=FRAGMENT if fragment else {})
    assert answer.status_code == 409
    assert 'value="Woonstede"' in answer.content.decode()
    assert ActionPoint.objects.get().revision == 1


def test_another_sessions_point_can_not_be_completed(
    desk: Client, room: GroupSession, inside: Municipality
) -> None:
    answering(room)
    point = propose(desk, room, "Samen bellen")
    GroupSession.objects.filter(pk=room.pk).update(in_wrap_up=True)
    other = build_session(inside)
    ActionPoint.objects.filter(pk=point.pk).update(session=other)
    for name, kwargs in (("console_complete", {}), ("console_use_twin", {"twin": point.pk})):
        assert press(desk, room, name, action=point.pk, **kwargs).status_code == 404


# Closing


def test_closing_names_what_was_not_shown_and_offers_another_day(desk: Client, room: GroupSession) -> None:
    """Two hours are over after theme 1: what else was asked is not lost by a press that can't be undone."""
    revealed(room, 1)
    answering(room, 2)
    press(desk, room, "console_wrap_up")
    html = desk.get(at(room, "console_close")).content.decode()
    told = html.partition('id="not-shown"')[2].partition("</div>")[0]
    titles = [row.theme.title for row in room.themes.select_related("theme").order_by("position")]
    assert [title in told for title in titles] == [False, False, True, True, True]
    pause = at(room, "console_pause")
    assert f'action="{pause}"' in told
    room.refresh_from_db()
    assert desk.post(pause, {"expected_revision": room.revision}).status_code == 303
    room.refresh_from_db()
    assert room.paused_at is not None and room.closed_at is None
    press(desk, room, "console_resume")
    reveal(room, theme_at(room, 2))
    for position in (3, 4):
        revealed(room, position)
    assert "not-shown" not in desk.get(at(room, "console_close")).content.decode()


def test_closing_plans_the_next_meeting_and_says_so(desk: Client, room: GroupSession) -> None:
    answering(room)
    press(desk, room, "console_wrap_up")
    page = desk.get(at(room, "console_close"))
    form = page.context["form"]
    day, time = form["follow_up_on"].value(), form["follow_up_time"].value()
    assert (day - timezone.localdate()).days in range(42, 45) and day.weekday() < 5
    assert time == timezone.localtime(room.starts_at).time()
    answer = press(
        desk, room, "console_close", {"follow_up_on": day.isoformat(), "follow_up_time": f"{time:%H:%M}"}
    )
    assert answer.status_code == 303
    planned = GroupSession.objects.get(previous=room)
    assert timezone.localtime(planned.starts_at).date() == day
    assert planned.parties.count() == room.parties.count()
    html = desk.get(at(room)).content.decode()
    assert "Wat er nu gebeurt" in html and "Dat staat gepland op" in html


@pytest.mark.parametrize(
    "typed",
    [
        {"follow_up_on": "", "follow_up_time": "14:00"},
        {"follow_up_on": "2036-01-01", "follow_up_time": "14:00"},
        {"follow_up_on": "2126-01-01", "follow_up_time": "14:00"},
        {"follow_up_on": "x", "follow_up_time": "99:99"},
    ],
)
def test_a_moment_that_can_not_be_keeps_the_session_open(
    desk: Client, room: GroupSession, typed: dict
) -> None:
    answering(room)
    assert press(desk, room, "console_close", typed).status_code == 422
    room.refresh_from_db()
    assert room.state == "running"
    assert GroupSession.objects.count() == 1


def test_closing_a_rehearsal_asks_for_no_meeting(desk: Client, room: GroupSession) -> None:
    GroupSession.objects.filter(pk=room.pk).update(is_rehearsal=True)
    answering(room)
    assert "follow_up_on" not in desk.get(at(room, "console_close")).content.decode()
    sent = {"follow_up_on": "2030-01-01", "follow_up_time": "14:00"}
    assert press(desk, room, "console_close", sent).status_code == 303
    assert GroupSession.objects.count() == 1


def test_as_many_questions_for_the_talk_of_many_parties(
    desk: Client, inside: Municipality, leader: User, django_assert_max_num_queries: Callable
) -> None:
    counts = []
    for names in (["A"], ["B", "C", "D"]):
        earlier = build_session(inside, parties=names)
        revealed(earlier)
        session = build_session(inside, facilitator=leader, parties=names, previous=earlier)
        theme = revealed(session)
        for name in names:
            propose(desk, session, f"Samen bellen {name * 5}", statements=[statements_of(theme)[0].pk])
        with django_assert_max_num_queries(45) as captured:
            desk.get(at(session, "console_now"))
        counts.append(len(captured))
        press(desk, session, "console_wrap_up")
        with django_assert_max_num_queries(45) as captured:
            desk.get(at(session, "console_now"))
        counts.append(len(captured))
    assert counts[:2] == counts[2:]
    assert Party.objects.count() == 8 and Organisation.objects.count() == 4
