"""Table, board and line of time of the same choice; steps on the board; choices that are kept."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.looking.board import MOST_CARDS, MOST_ENDED
from agenda.looking.overview import agenda_of
from agenda.looking.timeline import (
    AHEAD,
    BACK,
    axis_of,
    bar_of,
)
from agenda.models import ENDED, ActionPoint, SavedFilter
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.agenda.many_points import build_points
from tests.builders import TODAY, build_member

VIEWS = ["", "weergave=bord", "weergave=tijdlijn"]
FIGURE = re.compile(r'<a class="app-stat[^"]*" href="([^"]+)">\s*<span[^>]*>(\d+)')


@pytest.fixture
def points(inside: Municipality) -> list[ActionPoint]:
    # As many as the board shows of each status.
    return build_points(inside, 6, today=timezone.localdate(), years=2)


@pytest.fixture
def manager(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.MANAGER))
    return client


def at(municipality: Municipality, name: str = "list", **kwargs: int) -> str:
    return reverse(f"agenda:{name}", kwargs={"gemeente": municipality.slug, **kwargs})


def shown(response: HttpResponse) -> set[str]:
    return {row["point"].what for row in response.context["rows"]}


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_shows_the_same_choice(
    manager: Client, points: list[ActionPoint], inside: Municipality, view: str
) -> None:
    everything = {point.what for point in points}
    assert shown(manager.get(f"{at(inside)}?{view}")) == everything
    some = {point.what for point in points if point.status == ActionStatus.DONE}
    response = manager.get(f"{at(inside)}?status=afgerond&{view}")
    assert some and shown(response) == some
    assert all(what in response.content.decode() for what in some)


def test_a_quick_choice_promises_no_number_that_it_does_not_show(
    manager: Client, points: list[ActionPoint], inside: Municipality
) -> None:
    def pills(query: str) -> list[str]:
        return [pill["label"] for pill in manager.get(f"{at(inside)}?{query}").context["pills"]]

    late = next(label for label in pills("toon=open") if label.startswith("Te laat"))
    assert late == f"Te laat ({len(shown(manager.get(at(inside) + '?toon=te-laat')))})"
    assert pills(f"thema={points[0].theme.slug}")[:3] == ["Alles", "Niet afgerond", "Te laat"]


@pytest.mark.parametrize("name", ["list", "activity"])
def test_a_figure_on_top_leads_to_the_points_it_counts(
    manager: Client, points: list[ActionPoint], inside: Municipality, name: str
) -> None:
    body = manager.get(at(inside, name)).content.decode()
    figures = FIGURE.findall(body)
    assert figures
    for address, number in figures:
        listed = manager.get(address if address.startswith("/") else at(inside) + address)
        assert listed.context["page_obj"].paginator.count == int(number)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "{{ 7*7 }}", "שלום 👩‍👩‍👧"])
def test_any_words_are_shown_as_typed(
    manager: Client, points: list[ActionPoint], inside: Municipality, view: str, words: str
) -> None:
    ActionPoint.objects.filter(pk=points[0].pk).update(what=words, owner_name=words)
    response = manager.get(f"{at(inside)}?{view}")
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("way", ["", "zoek=op&"])
def test_the_pages_together_hold_each_point_once_and_what_is_open_first(
    manager: Client, inside: Municipality, way: str
) -> None:
    made = build_points(inside, 60, today=timezone.localdate(), years=2)
    going_on = [point.pk for point in made[:30]]
    ActionPoint.objects.filter(pk__in=going_on).update(status=ActionStatus.IN_PROGRESS)
    ActionPoint.objects.update(resident_effect="Eén brief op maat")
    pages = [manager.get(f"{at(inside)}?{way}page={number}").context["rows"] for number in (1, 2, 3)]
    found = [row["point"].pk for rows in pages for row in rows]
    assert found == list(agenda_of(inside, on=timezone.localdate()).values_list("pk", flat=True))
    assert set(found[:30]) == set(going_on)


@pytest.mark.parametrize("way", ["status=afgerond", "zoek=huurder"])
def test_the_second_page_of_a_few_among_many_open_ones_holds_the_rest(
    manager: Client, inside: Municipality, way: str
) -> None:
    made = [point.pk for point in build_points(inside, 90, today=timezone.localdate(), years=2)]
    points, done = ActionPoint.objects.all(), made[60:]
    points.update(status=ActionStatus.IN_PROGRESS, resident_effect="")
    points.filter(pk__in=done).update(status=ActionStatus.DONE, resident_effect="Een huurder weet het")
    pages = [manager.get(f"{at(inside)}?{way}&page={number}").context["rows"] for number in (1, 2)]
    assert [len(rows) for rows in pages] == [25, 5]
    assert {row["point"].pk for rows in pages for row in rows} == {*done}


def test_the_board_has_a_column_per_status_and_says_what_it_leaves_out(
    manager: Client, inside: Municipality
) -> None:
    made = build_points(inside, 60, today=timezone.localdate(), years=2)
    columns = manager.get(f"{at(inside)}?weergave=bord").context["columns"]
    assert [column["status"] for column in columns] == list(ActionStatus)
    for column in columns:
        total = sum(point.status == column["status"] for point in made)
        assert column["total"] == total
        most = MOST_ENDED if column["status"] in ENDED else MOST_CARDS
        assert len(column["rows"]) == min(total, most)
        assert column["more"] == max(total - most, 0)


def move(client: Client, point: ActionPoint, to: str, **said: object) -> HttpResponse:
    sent = {"status-to": to, "expected_revision": point.revision, "keuze": "weergave=bord&toon=open"}
    return client.post(at(point.municipality, "move", pk=point.pk), {**sent, **said})


def test_a_step_is_taken_from_the_card(manager: Client, points: list[ActionPoint]) -> None:
    point = points[0]
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.ACCEPTED)
    response = move(manager, point, "in_progress")
    assert response.status_code == 303
    assert response["Location"] == f"{at(point.municipality)}?weergave=bord&toon=open"
    point.refresh_from_db()
    assert point.status == ActionStatus.IN_PROGRESS
    assert point.events.last().author == str(response.wsgi_request.user)


@pytest.mark.parametrize("to", ["handed_back", "dropped", "awaiting_decision", "done"])
def test_a_step_that_asks_something_is_not_taken_before_it_is_said(
    manager: Client, points: list[ActionPoint], to: str
) -> None:
    point = points[0]
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.ACCEPTED)
    response = move(manager, point, to)
    assert response.status_code == 200
    assert 'name="asked"' in response.content.decode()
    assert ActionPoint.objects.get(pk=point.pk).status == ActionStatus.ACCEPTED
    said = {"status-reason": "Geen geld", "status-decided_by": "college", "status-resident_effect": "Rust"}
    assert move(manager, point, to, asked="1", **said).status_code == 303
    assert ActionPoint.objects.get(pk=point.pk).status == to


@pytest.mark.parametrize(
    ("to", "said", "status"),
    [
        ("", {}, 422),
        ("proposed", {}, 422),
        ("x" * 3000, {}, 422),
        ("dropped", {"asked": "1"}, 422),
        ("in_progress", {"expected_revision": "0"}, 409),
        ("in_progress", {"keuze": "weergave=bord&zoek=" + "x" * 5000}, 303),
        ("in_progress", {"keuze": "//elders.example"}, 303),
    ],
)
def test_a_strange_step_gets_an_answer_and_stays_here(
    manager: Client, points: list[ActionPoint], to: str, said: dict, status: int
) -> None:
    point = points[0]
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.ACCEPTED)
    response = move(manager, point, to, **said)
    assert response.status_code == status
    if status == 303:
        assert response["Location"].startswith(at(point.municipality))
    else:
        assert ActionPoint.objects.get(pk=point.pk).status == ActionStatus.ACCEPTED


def test_a_reader_sees_the_board_without_steps(
    client: Client, points: list[ActionPoint], inside: Municipality
) -> None:
    client.force_login(build_member(inside, Role.READER))
    content = client.get(f"{at(inside)}?weergave=bord").content.decode()
    assert points[0].what in content
    assert "verplaatsen" not in content
    assert at(inside, "bulk") not in content


def test_a_choice_is_kept_by_whom_made_it(
    manager: Client, client: Client, points: list[ActionPoint], inside: Municipality
) -> None:
    said = {"naam": "  Te   laat ", "keuze": "weergave=bord&toon=te-laat&onzin=1"}
    assert manager.post(at(inside, "save_filter"), said).status_code == 303
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("Te laat", "weergave=bord&toon=te-laat")
    assert "Te laat" in manager.get(at(inside)).content.decode()
    manager.post(at(inside, "save_filter"), {"naam": "Te laat", "keuze": "toon=loopt-vast"})
    assert SavedFilter.objects.get().query == "toon=loopt-vast"
    other = Client()
    other.force_login(build_member(inside, Role.READER))
    assert other.post(at(inside, "remove_filter", pk=kept.pk), {}).status_code == 404
    assert SavedFilter.objects.count() == 1
    assert not other.get(at(inside)).context["saved"]
    manager.post(at(inside, "remove_filter", pk=kept.pk), {})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "choice"),
    [("", "toon=open"), ("x" * 61, "toon=open"), ("alles", ""), ("alles", "onzin=1"), ("a", "toon=nee")],
)
def test_a_choice_without_a_name_or_content_is_not_kept(
    manager: Client, points: list[ActionPoint], inside: Municipality, name: str, choice: str
) -> None:
    response = manager.post(at(inside, "save_filter"), {"naam": name, "keuze": choice}, follow=True)
    assert response.status_code == 200
    assert [str(one) for one in response.context["messages"]]
    assert not SavedFilter.objects.exists()


def test_twenty_choices_are_enough(manager: Client, points: list[ActionPoint], inside: Municipality) -> None:
    for number in range(21):
        manager.post(at(inside, "save_filter"), {"naam": f"Keuze {number}", "keuze": "toon=open"})
    assert SavedFilter.objects.count() == 20


def point_from(agreed: date, deadline: date | None, **fields: object) -> ActionPoint:
    made = datetime(agreed.year, agreed.month, agreed.day, 12, tzinfo=UTC)
    return ActionPoint(created_at=made, deadline=deadline, status=ActionStatus.IN_PROGRESS, **fields)


@pytest.mark.parametrize(
    ("agreed", "deadline"),
    [
        (TODAY, TODAY),
        (TODAY - timedelta(days=4000), TODAY + timedelta(days=3650)),
        (TODAY - timedelta(days=20), None),
        (TODAY - timedelta(days=20), TODAY - timedelta(days=10)),
        (date(2024, 2, 29), date(2028, 2, 29)),
        (TODAY, TODAY - timedelta(days=5)),
    ],
)
def test_every_bar_lies_on_the_line(agreed: date, deadline: date | None) -> None:
    point = point_from(agreed, deadline)
    axis = axis_of([point], today=TODAY)
    bar = bar_of(point, axis, today=TODAY)
    assert axis.first <= TODAY < axis.last
    assert axis.last - axis.first <= BACK + AHEAD + timedelta(days=62)
    assert bar.start >= 0 and bar.width > 0 and bar.start + bar.width <= 100.01
    assert bar.end + bar.late <= 100.01
    assert (bar.late > 0) == (deadline is not None and deadline < TODAY)
    assert 1 <= len(axis.ticks) <= 13
    assert [place for place, _name in axis.ticks] == sorted(place for place, _name in axis.ticks)


def test_the_date_agreed_at_first_is_marked_where_it_was_moved() -> None:
    point = point_from(TODAY - timedelta(days=90), TODAY + timedelta(days=30))
    axis = axis_of([point], today=TODAY)
    first = TODAY - timedelta(days=10)
    assert bar_of(point, axis, today=TODAY, first=first).first == axis.place(first)
    for same in (None, point.deadline):
        assert bar_of(point, axis, today=TODAY, first=same).first is None


def test_a_line_without_points_is_still_a_line() -> None:
    assert axis_of([], today=TODAY).ticks
