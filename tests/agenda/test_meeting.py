"""A follow-up meeting walks the open points of its table; what it decides stays in their history."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.agreeing.refusals import NotForMeeting, NothingDecided
from agenda.enums import ActionChange, ActionStatus, MeetingOutcome
from agenda.meetings.discussing import discuss, outcomes_for
from agenda.meetings.walking import meeting_of, original_deadlines
from agenda.models import ActionPoint
from agenda.points.accepting import accept_action, hand_back_action
from agenda.points.proposing import propose_action
from agenda.points.refusals import ReasonMissing, SessionNotOn, StaleAction, StatusNotReachable
from audit.models import AuditEvent
from municipalities.enums import Role
from municipalities.models import Municipality
from outbox.models import Promise
from sessions import stage
from sessions.enums import Sequel, SessionState
from sessions.follow_up import end_follow_up
from sessions.models import GroupSession
from sessions.stepping import StaleStep, StepRefused
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_member,
    build_session,
    build_user,
    outside,
    take,
)
from tests.queries import BLOCK

BY = {"actor": FACILITATOR, "author": "R. Smit"}
DONE, CARRY_ON, DROPPED, NOTE = MeetingOutcome
LATER = timedelta(minutes=5)


@pytest.fixture
def first(session: GroupSession) -> GroupSession:
    answering(session)
    return session


@pytest.fixture
def meeting(first: GroupSession) -> GroupSession:
    """The meeting after the first session, which is closed by then."""
    take(stage.close_session, first, follow_up_on=None)
    return follow(first)


def follow(session: GroupSession, **fields: Any) -> GroupSession:
    said = {"title": "Vervolg", "previous": session, "sequel": Sequel.FOLLOW_UP, **fields}
    return build_session(session.municipality, **said)


def propose(session: GroupSession, what: str, *, days: int | None = 60, **fields: Any) -> ActionPoint:
    fields.setdefault("owner_organisation", session.parties.first().organisation)
    point = propose_action(session, what=what, today=TODAY, now=NOW, **{**BY, **fields})
    if days is not None:
        ActionPoint.objects.filter(pk=point.pk).update(deadline=TODAY + timedelta(days=days))
    point.refresh_from_db()
    return point


def decide(session: GroupSession, point: ActionPoint, outcome: MeetingOutcome, **more: Any) -> None:
    point.refresh_from_db()
    said = {"note": "", "expected_revision": point.revision, "today": TODAY, "now": NOW, **BY, **more}
    discuss(session, point, outcome=outcome, **said)


def walked(session: GroupSession) -> list[str]:
    return [item.point.what for item in meeting_of(session, today=TODAY).items]


def end(session: GroupSession) -> None:
    take(end_follow_up, session)


def test_its_agenda_fills_by_itself_and_asks_for_attention_first(
    first: GroupSession, meeting: GroupSession
) -> None:
    propose(first, "gewoon", days=50)
    propose(first, "zonder trekker", owner_organisation=None)
    propose(first, "te laat", days=-3)
    ended = propose(first, "klaar")
    ActionPoint.objects.filter(pk=ended.pk).update(status=ActionStatus.DONE)
    stuck = propose(first, "loopt vast")
    ActionPoint.objects.filter(pk=stuck.pk).update(owners_word="stuck")
    assert walked(meeting) == ["te laat", "zonder trekker", "loopt vast", "gewoon"]
    propose(first, "nog een", days=5)
    assert walked(meeting)[3] == "nog een"


def test_it_walks_what_its_own_table_agreed_and_nothing_of_another(
    first: GroupSession, meeting: GroupSession, inside: Municipality
) -> None:
    propose(first, "van deze tafel")
    other = build_session(inside, title="Andere tafel", parties=["Energie"])
    answering(other)
    elsewhere = propose(other, "van een andere tafel")
    rehearsal = build_session(inside, title="Oefenen", is_rehearsal=True, previous=first)
    answering(rehearsal)
    propose(rehearsal, "oefening")
    third = follow(meeting, title="Nog een vervolg")
    assert walked(meeting) == walked(third) == ["van deze tafel"]
    with pytest.raises(NotForMeeting):
        decide(meeting, elsewhere, DONE)


def test_finished(first: GroupSession, meeting: GroupSession) -> None:
    point = propose(first, "Eén nummer")
    decide(meeting, point, DONE, note="Staat op elke brief", resident_effect="Eén nummer om te bellen")
    assert (point.status, point.resident_effect) == (ActionStatus.DONE, "Eén nummer om te bellen")
    changes = [event.change for event in point.events.all()]
    assert changes[:2] == [ActionChange.PROPOSED, ActionChange.ACCEPTED]
    assert changes[-1] == ActionChange.DISCUSSED
    assert AuditEvent.objects.filter(action="discuss action", target_id=point.pk).count() == 1


def test_carrying_on_keeps_the_first_deadline_and_counts_each_postponement(
    first: GroupSession, meeting: GroupSession
) -> None:
    point = propose(first, "Eén nummer", days=10)
    agreed = point.deadline
    with pytest.raises(ReasonMissing):
        decide(meeting, point, CARRY_ON, deadline=TODAY + timedelta(days=40))
    later = TODAY + timedelta(days=40)
    decide(meeting, point, CARRY_ON, deadline=later, note="Wacht op de drukker")
    assert (point.deadline, point.postponed) == (later, 1)
    third = follow(meeting, title="Nog een vervolg")
    much_later = TODAY + timedelta(days=80)
    decide(third, point, CARRY_ON, deadline=much_later, note="De drukker is ziek")
    assert (point.deadline, point.postponed) == (much_later, 2)
    assert original_deadlines([point]) == {point.pk: agreed}


def test_carrying_on_without_another_date_changes_nothing_but_the_history(
    first: GroupSession, meeting: GroupSession
) -> None:
    point = propose(first, "Eén nummer")
    before = point.deadline
    decide(meeting, point, CARRY_ON, deadline=before, note="Het gaat goed")
    last = point.events.last()
    assert (point.deadline, point.postponed, point.status) == (before, 0, ActionStatus.PROPOSED)
    assert (last.change, last.before, last.after, last.text) == (
        ActionChange.DISCUSSED,
        CARRY_ON,
        str(meeting.pk),
        "Het gaat goed",
    )


def test_what_nobody_took_up_gets_an_owner_at_the_table(first: GroupSession, meeting: GroupSession) -> None:
    point = propose(first, "Eén nummer", owner_organisation=None)
    assert DONE not in outcomes_for(point)
    with pytest.raises(StatusNotReachable):
        decide(meeting, point, DONE)
    organisation = first.parties.last().organisation
    decide(meeting, point, CARRY_ON, owner_organisation=organisation)
    assert (point.owner_organisation, point.status) == (organisation, ActionStatus.PROPOSED)
    hand_back_action(point, reason="Toch niet", expected_revision=point.revision, now=NOW, **BY)
    decide(meeting, point, CARRY_ON, owner_organisation=first.parties.first().organisation, now=NOW + LATER)
    assert point.owner_organisation == first.parties.first().organisation


def test_dropping_is_explained(first: GroupSession, meeting: GroupSession) -> None:
    point = propose(first, "Eén nummer")
    with pytest.raises(ReasonMissing):
        decide(meeting, point, DROPPED)
    point.refresh_from_db()
    assert point.events.count() == 1
    decide(meeting, point, DROPPED, note="Bestaat al in de regio")
    assert point.status == ActionStatus.DROPPED
    assert "Bestaat al in de regio" in [event.text for event in point.events.all()]


def test_a_note_says_something(first: GroupSession, meeting: GroupSession) -> None:
    point = propose(first, "Eén nummer")
    with pytest.raises(NothingDecided):
        decide(meeting, point, NOTE)
    decide(meeting, point, NOTE, note="Volgende keer met de drukker erbij", now=NOW + LATER)
    item = meeting_of(meeting, today=TODAY).item_of(point.pk)
    assert item is not None
    assert (item.outcome, [line.text for line in item.lines]) == (
        NOTE,
        ["Volgende keer met de drukker erbij"],
    )


def test_a_double_click_decides_once_and_a_stale_page_is_refused(
    first: GroupSession, meeting: GroupSession
) -> None:
    point = propose(first, "Eén nummer")
    revision = point.revision
    for _click in range(2):
        decide(meeting, point, NOTE, note="Gezegd", expected_revision=revision)
    assert point.events.filter(change=ActionChange.DISCUSSED).count() == 1
    with pytest.raises(StaleAction):
        decide(meeting, point, DROPPED, note="Weg", expected_revision=revision)


def test_what_was_discussed_stays_in_the_walk_and_the_next_is_what_is_left(
    first: GroupSession, meeting: GroupSession
) -> None:
    points = [propose(first, what, days=days) for what, days in [("a", 10), ("b", 20), ("c", 30)]]
    decide(meeting, points[1], DONE)
    walk = meeting_of(meeting, today=TODAY)
    assert [item.point.what for item in walk.items] == ["b", "a", "c"]
    assert (len(walk.discussed), walk.next and walk.next.point.what) == (1, "a")
    assert walk.count(DONE) == 1


def test_ending_closes_it_without_a_report_and_what_is_left_comes_back(
    first: GroupSession, meeting: GroupSession
) -> None:
    one, _two = propose(first, "een"), propose(first, "twee")
    decide(meeting, one, DONE)
    with pytest.raises(StaleStep):
        end_follow_up(meeting, actor=FACILITATOR, expected_revision=0, now=NOW)
    end(meeting)
    assert (meeting.state, meeting.closed_at) == (SessionState.CLOSED, NOW)
    assert not Promise.objects.filter(kind="session report", payload__session=meeting.pk).exists()
    assert walked(meeting) == ["een"]
    with pytest.raises(NotForMeeting):
        decide(meeting, _two, DONE)
    assert walked(follow(meeting, title="Nog een vervolg")) == ["twee"]
    with pytest.raises(StepRefused):
        end(meeting)


def test_a_meeting_in_which_the_table_answers_is_closed_on_the_console(
    first: GroupSession, meeting: GroupSession
) -> None:
    answering(meeting)
    with pytest.raises(StepRefused):
        end(meeting)
    repeat = follow(first, title="Opnieuw", sequel=Sequel.REPEAT)
    with pytest.raises(StepRefused):
        end(repeat)


def page(session: GroupSession, name: str = "meeting", **more: int) -> str:
    place = {"gemeente": session.municipality.slug, "session": session.pk, **more}
    return reverse(f"agenda:{name}", kwargs=place)


@pytest.fixture
def manager(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.MANAGER))
    return client


def post(client: Client, address: str, **fields: object) -> HttpResponse:
    return client.post(address, fields)


def test_the_walk_from_the_first_point_to_the_end(
    manager: Client, first: GroupSession, meeting: GroupSession
) -> None:
    one, two = propose(first, "een", days=10), propose(first, "twee", days=20)
    start = manager.get(page(meeting))
    at_one, at_two = (page(meeting, "meeting_point", pk=point.pk) for point in (one, two))
    assert at_one in start.content.decode()
    wrong = post(manager, at_one, outcome="dropped", note="", expected_revision=one.revision)
    assert wrong.status_code == 422
    typed = post(manager, at_one, outcome="dropped", note="Bel 06-12345678", expected_revision=one.revision)
    assert typed.status_code == 422 and "06-12345678" in typed.content.decode()
    assert post(manager, at_one, outcome="morgen", expected_revision=one.revision).status_code == 422
    said = {"outcome": "dropped", "note": "Bestaat al", "expected_revision": one.revision}
    answer = post(manager, at_one, **said)
    assert (answer.status_code, answer["Location"]) == (303, at_two)
    assert post(manager, at_two, outcome="done", expected_revision=0).status_code == 409
    answer = post(manager, at_two, outcome="done", expected_revision=two.revision)
    assert (answer.status_code, answer["Location"]) == (303, page(meeting))
    shown = manager.get(page(meeting)).content.decode()
    assert "Bestaat al" in shown
    meeting.refresh_from_db()
    assert manager.get(page(meeting, "end_meeting")).status_code == 200
    assert post(manager, page(meeting, "end_meeting"), revision=0).status_code == 409
    ended = post(manager, page(meeting, "end_meeting"), revision=meeting.revision)
    assert ended.status_code == 303
    assert manager.get(page(meeting)).status_code == 200
    assert post(manager, page(meeting, "end_meeting"), revision=0).status_code == 303
    assert manager.get(at_one).status_code == 200
    assert "agenda-decide" not in manager.get(at_one).content.decode()


def test_a_date_that_is_none_and_a_foreign_organisation_get_an_answer(
    manager: Client, first: GroupSession, meeting: GroupSession
) -> None:
    point = propose(first, "een", owner_organisation=None)
    address = page(meeting, "meeting_point", pk=point.pk)
    for fields in ({"deadline": "31-02-2027"}, {"deadline": "volgende week"}, {"organisation": 99999}):
        assert post(manager, address, outcome="carry_on", expected_revision=1, **fields).status_code == 422
    far = post(manager, address, outcome="carry_on", deadline="9999-01-01", expected_revision=1)
    assert far.status_code == 422


def test_who_carries_on_with_what_is_late_is_asked_for_a_new_date(
    manager: Client, first: GroupSession, meeting: GroupSession
) -> None:
    late, coming = propose(first, "te laat", days=-400), propose(first, "straks", days=400)
    at_late, at_coming = (
        manager.get(page(meeting, "meeting_point", pk=one.pk)).context["form"]["deadline"]
        for one in (late, coming)
    )
    assert (at_late.value(), bool(at_late.help_text)) == (None, True)
    assert (at_coming.value(), bool(at_coming.help_text)) == (coming.deadline, False)


def test_who_leads_it_walks_it_too_and_a_reader_only_reads(
    first: GroupSession, meeting: GroupSession, inside: Municipality
) -> None:
    point = propose(first, "een")
    leader, reader, stranger = Client(), Client(), Client()
    leader.force_login(meeting.facilitators.get().user)
    reader.force_login(build_member(inside, Role.READER))
    stranger.force_login(build_user("Iemand anders"))
    address = page(meeting, "meeting_point", pk=point.pk)
    with outside():
        answer = leader.post(address, {"outcome": "note", "note": "Gezegd", "expected_revision": 1})
        assert answer.status_code == 303
        assert reader.get(page(meeting)).status_code == 200
        assert reader.get(address).status_code == 403
        assert stranger.get(page(meeting)).status_code == 404
    event = AuditEvent.objects.filter(action="discuss action").get()
    assert event.role == "facilitator"


def test_only_a_follow_up_is_a_meeting(manager: Client, first: GroupSession) -> None:
    assert manager.get(page(first)).status_code == 404
    repeat = follow(first, title="Opnieuw", sequel=Sequel.REPEAT)
    assert manager.get(page(repeat)).status_code == 404
    off = follow(first, title="Afgezegd", state=SessionState.CANCELLED)
    assert manager.get(page(off)).status_code == 404


@pytest.mark.parametrize("points", [1, 3])
def test_as_many_questions_for_one_point_as_for_three(
    manager: Client,
    first: GroupSession,
    meeting: GroupSession,
    points: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(points):
        one, two = propose(first, f"open {number}"), propose(first, f"besproken {number}")
        accept_action(one, expected_revision=1, now=NOW, **BY)
        decide(meeting, two, NOTE, note="Gezegd")
    manager.get(page(meeting))
    with django_assert_num_queries(16 + BLOCK):
        manager.get(page(meeting))


def test_today_is_a_day_of_the_municipality(first: GroupSession, meeting: GroupSession) -> None:
    late = propose(first, "te laat", days=-1)
    on_time = propose(first, "vandaag", days=0)
    walk = meeting_of(meeting, today=timezone.localdate(NOW))
    assert [item.point.pk for item in walk.items] == [late.pk, on_time.pk]


def test_the_table_agrees_on_something_new_while_it_walks(
    manager: Client, first: GroupSession, meeting: GroupSession
) -> None:
    one = propose(first, "een", days=10)
    address, at = page(meeting, "meeting_new"), page(meeting, "meeting_point", pk=one.pk)
    assert f"{address}?punt={one.pk}" in manager.get(at).content.decode()
    assert address in manager.get(page(meeting)).content.decode()
    form = manager.get(f"{address}?punt={one.pk}").context["form"]
    said = {
        "what": "Samen naar de wijkagent",
        "organisation": meeting.parties.first().organisation_id,
        "person": "Ilse",
        "email": "ilse@example.org",
        "deadline": (timezone.localdate() + timedelta(days=40)).isoformat(),
        "submission": form["submission"].value(),
        "punt": one.pk,
    }
    for _click in range(2):
        answer = post(manager, address, **said)
        assert (answer.status_code, answer["Location"]) == (303, at)
    new = ActionPoint.objects.get(session=meeting)
    assert (new.what, new.owner_name, new.status) == (
        "Samen naar de wijkagent",
        "Ilse",
        ActionStatus.PROPOSED,
    )
    walk = meeting_of(meeting, today=timezone.localdate())
    assert ([item.point for item in walk.items], walk.agreed) == ([one], [new])
    assert "Samen naar de wijkagent" in manager.get(page(meeting)).content.decode()
    # Asked when the meeting is over, like after any session; and walked past at the next one.
    assert new.asked_at is None
    end(meeting)
    assert Promise.objects.filter(kind="ask owners", payload__session=meeting.pk).exists()
    assert "Samen naar de wijkagent" in manager.get(page(meeting)).content.decode()
    assert "Samen naar de wijkagent" in walked(follow(meeting, title="Nog een vervolg"))
    assert manager.get(address).status_code == 303
    assert post(manager, address, what="te laat").status_code == 422
    assert not ActionPoint.objects.filter(what="te laat").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": ""},
        {"what": "Bel 06-12345678"},
        {"deadline": "31-02-2027"},
        {"deadline": "2020-01-01"},
        {"deadline": "9999-01-01"},
        {"organisation": 99999},
        {"organisation": "", "person": "Ilse"},
        {"person": "iedereen", "organisation": ""},
    ],
)
def test_a_new_point_that_can_not_be_is_told_and_what_was_typed_stays(
    manager: Client, first: GroupSession, meeting: GroupSession, wrong: dict[str, object]
) -> None:
    answer = post(
        manager, page(meeting, "meeting_new"), **{"what": "Iets", "email": "i@example.org", **wrong}
    )
    assert answer.status_code == 422
    assert "i@example.org" in answer.content.decode()
    assert not ActionPoint.objects.filter(session=meeting).exists()


def test_a_rehearsal_or_a_plan_that_is_no_follow_up_agrees_on_nothing_yet(
    first: GroupSession, meeting: GroupSession
) -> None:
    for fields in ({"sequel": Sequel.REPEAT}, {"is_rehearsal": True}):
        with pytest.raises(SessionNotOn):
            propose(follow(first, title="Straks", **fields), "iets")


def test_after_the_end_the_page_says_only_what_is_there(manager: Client, first: GroupSession) -> None:
    one, _two = propose(first, "een"), propose(first, "twee")
    take(stage.close_session, first, follow_up_on=None)
    meeting, empty = follow(first), follow(first, title="Leeg")
    decide(meeting, one, CARRY_ON)
    answer = None
    for walked in (meeting, empty):
        end = page(walked, "end_meeting")
        answer = manager.post(end, {"revision": walked.revision}, follow=True)
        html = answer.content.decode()
        assert ("1 actiepunt besproken" in html) == (walked == meeting)
        assert ("Hieronder staat wat er is afgesproken" in html) == (walked == meeting)
        assert "komt terug in het volgende overleg" in html and "van 2 actiepunten" not in html
        assert ("Woonstede" in html) == (walked == meeting)


@pytest.mark.parametrize(("days", "is_told"), [(3, True), (0, False), (-1, False)])
def test_ending_a_meeting_before_its_day_is_warned_of(
    manager: Client, first: GroupSession, days: int, is_told: bool
) -> None:
    take(stage.close_session, first, follow_up_on=None)
    noon = timezone.localtime().replace(hour=12, minute=0)
    html = manager.get(page(follow(first, starts_at=noon + timedelta(days=days)), "end_meeting")).content
    assert ("Sluit u het nu af?" in html.decode()) == is_told
