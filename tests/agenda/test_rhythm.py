"""How often a table looks back, which day is proposed, and what the page of meetings tells."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionStatus, Rhythm
from agenda.meetings.rhythm import (
    NOTICE,
    choose_rhythm,
    due_on,
    next_day,
    rhythm_of,
)
from agenda.meetings.tables_now import tables_of
from agenda.models import ActionPoint
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from sessions.enums import Sequel
from sessions.models import GroupSession
from tests.builders import FACILITATOR, NOW, TODAY, answering, build_member, build_session, take
from tests.queries import BLOCK

HELD_ON = timezone.localdate(NOW) - timedelta(days=1)


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    return hold(session)


def hold(session: GroupSession, follow_up_on: date | None = None) -> GroupSession:
    answering(session)
    propose_action(session, what="Eén nummer", author="x", actor=FACILITATOR, today=TODAY, now=NOW)
    take(stage.close_session, session, follow_up_on=follow_up_on)
    GroupSession.objects.filter(pk=session.pk).update(starts_at=NOW - timedelta(days=1))
    session.refresh_from_db()
    return session


@pytest.mark.parametrize(
    ("rhythm", "weeks"), [("six_weeks", 6), ("quarter", 13), ("half_year", 26), ("year", 52)]
)
def test_whole_weeks_keep_the_weekday(held: GroupSession, rhythm: str, weeks: int) -> None:
    day = next_day(held, rhythm=Rhythm(rhythm), today=TODAY)
    assert day == HELD_ON + timedelta(weeks=weeks) == due_on(held, rhythm=Rhythm(rhythm))
    assert day.weekday() == HELD_ON.weekday()


def test_a_day_that_passed_moves_up_by_whole_weeks(held: GroupSession) -> None:
    for days in (90, 91, 92, 400):
        today = HELD_ON + timedelta(days=days)
        day = next_day(held, rhythm=Rhythm.QUARTER, today=today)
        assert today + NOTICE <= day < today + NOTICE + timedelta(weeks=1)
        assert day.weekday() == HELD_ON.weekday()


def test_a_holiday_moves_up_by_whole_weeks(held: GroupSession) -> None:
    """Six weeks after Friday 13 November 2026 is Christmas, and a week later New Year's Day."""
    GroupSession.objects.filter(pk=held.pk).update(starts_at=datetime(2026, 11, 13, 13, 0, tzinfo=UTC))
    held.refresh_from_db()
    assert next_day(held, rhythm=Rhythm.SIX_WEEKS, today=TODAY) == date(2027, 1, 8)


def test_the_day_the_table_chose_itself_wins_until_it_passed(held: GroupSession) -> None:
    chosen = TODAY + timedelta(days=3)
    GroupSession.objects.filter(pk=held.pk).update(follow_up_on=chosen)
    held.refresh_from_db()
    assert next_day(held, rhythm=Rhythm.YEAR, today=TODAY) == chosen == due_on(held, rhythm=Rhythm.YEAR)
    assert next_day(held, rhythm=Rhythm.SIX_WEEKS, today=chosen) == HELD_ON + timedelta(weeks=6)


def test_each_quarter_until_something_is_chosen(inside: Municipality) -> None:
    assert rhythm_of(inside) == Rhythm.QUARTER
    for _click in range(2):
        choose_rhythm(inside, rhythm=Rhythm.YEAR, actor=FACILITATOR, now=NOW)
    assert rhythm_of(inside) == Rhythm.YEAR
    assert AuditEvent.objects.filter(action="choose rhythm").count() == 1


def test_a_table_is_proposed_a_day_while_something_is_open_and_nothing_planned(
    held: GroupSession, inside: Municipality
) -> None:
    (table,) = tables_of(inside, today=TODAY)
    assert (table.last, table.open, table.is_overdue) == (held, 1, False)
    assert table.proposed_on == HELD_ON + timedelta(weeks=13)
    (late,) = tables_of(inside, today=HELD_ON + timedelta(days=92))
    assert late.is_overdue
    coming = build_session(inside, title="Vervolg", previous=held, sequel=Sequel.FOLLOW_UP)
    (table,) = tables_of(inside, today=TODAY)
    assert (table.coming, table.proposed_on) == (coming, None)
    GroupSession.objects.filter(pk=coming.pk).update(state="cancelled")
    ActionPoint.objects.update(status=ActionStatus.DONE)
    (table,) = tables_of(inside, today=HELD_ON + timedelta(days=92))
    assert (table.coming, table.proposed_on, table.is_overdue, table.open) == (None, None, False, 0)


