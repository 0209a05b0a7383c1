"""The improvement agenda: what stands first, filters, one point with its history, and who may change it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from agenda.enums import ActionStatus, OwnersWord
from agenda.looking.overview import LATE, NO_OWNER, states_of
from agenda.models import ActionPoint
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.history import in_words
from agenda.points.progress import change_deadline
from agenda.points.proposing import propose_action
from catalogue.models import Statement
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    TODAY,
    answering,
    build_member,
    build_municipality,
    build_organisation,
    build_session,
    build_user,
    outside,
    take,
)

BY = {"actor": FACILITATOR, "author": "R. Smit"}


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    return session


@pytest.fixture
def manager(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.MANAGER))
    return client


def propose(
    session: GroupSession, what: str = "Eén nummer", days: int | None = 30, **fields: object
) -> ActionPoint:
    today = timezone.localdate()
    fields.setdefault("owner_organisation", session.parties.first().organisation)
    point = propose_action(session, what=what, today=today, now=timezone.now(), **{**BY, **fields})
    if days is not None:
        deadline = today + timedelta(days=days)
        ActionPoint.objects.filter(pk=point.pk).update(deadline=deadline)
    point.refresh_from_db()
    return point


def page(municipality: Municipality, name: str = "list", **kwargs: int) -> str:
    return reverse(f"agenda:{name}", kwargs={"gemeente": municipality.slug, **kwargs})


def names(response: HttpResponse) -> list[str]:
    return [row["point"].what for row in response.context["rows"]]


def test_what_asks_for_attention_stands_first(
    manager: Client, held: GroupSession, inside: Municipality
) -> None:
    propose(held, "gewoon", 5)
    propose(held, "geen datum", None)
    done = propose(held, "klaar", 1)
    ActionPoint.objects.filter(pk=done.pk).update(status=ActionStatus.DONE, deadline=None)
    propose(held, "zonder trekker", 50, owner_organisation=None)
    back = propose(held, "teruggegeven", 60)
    hand_back_action(back, reason="x", expected_revision=1, now=timezone.now(), **BY)
    propose(held, "te laat", -3)
    response = manager.get(page(inside))
    assert names(response) == ["te laat", "zonder trekker", "teruggegeven", "gewoon", "geen datum", "klaar"]
    counts = response.context["counts"]
    assert (counts["all"], counts["open"], counts["late"], counts["ownerless"], counts["done"]) == (
        6,
        5,
        1,
        2,
        1,
    )
    assert names(manager.get(page(inside), {"toon": "te-laat"})) == ["te laat"]
    assert names(manager.get(page(inside), {"toon": "zonder-trekker"})) == ["zonder trekker", "teruggegeven"]


def test_filters_by_session_and_organisation(
    manager: Client, held: GroupSession, inside: Municipality
) -> None:
    other = build_session(inside, title="Tweede")
    answering(other)
    propose(held, "een")
    propose(other, "twee", owner_organisation=other.parties.last().organisation)
    assert names(manager.get(page(inside), {"sessie": other.pk})) == ["twee"]
    asked = {"organisatie": held.parties.first().organisation_id}
    assert names(manager.get(page(inside), asked)) == ["een"]


@pytest.mark.parametrize(
    "query",
    ["sessie=x", "sessie=99999", "organisatie=-1", "toon=alles", "page=0", "page=zes", "page=99", "x=1"],
)
def test_strange_filters_filter_nothing(
    manager: Client, held: GroupSession, inside: Municipality, query: str
) -> None:
    propose(held, "een")
    response = manager.get(f"{page(inside)}?{query}")
    assert response.status_code == 200
    assert names(response) == ["een"]


def test_rehearsals_and_other_municipalities_never_count(
    manager: Client, held: GroupSession, inside: Municipality
) -> None:
    rehearsal = build_session(inside, title="Oefenen", is_rehearsal=True)
    answering(rehearsal)
    propose(rehearsal, "oefening")
    response = manager.get(page(inside))
    assert names(response) == []
    assert response.context["counts"]["all"] == 0
    assert "Oefenen" not in response.content.decode()


def test_twenty_five_on_a_page(manager: Client, held: GroupSession, inside: Municipality) -> None:
    first = propose(held, "punt")
    for number in range(25):
        ActionPoint(
            municipality=inside,
            session=held,
            what=f"punt {number}",
            created_at=first.created_at,
            changed_at=first.changed_at,
        ).save()
    assert len(names(manager.get(page(inside)))) == 25
    assert len(names(manager.get(page(inside), {"page": 2}))) == 1


def test_computed_states_go_first(held: GroupSession) -> None:
    today = timezone.localdate()
    late = propose(held, "a", -1, owner_organisation=None)
    assert states_of(late, on=today) == [LATE, NO_OWNER]
    on_its_day = propose(held, "b", 0)
    ActionPoint.objects.filter(pk=on_its_day.pk).update(
        status=ActionStatus.IN_PROGRESS, owners_word=OwnersWord.STUCK
    )
    on_its_day.refresh_from_db()
    assert [state.icon for state in states_of(on_its_day, on=today)] == ["alert"]


def test_who_may_see_and_change(client: Client, held: GroupSession, inside: Municipality) -> None:
    point = propose(held)
    changes = ["report", "status", "deadline", "owner", "wording"]
    addresses = [page(inside), page(inside, "detail", pk=point.pk)]
    assert all(client.get(address).status_code == 302 for address in addresses)
    client.force_login(build_user())
    assert all(client.get(address).status_code == 404 for address in addresses)
    client.force_login(build_member(inside, Role.ADMINISTRATOR))
    assert all(client.get(address).status_code == 403 for address in addresses)
    client.force_login(build_member(inside, Role.READER))
    assert all(client.get(address).status_code == 200 for address in addresses)
    assert f'action="{addresses[1]}' not in client.get(addresses[1]).content.decode()
    for name in changes:
        assert client.post(page(inside, name, pk=point.pk), {}).status_code == 403
    client.force_login(build_member(inside, Role.COORDINATOR))
    for name in changes:
        assert client.get(page(inside, name, pk=point.pk)).status_code == 405


def test_another_municipality_s_point_does_not_exist(manager: Client, inside: Municipality) -> None:
    other = build_municipality("Elders")
    with outside(), tenant(other):
        session = build_session(other)
        answering(session)
        point = propose(session)
        stranger = build_organisation(other, "Elders BV")
    assert manager.get(page(inside, "detail", pk=point.pk)).status_code == 404
    assert manager.post(page(inside, "report", pk=point.pk), {"update-text": "x"}).status_code == 404
    own = build_session(inside)
    answering(own)
    mine = propose(own, "van ons")
    sent = {"expected_revision": 1, "owner-organisation": stranger.pk}
    assert manager.post(page(inside, "owner", pk=mine.pk), sent).status_code == 422


def change(client: Client, point: ActionPoint, name: str, data: dict) -> HttpResponse:
    url = page(point.municipality, name, pk=point.pk)
    return client.post(url, {"expected_revision": point.revision, **data})


def test_each_change_on_the_page(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    accept_action(point, expected_revision=1, now=timezone.now(), **BY)
    take(stage.close_session, held, follow_up_on=None)
    later = timezone.localdate() + timedelta(days=90)
    organisation = held.parties.last().organisation
    for name, data in [
        ("report", {"update-owners_word": "on_track", "update-text": "Brief ligt bij de drukker"}),
        ("deadline", {"deadline-deadline": later.isoformat(), "deadline-reason": "College"}),
        ("wording", {"wording-what": "Beter gezegd"}),
        ("status", {"status-to": "done", "status-resident_effect": "Eén nummer"}),
    ]:
        assert change(manager, point, name, data).status_code == 303, name
        point.refresh_from_db()
    assert (point.status, point.deadline, point.postponed) == (ActionStatus.DONE, later, 1)
    assert (point.what, point.resident_effect) == ("Beter gezegd", "Eén nummer")
    change(manager, point, "status", {"status-to": "in_progress", "status-reason": "Toch niet klaar"})
    point.refresh_from_db()
    sent = {"owner-organisation": organisation.pk, "owner-person": "Ans", "owner-email": "ans@example.org"}
    assert change(manager, point, "owner", sent).status_code == 303
    point.refresh_from_db()
    assert (point.owner_organisation, point.owner_email) == (organisation, "ans@example.org")
    text = manager.get(page(point.municipality, "detail", pk=point.pk)).content.decode()
    assert "Brief ligt bij de drukker" in text
    assert "College" in text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report", {"update-text": ""}),
        ("report", {"update-text": "x" * 10_000}),
        ("report", {"update-owners_word": "prima"}),
        ("status", {"status-to": "proposed"}),
        ("status", {"status-to": "handed_back"}),
        ("deadline", {"deadline-deadline": "2020-01-01"}),
        ("deadline", {"deadline-deadline": "ooit"}),
        ("deadline", {"deadline-deadline": "31-02-2027"}),
        ("deadline", {"deadline-deadline": "volgende week"}),
        ("deadline", {"deadline-deadline": "9999-12-31"}),
        ("deadline", {"deadline-deadline": "99999-01-01"}),
        ("owner", {"owner-organisation": "x"}),
        ("owner", {"owner-email": "geen adres"}),
        ("wording", {"wording-what": ""}),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    manager: Client, held: GroupSession, name: str, data: dict
) -> None:
    point = propose(held)
    assert change(manager, point, name, data).status_code == 422
    assert ActionPoint.objects.get(pk=point.pk).revision == 1


def test_an_old_page_is_told_and_keeps_its_text(manager: Client, held: GroupSession) -> None:
    point = propose(held)
    accept_action(point, expected_revision=1, now=timezone.now(), **BY)
    point.revision = 1
    response = change(manager, point, "report", {"update-text": "Dit typte ik net"})
    assert response.status_code == 409
    assert "Dit typte ik net" in response.content.decode()
    assert response.context["action"].revision == 2


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "👩‍👩‍👧", "שלום"])
def test_any_words_are_shown_as_typed(manager: Client, held: GroupSession, text: str) -> None:
    point = propose(held, text)
    for address in (page(held.municipality), page(held.municipality, "detail", pk=point.pk)):
        shown = manager.get(address)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.content.decode()


def test_history_says_dates_and_names(held: GroupSession) -> None:
    point = propose(held)
    before = point.deadline
    after = before + timedelta(days=1)
    change_deadline(
        point,
        deadline=after,
        reason="Overleg later",
        expected_revision=1,
        today=timezone.localdate(),
        now=timezone.now(),
        **BY,
    )
    event = point.events.last()
    words = in_words(event)
    assert str(before.year) in words
    assert str(after.day) in words
    assert event.text == "Overleg later"
    assert all(in_words(event) for event in point.events.all())


def test_the_empty_agenda_says_what_to_do(manager: Client, inside: Municipality) -> None:
    response = manager.get(page(inside))
    assert response.status_code == 200
    assert reverse("group_sessions:list", args=[inside.slug]) in response.content.decode()


def test_waiting_for_a_decision_says_more_than_an_earlier_word(held: GroupSession) -> None:
    action = ActionPoint(
        owner_organisation=held.parties.first().organisation,
        status=ActionStatus.AWAITING_DECISION,
        owners_word=OwnersWord.ON_TRACK,
    )
    labels = [state.label for state in states_of(action, on=TODAY)]
    assert labels == [ActionStatus.AWAITING_DECISION.label]


def test_what_is_stuck_can_be_shown_alone(manager: Client, held: GroupSession) -> None:
    stuck, other = propose(held, "Vast"), propose(held, "Los")
    ActionPoint.objects.filter(pk=stuck.pk).update(owners_word=OwnersWord.STUCK)
    assert names(manager.get(page(held.municipality) + "?toon=loopt-vast")) == ["Vast"]
    assert set(names(manager.get(page(held.municipality)))) == {"Vast", other.what}


def test_statement_10_says_that_the_law_changed(manager: Client, held: GroupSession) -> None:
    statements = Statement.objects.of(held.catalogue)
    noted, plain = statements.get(number=10), statements.get(number=9)
    for statement, has_note in ((noted, True), (plain, False)):
        point = propose(held, f"Bij {statement.number}", statements=[statement])
        content = manager.get(page(held.municipality, "detail", pk=point.pk)).content.decode()
        assert (noted.editorial_note in content) == has_note


def test_without_an_owner_the_page_asks_for_one_first(manager: Client, held: GroupSession) -> None:
    point = propose(held, "Wie?", owner_organisation=None)
    content = manager.get(page(held.municipality, "detail", pk=point.pk)).content.decode()
    assert 'id="form-owner" open' in content
    assert content.count('id="form-owner"') == 1
    assert content.index('id="form-owner"') < content.index('id="form-update"')
    owned = propose(held, "Van ons")
    content = manager.get(page(held.municipality, "detail", pk=owned.pk)).content.decode()
    assert 'id="form-update" open' in content
    assert content.count('id="form-owner"') == 1


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_advice_from_practice_is_there_for_both_audiences(
    manager: Client, held: GroupSession, language: str
) -> None:
    manager.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
    response = manager.get(page(held.municipality, "advice"))
    counted = [
        sum(len(pieces) for pieces in response.context[audience])
        for audience in ("managers", "practitioners")
    ]
    assert counted == [5, 4]
    first = response.context["managers"][0][0]
    content = response.content.decode()
    assert escape(first.summary_in(language)) in content
    assert escape(first.heading_in(language)) in content
    assert page(held.municipality, "advice") in manager.get(page(held.municipality)).content.decode()
