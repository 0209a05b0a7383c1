"""What went on in another point stands nowhere as not taken up: it is told where it went on."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from agenda.enums import ActionStatus
from agenda.export.calendar import calendar_of_agenda
from agenda.looking.overview import MERGED, states_of
from agenda.meetings.tables_now import tables_of
from agenda.models import ActionPoint
from agenda.points.history import in_words
from agenda.points.merged import goes_on_in, merged_into_each
from agenda.points.merging import merge_actions
from agenda.points.progress import change_status
from municipalities.models import Municipality
from reports.content import report_content
from reports.document import report_html
from sessions import stage
from sessions.models import GroupSession
from tests.agenda.test_take_along import BY, held, member, page, propose, rows_of, taken
from tests.builders import NOW, TODAY, answering, build_session, take

__all__ = ["held"]
WORDS = "niet opgepakt"


def merge(action: ActionPoint, into: ActionPoint) -> ActionPoint:
    action.refresh_from_db()
    merge_actions(action, into=into, expected_revision=action.revision, now=timezone.now(), **BY)
    return into


def agenda(browser: Client, municipality: Municipality, **query: str) -> str:
    return browser.get(page(municipality, "list"), query).content.decode()


def test_every_way_to_look_tells_of_the_one_it_went_on_in(held: GroupSession, inside: Municipality) -> None:
    one, other = propose(held, "Brief aan huurders"), propose(held, "Brief voor iedereen")
    merge(one, other)
    browser = member(inside)
    for view in ("", "bord", "tijdlijn"):
        html = agenda(browser, inside, weergave=view)
        assert "Brief voor iedereen" in html and f"{WORDS}</span>" not in html
        # Only the table has room to tell what went on in it.
        assert ("Brief aan huurders" in html) == (view == "")
    table = agenda(browser, inside)
    address = page(inside, "detail", pk=one.pk)
    assert f'Samengevoegd met: <a href="{address}">Brief aan huurders</a>' in table
    assert "Brief" not in agenda(browser, inside, status="niet-opgepakt").partition("<main")[2]
    counts = browser.get(page(inside, "list")).context["counts"]
    assert (counts["all"], counts["open"], counts["dropped"]) == (1, 1, 0)


def test_its_own_page_says_where_it_went_on_at_last(held: GroupSession, inside: Municipality) -> None:
    one, two, three = (propose(held, f"Punt {number}") for number in "123")
    merge(two, merge(one, two) and three)
    for point in (one, two, three):
        point.refresh_from_db()
    assert (goes_on_in(one), goes_on_in(two), goes_on_in(three)) == (three, three, None)
    assert merged_into_each([one, three]) == {one.pk: [], three.pk: [two, one]}
    assert states_of(one, on=TODAY) == [MERGED] and one.status_label == "samengevoegd"
    assert (three.status_label, states_of(three, on=TODAY) == [MERGED]) == ("voorgesteld", False)
    html = member(inside).get(page(inside, "detail", pk=one.pk)).content.decode()
    assert f'href="{page(inside, "detail", pk=three.pk)}"' in html and "Samengevoegd" in html
    assert WORDS not in html.partition("<main")[2].partition("Wat er gebeurde")[0].partition("<form")[0]


def test_files_and_calendars_name_it_with_the_one_it_went_on_in(
    held: GroupSession, inside: Municipality
) -> None:
    one, other = propose(held, "Brief aan huurders"), propose(held, "Brief voor iedereen")
    merge(one, other)
    browser = member(inside)
    for sheet in ("csv", "xlsx"):
        (row,) = rows_of(taken(browser, inside, sheet), sheet)
        assert (row["Actiepunt"], row["Samengevoegd met"]) == ("Brief voor iedereen", "Brief aan huurders")
    (told,) = json.loads(taken(browser, inside, "json"))["action_points"]
    assert told["merged"] == [{"id": one.pk, "what": "Brief aan huurders"}]
    calendar = Calendar.from_ical(calendar_of_agenda(inside, today=TODAY))
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == ["Actiepunt: Brief voor iedereen"]


def test_a_table_of_points_counts_it_once(held: GroupSession, inside: Municipality) -> None:
    one, other = propose(held, "Een"), propose(held, "Twee")
    merge(one, other)
    take(stage.close_session, held, follow_up_on=None)
    (table,) = tables_of(inside, today=TODAY)
    assert [(agenda.points, agenda.open) for agenda in table.agendas] == [(1, 1)]


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_the_report_tells_it_apart_from_what_nobody_takes_up(
    held: GroupSession, inside: Municipality, is_elsewhere: bool
) -> None:
    where = build_session(inside, title="Herhaalsessie") if is_elsewhere else held
    if is_elsewhere:
        answering(where)
    one, other = propose(held, "Brief aan huurders", deadline=None), propose(where, "Brief voor iedereen")
    merge(one, other)
    dropped = propose(held, "Ouderavond", deadline=None)
    said: dict[str, Any] = {"reason": "Geen geld", "now": NOW, **BY}
    change_status(dropped, ActionStatus.DROPPED, expected_revision=dropped.revision, **said)
    content = report_content(held, now=NOW)
    assert content.actions[-1] == one and content.without_owner_or_date == 0
    assert content.points_of_its_own == (1 if is_elsewhere else 2)
    html = report_html(content, language="nl")
    assert html.count(WORDS) == 1 and "samengevoegd" in html
    # What stands at another table is not told here.
    assert ("Het gaat verder in “Brief voor iedereen”." in html) != is_elsewhere
    assert ("Brief voor iedereen" in html) != is_elsewhere


def test_the_history_says_where_it_went_on_and_no_more(held: GroupSession) -> None:
    one, other = propose(held, "Brief aan huurders"), propose(held, "Brief voor iedereen")
    merge(one, other)
    said = [in_words(event) for event in one.events.all()]
    assert said[-1] == "gaat verder in ‘Brief voor iedereen’"
    assert not any(WORDS in words for words in said)


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_asks_once_what_went_on_in_its_points(
    held: GroupSession, number: int, django_assert_num_queries: Callable
) -> None:
    points = [propose(held, f"Punt {each}") for each in range(number)]
    with django_assert_num_queries(1, info="nothing was merged"):
        merged_into_each(points)
    for each, point in enumerate(points):
        merge(propose(held, f"Ook {each}", deadline=TODAY + timedelta(days=9)), point)
    with django_assert_num_queries(2, info="what was merged, and what went on in that"):
        assert [len(found) for found in merged_into_each(points).values()] == [1] * number


def test_in_a_meeting_it_is_said_where_it_went_on(held: GroupSession, inside: Municipality) -> None:
    one, other = propose(held, "Brief aan huurders"), propose(held, "Brief voor iedereen")
    take(stage.close_session, held, follow_up_on=None)
    meeting = build_session(inside, title="Vervolg", previous=held, sequel="follow_up")
    kwargs = {"gemeente": inside.slug, "session": meeting.pk, "pk": one.pk}
    at, browser = reverse("agenda:meeting_point", kwargs=kwargs), member(inside)
    said = {"outcome": "note", "note": "Lijkt op de andere brief", "expected_revision": one.revision}
    assert browser.post(at, said).status_code == 303
    merge(one, other)
    html = browser.get(at).content.decode()
    assert "Het gaat verder in “Brief voor iedereen”." in html
    assert f"{WORDS}</span>" not in html
