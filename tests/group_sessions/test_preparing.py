"""The checklist until the day: what comes next, what is ticked by hand, and how many days are left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from outbox.models import Promise
from sessions.checklist import Checklist, checklist
from sessions.checklist_steps import WORDS, Task
from sessions.enums import Preparation
from sessions.invitations import promise_invitation
from sessions.models import GroupSession, Party, PreparationTick, Representative
from sessions.preparing import days_left, note_call, note_mandate, tick, ticks_of, untick
from sessions.stepping import StepRefused
from sessions.views.shown import table_of
from tests.builders import NOW, TODAY, answering, build_member, open_doors, sign_in

BY = {"actor": Actor(role="coordinator"), "now": NOW}
Page = Callable[..., str]


def steps_of(session: GroupSession) -> Checklist:
    session.refresh_from_db()
    return checklist(
        session,
        parties=table_of(session),
        facilitators=list(session.facilitators.all()),
        ticks=ticks_of(session),
    )


def follows(session: GroupSession) -> Task | None:
    found = steps_of(session).next
    return found and found.task


def test_the_steps_come_one_by_one_until_only_the_doors_are_left(session: GroupSession) -> None:
    assert follows(session) is Task.CALL
    for party in session.parties.all():
        note_call(party, was_called=True, **BY)
    assert follows(session) is Task.CALL, "no mandate is known yet"
    for party in session.parties.all():
        note_mandate(party, is_known=True, **BY)
    assert follows(session) is Task.INVITE
    party = session.parties.first()
    Representative.objects.create(
        municipality=session.municipality, party=party, name="F", email="f@x.nl", invited_at=NOW
    )
    for task, hand in (
        (Task.STATEMENTS, Preparation.STATEMENTS_SENT),
        (Task.CONNECTION, Preparation.CONNECTION_TESTED),
        (Task.HOTSPOT, Preparation.HOTSPOT_READY),
    ):
        assert follows(session) is task
        tick(session, task=hand, **BY)
    assert follows(session) is Task.OPEN and steps_of(session).is_ready
    open_doors(session)
    assert follows(session) is None


def listed(session: GroupSession, **fields: object) -> Representative:
    said = {"name": "F", "email": "f@x.nl", "invited_at": NOW, **fields}
    return Representative.objects.create(
        municipality=session.municipality, party=session.parties.first(), **said
    )


def test_who_has_no_address_keeps_no_invitation_open(session: GroupSession) -> None:
    def invited() -> tuple[bool, int, int]:
        step = next(one for one in steps_of(session).steps if one.task is Task.INVITE)
        return step.is_done, step.done, step.total

    listed(session)
    assert invited() == (True, 1, 1)
    listed(session, name="Zonder mail", email="", invited_at=None)
    assert invited() == (True, 1, 1)
    listed(session, name="Nieuw", email="nieuw@x.nl", invited_at=None)
    assert invited() == (False, 1, 2)


def test_an_invitation_that_did_not_arrive_is_still_to_be_done(
    page: Page, planned: GroupSession, planner: Client
) -> None:
    def shown() -> str:
        return planner.get(page("detail")).content.decode()

    with tenant(planned.municipality):
        people = [listed(planned, name=f"P{at}", email=f"p{at}@x.nl") for at in range(2)]
        for one in people:
            promise_invitation(one, now=NOW)
        Promise.objects.update(done_at=NOW)
    assert "2 van 2 mensen zijn uitgenodigd" in shown() and "kwam niet aan" not in shown()
    with tenant(planned.municipality):
        Promise.objects.filter(payload__id=people[0].pk).update(bounced_at=NOW)
    assert "1 van 2 mensen zijn uitgenodigd, 1 e-mail kwam niet aan" in shown()
    with tenant(planned.municipality):
        Representative.objects.filter(pk=people[0].pk).update(reply="coming")
    assert "2 van 2 mensen zijn uitgenodigd" in shown()


def test_replies_are_counted_beside_the_invitations(session: GroupSession) -> None:
    party = session.parties.first()
    for number, reply in enumerate(("coming", "declined", "")):
        Representative.objects.create(
            municipality=session.municipality,
            party=party,
            name=f"P{number}",
            email=f"p{number}@example.nl",
            invited_at=NOW,
            reply=reply,
        )
    step = next(one for one in steps_of(session).steps if one.task is Task.INVITE)
    assert (step.done, step.also_done, step.total) == (3, 2, 3)


def test_a_date_poll_asks_to_fix_the_date_before_anybody_is_called(session: GroupSession) -> None:
    assert Task.DATE not in [step.task for step in steps_of(session).steps]
    GroupSession.objects.filter(pk=session.pk).update(date_poll_url="https://prikker.example/1")
    assert follows(session) is Task.DATE


def test_every_step_says_what_it_means() -> None:
    assert set(WORDS) == set(Task)
    assert all(str(words.title) and str(words.meaning) and str(words.button) for words in WORDS.values())
    assert {task.value for task in Task} >= set(Preparation.values)


def test_a_tick_is_written_once_and_taken_back_once(session: GroupSession) -> None:
    for _press in range(2):
        tick(session, task=Preparation.HOTSPOT_READY, **BY)
    assert ticks_of(session) == {"hotspot_ready"}
    for _press in range(2):
        untick(session, task=Preparation.HOTSPOT_READY, **BY)
    assert not PreparationTick.objects.exists()
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "tick preparation",
        "untick preparation",
    ]


def test_a_call_and_a_mandate_are_noted_once_and_taken_back_once(session: GroupSession) -> None:
    party = session.parties.first()
    for verb, word, field in (
        (note_call, "was_called", "called_at"),
        (note_mandate, "is_known", "mandate_known_at"),
    ):
        for holds in (True, True, False, False):
            verb(party, **{word: holds}, **BY)
            assert (getattr(Party.objects.get(pk=party.pk), field) is not None) is holds
    assert AuditEvent.objects.count() == 4


def test_once_it_has_begun_nothing_is_ticked(session: GroupSession) -> None:
    answering(session)
    with pytest.raises(StepRefused):
        tick(session, task=Preparation.HOTSPOT_READY, **BY)
    with pytest.raises(StepRefused):
        note_call(session.parties.first(), was_called=True, **BY)


@pytest.mark.parametrize(("days", "hour"), [(0, 23), (1, 0), (14, 12), (-1, 12)])
def test_days_are_those_of_the_calendar(session: GroupSession, days: int, hour: int) -> None:
    local = timezone.localtime(NOW).replace(hour=hour, minute=30) + timedelta(days=days)
    session.starts_at = local
    assert days_left(session, today=TODAY) == days


# The pages


def test_ticking_on_the_page_and_taking_it_back(planner: Client, page: Page, planned: GroupSession) -> None:
    where = page("tick", task="connection-tested")
    for said, ticked in (({}, True), ({}, True), ({"undo": "1"}, False), ({"undo": "1"}, False)):
        assert planner.post(where, said).url == page("detail")
        with tenant(planned.municipality):
            assert bool(ticks_of(planned)) is ticked
    assert planner.get(where).status_code == 405
    for nonsense in ("niets", "open", "parties"):
        assert planner.post(page("tick", task=nonsense)).status_code == 404


def test_a_party_is_ticked_where_it_stands(planner: Client, page: Page, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        party = planned.parties.first()
    for name in ("party_called", "party_mandate"):
        answer = planner.post(page(name, party_pk=party.pk))
        assert answer.url == f"{page('parties')}#party-{party.pk}"
    content = planner.get(page("parties")).content.decode()
    assert content.count('aria-pressed="true"') == 2
    planner.post(page("party_called", party_pk=party.pk), {"undo": "1"})
    assert planner.get(page("parties")).content.decode().count('aria-pressed="true"') == 1


def test_too_late_is_told_kindly(planner: Client, page: Page, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        answering(planned)
    answer = planner.post(page("tick", task="hotspot-ready"), follow=True)
    assert answer.status_code == 200 and list(answer.context["messages"])


def test_only_the_next_thing_is_in_sight_and_the_days_are_told(
    planner: Client, page: Page, planned: GroupSession
) -> None:
    with tenant(planned.municipality):
        # At noon: an hour that the clock gains or loses makes no other day of it.
        GroupSession.objects.update(starts_at=timezone.localtime().replace(hour=12) + timedelta(days=9))
    content = planner.get(page("detail")).content.decode()
    assert content.count('class="desk-next"') == 1
    assert "nog 9 dagen" in content
    before = content.partition('aria-labelledby="next"')[2].partition("<details")[0]
    assert str(WORDS[Task.CALL].title) in before
    assert str(WORDS[Task.HOTSPOT].title) not in before


def test_a_reader_sees_no_checklist(page: Page, planned: GroupSession) -> None:
    reader = sign_in(Client(), build_member(planned.municipality, Role.READER))
    assert "desk-next" not in reader.get(page("detail")).content.decode()
    assert reader.post(page("tick", task="hotspot-ready")).status_code == 403
