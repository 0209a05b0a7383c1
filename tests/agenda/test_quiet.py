"""The page of quiet periods: added, shown and taken away; bad input keeps what was typed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agenda.models import QuietPeriod
from agenda.reminding.quiet import (
    QuietDays,
    QuietRefused,
    add_quiet_period,
    remove_quiet_period,
)
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from sessions.merging import merge_organisations
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    build_member,
    build_municipality,
    build_organisation,
    sign_in,
)
from tests.queries import BLOCK

BY = {"actor": FACILITATOR, "now": NOW}
QUERIES = 9 + 2 * BLOCK
"""The municipality, and the door to the other places where somebody works, for the header."""
SUMMER = {"name": "Zomerreces", "from_date": date(2027, 7, 19), "until_date": date(2027, 8, 27)}


def add(municipality: Municipality, **more: object) -> QuietPeriod:
    return add_quiet_period(municipality, **{**SUMMER, "organisation": None, "today": TODAY, **BY, **more})


def days(municipality: Municipality) -> QuietDays:
    return QuietDays(municipality, today=TODAY)


def test_the_first_and_the_last_day_are_quiet_and_those_around_are_not(inside: Municipality) -> None:
    period = add(inside)
    quiet = days(inside)
    assert [quiet.are_for_all(date(2027, 7, 18) + timedelta(days=n)) for n in (0, 1, 40, 41)] == [
        False,
        True,
        True,
        False,
    ]
    remove_quiet_period(period, **BY)
    remove_quiet_period(period, **BY)
    assert not days(inside).are_for_all(date(2027, 7, 19))
    actions = list(AuditEvent.objects.values_list("action", flat=True))
    assert actions == ["add quiet period", "remove quiet period"]


def test_the_same_days_twice_are_once(inside: Municipality) -> None:
    assert add(inside).pk == add(inside, name="Zomer").pk
    assert QuietPeriod.objects.count() == 1


def test_days_of_an_organisation_hold_for_what_was_merged_with_it(inside: Municipality) -> None:
    old, new, other = (build_organisation(inside) for _number in range(3))
    add(inside, organisation=old)
    merge_organisations(old, into=new, **BY)
    assert days(inside).organisations(date(2027, 8, 1)) == {old.pk, new.pk}
    assert other.pk not in days(inside).organisations(date(2027, 8, 1))


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("until_date", {"until_date": date(2027, 7, 18)}),
        ("until_date", {"from_date": date(2026, 11, 1), "until_date": TODAY - timedelta(days=1)}),
        ("until_date", {"until_date": date(2027, 9, 27)}),
        ("until_date", {"from_date": date(9999, 12, 1), "until_date": date(9999, 12, 31)}),
        ("name", {"name": "  "}),
    ],
)
def test_what_can_not_be_a_quiet_period_is_refused(
    inside: Municipality, field: str, more: dict[str, object]
) -> None:
    with pytest.raises(QuietRefused) as refused:
        add(inside, **more)
    assert refused.value.field == field and str(refused.value.words)
    assert not QuietPeriod.objects.exists()


def test_an_organisation_of_another_municipality_is_refused(inside: Municipality) -> None:
    elsewhere = build_municipality("Duinwijk")
    with tenant(inside), pytest.raises(QuietRefused):
        organisation = build_organisation(inside)
        organisation.municipality = elsewhere
        add(inside, organisation=organisation)


@pytest.fixture
def browser(municipality: Municipality) -> Client:
    return sign_in(Client(), build_member(municipality))


def page(municipality: Municipality) -> str:
    return reverse("agenda:quiet", kwargs={"gemeente": municipality.slug})


def typed(**more: str) -> dict[str, str]:
    first = timezone.localdate() + timedelta(days=30)
    last = first + timedelta(days=20)
    return {"name": "Zomerreces", "from_date": str(first), "until_date": str(last), **more}


def test_a_coordinator_adds_and_removes_one(municipality: Municipality, browser: Client) -> None:
    assert browser.get(page(municipality)).status_code == 200
    for _click in range(2):
        assert browser.post(page(municipality), typed()).status_code == 303
    with tenant(municipality):
        period = QuietPeriod.objects.get()
    shown = browser.get(page(municipality)).content.decode()
    assert "Zomerreces" in shown and "Eerste kerstdag" in shown
    where = {"gemeente": municipality.slug, "period": period.pk}
    remove = reverse("agenda:remove_quiet", kwargs=where)
    for _scanner in range(2):
        assert browser.get(remove).status_code == 200
    for _click in range(2):
        assert browser.post(remove).status_code == 303
    assert browser.get(remove).status_code == 303
    with tenant(municipality):
        assert not QuietPeriod.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("from_date", "31-02-2027"),
        ("from_date", "volgende week"),
        ("until_date", "01-01-9999"),
        ("until_date", "01-01-2020"),
        ("name", "Bel 06-12345678"),
        ("name", "x" * 200),
        ("organisation", "9" * 40),
        ("organisation", "x"),
    ],
)
def test_bad_input_is_told_and_stays(
    municipality: Municipality, browser: Client, field: str, text: str
) -> None:
    answer = browser.post(page(municipality), typed(**{field: text}))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Zomerreces" in shown or field == "name"
    assert text in shown or field == "organisation"
    with tenant(municipality):
        assert not QuietPeriod.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_three_periods_ask_no_more_queries_than_one(
    municipality: Municipality,
    browser: Client,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant(municipality):
        for one in range(number):
            add(municipality, organisation=build_organisation(municipality), name=f"Dicht {one}")
    browser.get(page(municipality))
    with django_assert_num_queries(QUERIES):
        browser.get(page(municipality))
