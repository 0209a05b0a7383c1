"""The mail of each month: one to each manager, by the clock of the municipality, and never twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from agenda.activity.monthly import MONTH, month_before, promise_months
from agenda.enums import ActionStatus
from agenda.models import ActionPoint
from agenda.points.progress import change_status
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from outbox.models import Promise
from outbox.promises import fulfil
from tests.agenda.many_points import build_points
from tests.builders import FACILITATOR, build_member

FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""A Tuesday, ten o'clock in the Netherlands."""


@pytest.fixture
def points(inside: Municipality) -> list[ActionPoint]:
    return build_points(inside, 4, today=date(2026, 11, 20), years=1)


def promised() -> list[Promise]:
    return list(Promise.objects.filter(kind=MONTH).order_by("pk"))


def send_all(now: datetime) -> list[str]:
    for row in promised():
        fulfil(promise_id=row.pk, now=now)
    return [letter.body for letter in mail.outbox]


def test_each_manager_is_told_once(inside: Municipality, points: list[ActionPoint]) -> None:
    managers = [build_member(inside, Role.MANAGER) for _number in range(2)]
    build_member(inside, Role.COORDINATOR)
    build_member(inside, Role.READER)
    for hour in range(3):
        promise_months(inside, now=FIRST + timedelta(hours=hour))
        promise_months(inside, now=FIRST + timedelta(days=hour))
    assert {row.payload["user"] for row in promised()} == {person.pk for person in managers}
    assert len(promised()) == 2
    send_all(FIRST)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(person.email for person in managers)
    send_all(FIRST + timedelta(hours=1))
    assert len(mail.outbox) == 2


def test_it_tells_what_the_month_brought(inside: Municipality, points: list[ActionPoint]) -> None:
    build_member(inside, Role.MANAGER)
    point = points[0]
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.IN_PROGRESS)
    point.refresh_from_db()
    change_status(
        point,
        ActionStatus.DONE,
        resident_effect="Men weet wie er belt",
        expected_revision=point.revision,
        now=datetime(2026, 11, 30, 20, 0, tzinfo=UTC),
        actor=FACILITATOR,
        author="R. Smit",
    )
    promise_months(inside, now=FIRST)
    (body,) = send_all(FIRST)
    assert "november 2026" in body
    assert "Men weet wie er belt" in body
    assert "/verbeteragenda/activiteit/" in body
    assert "Persoon" not in body, "no owner is named in a mail that is easily passed on"


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 1, 2, 0, tzinfo=UTC),
        datetime(2026, 12, 5, 10, 0, tzinfo=UTC),
        datetime(2027, 1, 1, 10, 0, tzinfo=UTC),
    ],
    ids=["at night", "on a Saturday", "on New Year's Day"],
)
def test_it_waits_for_a_moment_on_which_people_work(
    inside: Municipality, points: list[ActionPoint], now: datetime
) -> None:
    build_member(inside, Role.MANAGER)
    promise_months(inside, now=now)
    assert len(promised()) == 1
    assert not send_all(now)
    (row,) = promised()
    assert row.due_at > now
    assert (row.done_at, row.attempts) == (None, 0)
    assert len(send_all(row.due_at)) == 1


def test_who_manages_no_more_gets_nothing(inside: Municipality, points: list[ActionPoint]) -> None:
    person = build_member(inside, Role.MANAGER)
    promise_months(inside, now=FIRST)
    Membership.objects.filter(user=person).update(ended_at=FIRST)
    assert not send_all(FIRST)
    assert promised()[0].done_at is not None


def test_who_came_after_the_month_began_waits_for_the_next(
    inside: Municipality, points: list[ActionPoint]
) -> None:
    build_member(inside, Role.MANAGER, from_date=date(2026, 12, 2))
    promise_months(inside, now=FIRST + timedelta(days=3))
    assert not promised()
    promise_months(inside, now=datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
    assert len(promised()) == 1


def test_an_empty_agenda_and_an_old_month_mail_nobody(inside: Municipality) -> None:
    build_member(inside, Role.MANAGER)
    promise_months(inside, now=FIRST)
    assert not promised()
    build_points(inside, 2, today=date(2026, 11, 20), years=1)
    promise_months(inside, now=FIRST + timedelta(days=15))
    assert not promised()


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (date(2027, 1, 1), (date(2026, 12, 1), date(2026, 12, 31))),
        (date(2028, 3, 1), (date(2028, 2, 1), date(2028, 2, 29))),
    ],
)
def test_the_month_before(first: date, expected: tuple[date, date]) -> None:
    period = month_before(first)
    assert (period.first, period.last) == expected