def test_a_meeting_that_nobody_opened_is_told_and_is_no_meeting_to_come(
    held: GroupSession, inside: Municipality, client: Client
) -> None:
    """Else a table whose follow-up slipped by would look well planned for ever."""
    planned = build_session(inside, title="Vervolg", previous=held, sequel=Sequel.FOLLOW_UP)
    day = timezone.localdate(planned.starts_at)
    (table,) = tables_of(inside, today=day)
    assert (table.coming, table.missed, table.is_overdue) == (planned, None, False), "it is that day"
    (table,) = tables_of(inside, today=day + timedelta(days=1))
    assert (table.coming, table.missed, table.proposed_on, table.is_overdue) == (None, planned, None, True)
    GroupSession.objects.filter(pk=planned.pk).update(starts_at=planned.starts_at + timedelta(days=30))
    (table,) = tables_of(inside, today=day + timedelta(days=1))
    assert (table.coming, table.missed) == (planned, None), "it was moved"
    GroupSession.objects.filter(pk=planned.pk).update(starts_at=timezone.now() - timedelta(days=2))
    GroupSession.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(days=9))
    client.force_login(build_member(inside, Role.COORDINATOR))
    page = client.get(reverse("agenda:meetings", kwargs={"gemeente": inside.slug})).content.decode()
    assert "is niet gehouden" in page
    GroupSession.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(days=1))
    (table,) = tables_of(inside, today=timezone.localdate())
    assert table.missed is None, "the table met after it"


def test_a_day_on_which_the_meeting_was_cancelled_is_not_proposed_again(
    held: GroupSession, inside: Municipality
) -> None:
    chosen = TODAY + timedelta(days=40)
    GroupSession.objects.filter(pk=held.pk).update(follow_up_on=chosen)
    planned = build_session(inside, title="Vervolg", previous=held, sequel=Sequel.FOLLOW_UP)
    at = datetime.combine(chosen, planned.starts_at.timetz())
    GroupSession.objects.filter(pk=planned.pk).update(starts_at=at, state="cancelled")
    (table,) = tables_of(inside, today=TODAY)
    assert table.proposed_on == HELD_ON + timedelta(weeks=13)
    (table,) = tables_of(inside, today=chosen + timedelta(days=1))
    assert not table.is_overdue, "by its rhythm it is not"


def test_rehearsals_are_no_table(held: GroupSession, inside: Municipality) -> None:
    GroupSession.objects.filter(pk=held.pk).update(is_rehearsal=True)
    assert tables_of(inside, today=TODAY) == []


def test_the_page_proposes_a_day_that_the_plan_takes_over(held: GroupSession, client: Client) -> None:
    municipality = held.municipality
    client.force_login(build_member(municipality, Role.COORDINATOR))
    GroupSession.objects.filter(pk=held.pk).update(starts_at=timezone.now() - timedelta(days=1))
    page = reverse("agenda:meetings", kwargs={"gemeente": municipality.slug})
    (table,) = client.get(page).context["tables"]
    copy = reverse("group_sessions:copy", kwargs={"gemeente": municipality.slug, "pk": held.pk})
    address = f"{copy}?soort=follow_up&dag={table.proposed_on.isoformat()}"
    assert address.replace("&", "&amp;") in client.get(page).content.decode()
    form = client.get(address).context["form"]
    assert (form.initial["date"], form.initial["sequel"]) == (table.proposed_on, Sequel.FOLLOW_UP)
    for strange in ("31-02-2027", "volgende week", "9" * 30):
        assert client.get(f"{copy}?soort=follow_up&dag={strange}").status_code == 200


def test_the_rhythm_is_chosen_by_who_may_change_the_agenda(inside: Municipality, client: Client) -> None:
    address = reverse("agenda:rhythm", kwargs={"gemeente": inside.slug})
    client.force_login(build_member(inside, Role.READER))
    assert client.post(address, {"rhythm": "year"}).status_code == 403
    client.force_login(build_member(inside, Role.MANAGER))
    assert client.post(address, {"rhythm": "wekelijks"}).status_code == 422
    assert client.post(address, {"rhythm": "year"}).status_code == 303
    assert rhythm_of(inside) == Rhythm.YEAR


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_questions_for_one_table_as_for_three(
    inside: Municipality, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for index in range(number):
        hold(build_session(inside, title=f"Tafel {index}"))
    client.force_login(build_member(inside, Role.COORDINATOR))
    page = reverse("agenda:meetings", kwargs={"gemeente": inside.slug})
    client.get(page)
    with django_assert_num_queries(13 + BLOCK):
        assert len(client.get(page).context["tables"]) == number
