"""The traps of deadlines and reminders: odd days, nights that change the clock, waiting, storms of mail."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from agenda.enums import ActionStatus, ReminderStep
from agenda.models import ActionPoint, QuietPeriod, Reminder
from agenda.owners.reply_link import Purpose, reply_token
from agenda.points.accepting import hand_back_action
from agenda.points.progress import change_status
from agenda.reminding.promising import REMIND_OWNER, plan_reminders
from audit.models import AuditEvent
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.models import GroupSession
from tests.agenda.reminding import (
    BY,
    DEADLINE,
    JAN,
    agreed,
    at,
    close,
    coordinator,
    held,
    ledger,
    live_through,
    tick,
)
from tests.builders import TODAY, outside, sign_in


@pytest.fixture
def running(session: GroupSession) -> GroupSession:
    return held(session)


@pytest.mark.parametrize(
    ("deadline", "days"),
    [
        # A Sunday, the second day of Christmas, Good Friday, 29 February.
        (date(2027, 1, 31), [date(2027, 1, 18), date(2027, 2, 2)]),
        (date(2026, 12, 26), [date(2026, 12, 14), date(2026, 12, 29)]),
        (date(2027, 3, 26), [date(2027, 3, 12), date(2027, 3, 30)]),
        (date(2028, 2, 29), [date(2028, 2, 15), date(2028, 3, 1)]),
    ],
)
def test_trap_34_odd_days_are_told_on_working_days(
    running: GroupSession, deadline: date, days: list[date]
) -> None:
    agreed(running, deadline=deadline)
    close(running)
    letters = live_through(running, deadline - timedelta(days=20), deadline + timedelta(days=10))
    assert [day for day, _to, _subject in letters] == days


def test_trap_34_a_school_holiday_is_a_quiet_period_of_who_has_it(running: GroupSession) -> None:
    school = running.parties.get(name="ROC Waterland").organisation
    agreed(running, organisation=school, deadline=date(2027, 3, 8))
    close(running)
    QuietPeriod.objects.create(
        municipality=running.municipality,
        organisation=school,
        name="Voorjaarsvakantie",
        from_date=date(2027, 2, 20),
        until_date=date(2027, 2, 28),
    )
    letters = live_through(running, date(2027, 2, 15), date(2027, 3, 5))
    assert [day for day, _to, _subject in letters] == [date(2027, 3, 1)]


@pytest.mark.parametrize(
    "typed",
    [
        "31-02-2027",
        "volgende week",
        "Q3",
        "voor de zomer",
        "01-01-9999",
        "20-11-2020",
        "",
        "\N{DEVANAGARI DIGIT ONE}",
    ],
)
def test_trap_34_what_is_no_day_to_come_is_refused_and_stays(running: GroupSession, typed: str) -> None:
    point = agreed(running)
    person = coordinator(running)
    close(running)
    point.refresh_from_db()
    page = reverse("agenda:deadline", kwargs={"gemeente": running.municipality.slug, "pk": point.pk})
    said = {"deadline-deadline": typed, "deadline-reason": "Omdat", "expected_revision": point.revision}
    with outside():
        answer = sign_in(Client(), person).post(page, said)
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    point.refresh_from_db()
    assert point.deadline == DEADLINE


@pytest.mark.parametrize(
    ("deadline", "utc", "is_due"),
    [
        # The clock goes back in the night to 25 October 2026, and on in the night to 28 March 2027.
        (date(2026, 11, 8), datetime(2026, 10, 25, 21, 59, tzinfo=UTC), False),
        (date(2026, 11, 9), datetime(2026, 10, 25, 22, 59, tzinfo=UTC), False),
        (date(2026, 11, 9), datetime(2026, 10, 25, 23, 1, tzinfo=UTC), True),
        (date(2027, 4, 12), datetime(2027, 3, 28, 22, 1, tzinfo=UTC), False),
        (date(2027, 4, 13), datetime(2027, 3, 29, 21, 59, tzinfo=UTC), False),
        (date(2027, 4, 13), datetime(2027, 3, 29, 22, 1, tzinfo=UTC), True),
    ],
)
def test_trap_35_a_day_begins_at_midnight_in_the_town_hall(
    running: GroupSession, deadline: date, utc: datetime, is_due: bool
) -> None:
    point = agreed(running, deadline=date(2027, 6, 1))
    close(running)
    ActionPoint.objects.filter(pk=point.pk).update(deadline=deadline, created_at=at(date(2026, 1, 5)))
    plan_reminders(running.municipality, now=utc)
    assert Reminder.objects.exists() is is_due


def test_trap_35_every_hour_of_a_night_that_changes_makes_one_reminder(running: GroupSession) -> None:
    agreed(running, deadline=date(2027, 4, 12))
    close(running)
    begin = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)
    for number in range(2 * 72):
        plan_reminders(running.municipality, now=begin + timedelta(minutes=30 * number))
    assert ledger() == [(ReminderStep.SOON, date(2027, 3, 30))], "the Monday is Easter Monday"


def test_trap_35_the_caribbean_is_mailed_in_its_own_morning(
    running: GroupSession, municipality: Municipality
) -> None:
    running.municipality.time_zone = "America/Kralendijk"
    running.municipality.save()
    agreed(running)
    close(running)
    assert tick(running, datetime(2027, 1, 15, 9, 0, tzinfo=UTC)) == []
    assert [one.to for one in tick(running, datetime(2027, 1, 15, 13, 0, tzinfo=UTC))] == [[JAN]]


def test_trap_37_who_waits_for_a_decision_is_not_reminded(running: GroupSession) -> None:
    point = agreed(running)
    close(running)
    point.refresh_from_db()
    said = {"expected_revision": point.revision, **BY}
    change_status(point, ActionStatus.AWAITING_DECISION, **said)
    assert live_through(running, date(2027, 1, 1), date(2027, 6, 1)) == []
    assert ledger() == []


def test_trap_39_forty_points_are_one_mail_a_week(running: GroupSession) -> None:
    for number in range(40):
        agreed(running, f"Punt {number}", deadline=DEADLINE + timedelta(days=number % 20))
    close(running)
    letters = live_through(running, date(2027, 1, 15), date(2027, 3, 12))
    days = [day for day, _to, _subject in letters]
    assert all(after - before >= timedelta(days=7) for before, after in pairwise(days))
    assert len(days) <= 9
    assert Reminder.objects.exclude(told_at=None).count() >= 40 * 2


def test_trap_39_scanners_that_follow_every_link_change_nothing(running: GroupSession) -> None:
    point = agreed(running)
    close(running)
    tick(running, at(date(2027, 1, 15)))
    point.refresh_from_db()
    token = reply_token(point, sent_on=TODAY, purpose=Purpose.PROGRESS)
    page = reverse("agenda:reply", args=[running.municipality.slug, token])
    before = point.revision, AuditEvent.objects.count()
    with outside():
        for _scanner in range(5):
            assert Client().get(page).status_code == 200
            assert Client().head(page).status_code == 200
    point.refresh_from_db()
    assert (point.revision, AuditEvent.objects.count()) == before


def test_trap_39_a_mail_that_comes_back_reaches_the_coordinator_once(running: GroupSession) -> None:
    agreed(running)
    close(running)
    sanne = coordinator(running)
    friday = at(date(2027, 1, 15))
    assert [one.to for one in tick(running, friday)] == [[JAN]]
    Promise.objects.filter(kind=REMIND_OWNER).update(bounced_at=friday + timedelta(hours=4))
    told = [one.to for hours in (5, 6) for one in tick(running, friday + timedelta(hours=hours))]
    assert told == [[sanne.email]]
    assert not [one for one in live_through(running, date(2027, 1, 16), date(2027, 1, 28)) if one[1] == JAN]


def test_trap_39_no_absence_assistant_answers_a_reminder(running: GroupSession) -> None:
    """An answer to an answer would go on for ever: what a machine wrote says so (RFC 3834)."""
    agreed(running)
    close(running)
    (letter,) = tick(running, at(date(2027, 1, 15)))
    assert letter.message()["Auto-Submitted"] == "auto-generated"


def test_trap_39_who_gives_back_or_was_erased_hears_no_more(running: GroupSession) -> None:
    back, gone = agreed(running, "Terug"), agreed(running, "Weg", email="mila@bank.example")
    close(running)
    hand_back_action(back, reason="Geen tijd", expected_revision=back.revision, **BY)
    ActionPoint.objects.filter(pk=gone.pk).update(owner_email="")
    letters = live_through(running, date(2027, 1, 12), date(2027, 4, 2))
    assert [to for _day, to, _subject in letters if to in {JAN, "mila@bank.example"}] == []


def test_trap_39_nobody_hears_of_one_deadline_for_ever(running: GroupSession) -> None:
    """Whoever is away, or never opens a mail, gets four; then people talk to each other."""
    agreed(running)
    close(running)
    letters = live_through(running, date(2027, 1, 12), date(2027, 4, 2))
    letters += live_through(running, date(2028, 1, 10), date(2028, 1, 20))
    assert len(letters) == 4
