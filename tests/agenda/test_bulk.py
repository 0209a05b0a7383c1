"""Several action points at once: what is shown beforehand is what happens, and nothing else."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus
from agenda.models import ActionEvent, ActionPoint
from agenda.several.changing import MOST
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from tests.agenda.many_points import build_points
from tests.builders import build_member, build_municipality, build_organisation, outside

TOMORROW = timezone.localdate() + timedelta(days=40)


@pytest.fixture
def points(inside: Municipality) -> list[ActionPoint]:
    made = build_points(inside, 6, today=timezone.localdate(), years=1)
    ActionPoint.objects.filter(pk__in=[point.pk for point in made[:5]]).update(
        status=ActionStatus.ACCEPTED, deadline=timezone.localdate() + timedelta(days=10)
    )
    ActionPoint.objects.filter(pk=made[5].pk).update(status=ActionStatus.DONE)
    return list(ActionPoint.objects.order_by("pk"))


@pytest.fixture
def manager(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.MANAGER))
    return client


def page(municipality: Municipality) -> str:
    return reverse("agenda:bulk", kwargs={"gemeente": municipality.slug})


def send(client: Client, points: list[ActionPoint], step: str = "bekijk", **said: object) -> HttpResponse:
    keys = {"punt": [point.pk for point in points]}
    seen = {f"revisie-{point.pk}": point.revision for point in points}
    return client.post(page(points[0].municipality), {"stap": step, **keys, **seen, **said})


def rows() -> list[tuple]:
    return [
        *ActionPoint.objects.order_by("pk").values_list(),
        *ActionEvent.objects.order_by("pk").values_list(),
        *AuditEvent.objects.order_by("pk").values_list("pk"),
    ]


DEADLINE = {"kind": "deadline", "deadline": TOMORROW.isoformat(), "reason": "Vakantie"}


def test_looking_says_per_point_what_will_happen_and_changes_nothing(
    manager: Client, points: list[ActionPoint]
) -> None:
    ActionPoint.objects.filter(pk=points[1].pk).update(deadline=TOMORROW)
    before = rows()
    response = send(manager, points, **DEADLINE)
    assert response.status_code == 200
    assert rows() == before
    told = response.context
    assert [one.point.pk for one in told["changed"]] == [one.pk for one in [points[0], *points[2:5]]]
    assert [one.point.pk for one in told["same"]] == [points[1].pk]
    assert [one.point.pk for one in told["refused"]] == [points[5].pk]
    content = response.content.decode()
    assert str(told["refused"][0].words[0]) in content
    assert "Vakantie" in content


def test_doing_does_what_was_shown(manager: Client, points: list[ActionPoint]) -> None:
    response = send(manager, points, "doe", keuze="toon=open", **DEADLINE)
    assert response.status_code == 303
    assert response["Location"].endswith("/verbeteragenda/?toon=open")
    changed = ActionPoint.objects.filter(deadline=TOMORROW)
    assert set(changed.values_list("pk", flat=True)) == {point.pk for point in points[:5]}
    for point in changed:
        assert point.postponed == 1
        assert point.events.last().text == "Vakantie"
    assert AuditEvent.objects.filter(action="change deadline").count() == 5


def test_each_kind_of_change(manager: Client, points: list[ActionPoint], inside: Municipality) -> None:
    organisation = build_organisation(inside, "Nieuw")
    first = points[:2]
    for said, of_each in [
        ({"kind": "status", "to": "in_progress"}, {"status": "in_progress"}),
        ({"kind": "priority", "priority": "ja"}, {"is_priority": True}),
        ({"kind": "owner", "organisation": organisation.pk}, {"owner_organisation_id": organisation.pk}),
        ({"kind": "status", "to": "dropped", "reason": "Geen geld"}, {"status": "dropped"}),
    ]:
        fresh = list(ActionPoint.objects.filter(pk__in=[one.pk for one in first]))
        assert send(manager, fresh, "doe", **said).status_code == 303
        for point in ActionPoint.objects.filter(pk__in=[one.pk for one in first]):
            assert {name: getattr(point, name) for name in of_each} == of_each, said


def test_the_person_of_an_owner_stays_when_the_organisation_does(
    manager: Client, points: list[ActionPoint]
) -> None:
    point = points[0]
    said = {"kind": "owner", "organisation": point.owner_organisation_id}
    assert [one.point.pk for one in send(manager, [point], **said).context["same"]] == [point.pk]
    send(manager, [point], "doe", **said)
    point.refresh_from_db()
    assert point.owner_name


def test_what_somebody_changed_since_stays_as_it_is_and_is_named(
    manager: Client, points: list[ActionPoint]
) -> None:
    ActionPoint.objects.filter(pk=points[0].pk).update(revision=7)
    response = manager.post(
        page(points[0].municipality),
        {
            "stap": "doe",
            "punt": [one.pk for one in points[:2]],
            **{f"revisie-{one.pk}": 1 for one in points},
            **DEADLINE,
        },
        follow=True,
    )
    said = [str(one) for one in response.context["messages"]]
    assert any(points[0].what in one for one in said)
    assert ActionPoint.objects.get(pk=points[0].pk).deadline != TOMORROW
    assert ActionPoint.objects.get(pk=points[1].pk).deadline == TOMORROW


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"kind": "alles"},
        {"kind": "deadline"},
        {"kind": "deadline", "deadline": "31-02-2027"},
        {"kind": "deadline", "deadline": "volgende week"},
        {"kind": "owner", "organisation": "x"},
        {"kind": "status", "to": "awaiting_decision"},
        {"kind": "priority"},
        {**DEADLINE, "reason": "x" * 601},
        {**DEADLINE, "reason": "bel 06-12345678"},
        {**DEADLINE, "punt": []},
        {**DEADLINE, "punt": ["x", "-1", "9" * 40]},
    ],
)
@pytest.mark.parametrize("step", ["bekijk", "doe"])
def test_bad_input_keeps_what_was_ticked_and_typed(
    manager: Client, points: list[ActionPoint], said: dict, step: str
) -> None:
    before = rows()
    response = send(manager, points[:2], step, **said)
    assert response.status_code == 422
    assert rows() == before
    if "punt" not in said:
        assert response.context["ticked"] == {points[0].pk, points[1].pk}


@pytest.mark.parametrize("day", ["9999-12-31", "2020-01-01"])
def test_a_date_that_can_t_be_is_refused_per_point(
    manager: Client, points: list[ActionPoint], day: str
) -> None:
    response = send(manager, points[:2], **{**DEADLINE, "deadline": day})
    assert response.status_code == 200
    assert len(response.context["refused"]) == 2
    assert 'value="doe"' not in response.content.decode()


def test_points_of_elsewhere_are_left_out(
    manager: Client, points: list[ActionPoint], inside: Municipality
) -> None:
    other = build_municipality("Elders")
    with outside(), tenant(other):
        theirs = build_points(other, 1, today=timezone.localdate(), years=1)[0]
        stranger = build_organisation(other, "Van hen")
    sent = {"stap": "doe", "punt": [theirs.pk], f"revisie-{theirs.pk}": 1, **DEADLINE}
    assert manager.post(page(inside), sent).status_code == 422
    assert send(manager, points[:1], "doe", kind="owner", organisation=stranger.pk).status_code == 422
    with outside(), tenant(other):
        assert ActionPoint.objects.get(pk=theirs.pk).deadline != TOMORROW


def test_more_than_fit_are_said_to_be_more(manager: Client, inside: Municipality) -> None:
    build_points(inside, MOST + 5, today=timezone.localdate(), years=1)
    response = manager.get(page(inside), {"alle": "1"})
    assert len(response.context["rows"]) == MOST
    assert response.context["most"] == MOST
    assert len(response.context["ticked"]) == MOST


def test_everything_that_is_missing_is_told_at_once(manager: Client, points: list[ActionPoint]) -> None:
    response = manager.post(page(points[0].municipality), {"stap": "bekijk"})
    form = response.context["form"]
    assert response.status_code == 422
    assert form.non_field_errors() and form.errors["kind"]


def test_where_there_is_nothing_to_tick_nothing_is_asked(manager: Client, inside: Municipality) -> None:
    for kept, said in (
        ({}, "Er is nog niets afgesproken"),
        ({"zoek": "zzzz"}, "Niets gevonden bij deze keuze"),
    ):
        shown = manager.get(page(inside), kept).content.decode()
        assert said in shown
        assert 'name="kind"' not in shown


def test_going_back_keeps_everything(manager: Client, points: list[ActionPoint]) -> None:
    response = send(manager, points[:2], "terug", **DEADLINE)
    assert response.status_code == 200
    assert response.context["ticked"] == {points[0].pk, points[1].pk}
    assert "Vakantie" in response.content.decode()


def test_a_reader_changes_nothing(client: Client, points: list[ActionPoint], inside: Municipality) -> None:
    client.force_login(build_member(inside, Role.READER))
    assert client.get(page(inside)).status_code == 403
    assert send(client, points, "doe", **DEADLINE).status_code == 403
