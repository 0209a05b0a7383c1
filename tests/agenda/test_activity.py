"""The manager's page and the page for the alderman: what they count, and what they never say."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.activity.course_chart import lines_of, sticks_of
from agenda.activity.for_the_board import Period, period_of, report_of
from agenda.activity.heartbeat import activity_of, needing_somebody
from agenda.enums import ActionStatus, OwnersWord
from agenda.models import ActionPoint
from agenda.points.progress import change_status
from agenda.points.proposing import propose_action
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions.merging import merge_organisations
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_member,
    build_municipality,
    build_session,
    outside,
    statements_of,
)

BY = {"actor": FACILITATOR, "author": "R. Smit"}
YEAR = Period(TODAY - timedelta(days=365), TODAY)


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    answering(session)
    return session


def agree(session: GroupSession, what: str, *, ago: int = 30, **fields: object) -> ActionPoint:
    fields.setdefault("owner_organisation", session.parties.first().organisation)
    at = NOW - timedelta(days=ago)
    point = propose_action(session, what=what, today=at.date(), now=at, **{**BY, **fields})
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.ACCEPTED)
    point.refresh_from_db()
    return point


def end(point: ActionPoint, to: ActionStatus, *, ago: int = 0, **said: str) -> None:
    at = NOW - timedelta(days=ago)
    change_status(point, to, expected_revision=point.revision, now=at, **said, **BY)


def figures(municipality: Municipality) -> object:
    return activity_of(municipality, today=TODAY)


def test_what_is_counted(held: GroupSession, inside: Municipality) -> None:
    agree(held, "gewoon", ago=3)
    in_time, late = (agree(held, what, ago=100, deadline=TODAY) for what in ("op tijd", "te laat klaar"))
    ActionPoint.objects.filter(pk=late.pk).update(deadline=TODAY - timedelta(days=30))
    late.refresh_from_db()
    end(in_time, ActionStatus.DONE, ago=1)
    end(late, ActionStatus.DONE, ago=2)
    overdue = agree(held, "te laat", ago=50)
    ActionPoint.objects.filter(pk=overdue.pk).update(
        deadline=TODAY - timedelta(days=1), owners_word=OwnersWord.STUCK
    )
    found = figures(inside)
    assert (found.open, found.accepted, found.late, found.stuck) == (2, 2, 1, 1)
    assert (found.finished, found.with_deadline, found.in_time) == (2, 2, 1)
    assert found.days_still == 1
    assert found.in_last_weeks == sum(week.number for week in found.weeks) == 4


def test_a_deadline_in_the_weekend_is_kept_on_the_first_working_day(
    held: GroupSession, inside: Municipality
) -> None:
    sunday = date(2026, 11, 22)
    point = agree(held, "in het weekend", ago=60, deadline=sunday)
    end(point, ActionStatus.DONE, ago=0)
    assert (TODAY.weekday(), figures(inside).in_time) == (0, 1)


def test_what_was_opened_again_is_not_finished(held: GroupSession, inside: Municipality) -> None:
    point = agree(held, "toch niet")
    end(point, ActionStatus.DONE, ago=5)
    end(point, ActionStatus.IN_PROGRESS, ago=4, reason="Toch niet klaar")
    assert figures(inside).finished == 0
    assert not report_of(inside, YEAR, today=TODAY).finished.told
    end(point, ActionStatus.DONE, ago=1)
    assert figures(inside).finished == 1


def test_the_months_add_up_also_for_what_is_older(held: GroupSession, inside: Municipality) -> None:
    old, new = agree(held, "oud", ago=800), agree(held, "nieuw", ago=40)
    ancient = agree(held, "heel oud", ago=900)
    end(ancient, ActionStatus.DONE, ago=600)
    end(new, ActionStatus.DONE, ago=1)
    months = figures(inside).months
    assert len(months) == 12
    assert (months[0].agreed, months[0].finished) == (2, 1)
    assert (months[-1].agreed, months[-1].finished) == (3, 2)
    assert [month.agreed for month in months] == sorted(month.agreed for month in months)
    assert old.pk


def test_shares_per_theme_and_organisation_with_what_was_merged(
    held: GroupSession, inside: Municipality
) -> None:
    one, other = (party.organisation for party in held.parties.all()[:2])
    statements = statements_of(held.themes.get(position=1))[:1]
    agree(held, "a", owner_organisation=one, statements=statements)
    agree(held, "b", owner_organisation=other, statements=statements)
    merge_organisations(one, into=other, actor=FACILITATOR, now=NOW)
    found = figures(inside)
    assert [(share.label, share.open) for share in found.organisations] == [(other.name, 2)]
    assert [(share.key, share.open) for share in found.themes] == [(statements[0].theme.slug, 2)]
    assert found.themes[0].label


def test_who_may_carry_too_much(held: GroupSession, inside: Municipality) -> None:
    for number in range(5):
        agree(held, f"punt {number}", owner_name="Ans Boer")
    for number in range(4):
        agree(held, f"ander {number}", owner_name="Bo Vos")
    assert [(one.name, one.open) for one in figures(inside).carriers] == [("Ans Boer", 5)]


def test_who_carries_too_much_is_one_person_also_after_a_merge(
    held: GroupSession, inside: Municipality
) -> None:
    one, other = (party.organisation for party in held.parties.all()[:2])
    for number in range(6):
        agree(held, f"punt {number}", owner_name="Ans Boer", owner_organisation=(one, other)[number % 2])
    assert figures(inside).carriers == []
    merge_organisations(one, into=other, actor=FACILITATOR, now=NOW)
    (carrier,) = figures(inside).carriers
    assert (carrier.open, carrier.organisation, carrier.organisation_id) == (6, other.name, other.pk)


def test_a_figure_leads_to_as_many_points_as_it_says(
    client: Client, held: GroupSession, inside: Municipality
) -> None:
    client.force_login(build_member(inside, Role.MANAGER))
    now = timezone.now()
    for what, days in [("een week stil", 7), ("nog niet lang", 6), ("lang stil", 30)]:
        point = agree(held, what)
        asked = now - timedelta(days=days)
        ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.PROPOSED, asked_at=asked)
    place = {"gemeente": inside.slug}
    page = client.get(reverse("agenda:activity", kwargs=place))
    assert page.context["activity"].unanswered == 2
    assert "?toon=geen-antwoord" in page.content.decode()
    listed = client.get(reverse("agenda:list", kwargs=place), {"toon": "geen-antwoord"})
    assert {row["point"].what for row in listed.context["rows"]} == {"een week stil", "lang stil"}
    assert sum(pill["is_current"] for pill in listed.context["pills"]) == 1


def test_what_needs_somebody_now(held: GroupSession, inside: Municipality) -> None:
    agree(held, "rustig")
    asked = agree(held, "wacht op ja", ago=8)
    ActionPoint.objects.filter(pk=asked.pk).update(status=ActionStatus.PROPOSED)
    young = agree(held, "pas gevraagd", ago=60)
    ActionPoint.objects.filter(pk=young.pk).update(
        status=ActionStatus.PROPOSED, asked_at=NOW - timedelta(days=2)
    )
    late = agree(held, "te laat")
    ActionPoint.objects.filter(pk=late.pk).update(deadline=TODAY - timedelta(days=3))
    undecided = agree(held, "besluit over tijd")
    ActionPoint.objects.filter(pk=undecided.pk).update(
        status=ActionStatus.AWAITING_DECISION, decision_on=TODAY - timedelta(days=1)
    )
    nobody = agree(held, "van niemand", owner_organisation=None)
    keys = needing_somebody(inside, today=TODAY)
    assert keys[:2] == [late.pk, nobody.pk]
    assert set(keys) == {late.pk, nobody.pk, asked.pk, undecided.pk}


def test_the_report_of_a_period(held: GroupSession, inside: Municipality) -> None:
    done, before = agree(held, "gelukt", ago=90), agree(held, "eerder gelukt", ago=400)
    end(done, ActionStatus.DONE, ago=10, resident_effect="Men weet wie er belt")
    end(before, ActionStatus.DONE, ago=380)
    dropped = agree(held, "niet opgepakt")
    end(dropped, ActionStatus.DROPPED, ago=3, reason="Geen geld")
    waiting = agree(held, "college beslist")
    end(waiting, ActionStatus.AWAITING_DECISION, ago=5, decided_by="college")
    found = report_of(inside, YEAR, today=TODAY)
    assert [one.point.what for one in found.finished.told] == ["gelukt"]
    assert [one.point.resident_effect for one in found.noticed.told] == ["Men weet wie er belt"]
    assert [(one.point.what, one.text) for one in found.dropped.told] == [("niet opgepakt", "Geen geld")]
    assert [(one.point.decided_by, one.on) for one in found.decisions.told] == [
        ("college", TODAY - timedelta(days=5))
    ]
    day = Period(TODAY - timedelta(days=10), TODAY - timedelta(days=10))
    assert [one.point.what for one in report_of(inside, day, today=TODAY).finished.told] == ["gelukt"]


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        ("", None, None, date(2026, 8, 24)),
        ("half-jaar", None, None, date(2026, 5, 24)),
        ("jaar", None, None, date(2025, 11, 24)),
        ("eeuw", None, None, date(2026, 8, 24)),
        ("", date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 1)),
        ("", date(2026, 3, 31), date(2026, 3, 1), date(2026, 8, 24)),
        ("", date(2026, 3, 1), date(9999, 12, 31), date(2026, 8, 24)),
        ("", date(1, 1, 1), date(2026, 3, 1), date(2026, 8, 24)),
        ("jaar", date(2026, 3, 1), None, date(2025, 11, 24)),
    ],
)
def test_periods(name: str, first: date | None, last: date | None, expected: date) -> None:
    assert period_of(name, first=first, last=last, today=TODAY).first == expected


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 30), date(2026, 8, 31)),
        (date(2026, 12, 1), date(2026, 9, 2)),
        (date(2026, 5, 31), date(2026, 3, 1)),
        (date(2028, 5, 29), date(2028, 3, 1)),
    ],
)
def test_three_months_are_three_on_each_day_of_a_month(today: date, first: date) -> None:
    period = period_of("kwartaal", first=None, last=None, today=today)
    assert (period.first, period.last) == (first, today)


def page(municipality: Municipality, name: str) -> str:
    return reverse(f"agenda:{name}", kwargs={"gemeente": municipality.slug})


@pytest.fixture
def reader(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.READER))
    return client


@pytest.mark.parametrize("name", ["activity", "for_the_board"])
def test_rehearsals_and_other_municipalities_never_count(
    reader: Client, held: GroupSession, inside: Municipality, name: str
) -> None:
    rehearsal = build_session(inside, title="Oefenen", is_rehearsal=True)
    answering(rehearsal)
    end(agree(rehearsal, "oefening"), ActionStatus.DONE, resident_effect="kanarie oefening")
    other = build_municipality("Elders")
    with outside(), tenant(other):
        theirs = build_session(other)
        answering(theirs)
        end(agree(theirs, "kanarie elders", owner_name="Kanarie Elders"), ActionStatus.DONE)
    content = reader.get(page(inside, name)).content.decode()
    assert "kanarie" not in content.lower()
    assert "oefening" not in content


def show(client: Client, municipality: Municipality, name: str, query: str = "") -> HttpResponse:
    response = client.get(f"{page(municipality, name)}?{query}")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    "query",
    [
        "periode=x",
        "van=31-02-2026&tot=2026-03-01",
        "van=%00",
        "van=9999-12-31",
        "tot=2026-01-01",
        "periode=jaar",
    ],
)
def test_strange_periods_show_a_period(
    reader: Client, held: GroupSession, inside: Municipality, query: str
) -> None:
    agree(held, "een")
    if "%00" in query:
        assert reader.get(f"{page(inside, 'for_the_board')}?{query}").status_code == 400
        return
    assert show(reader, inside, "for_the_board", query).context["period"].name


def test_people_are_not_named_to_the_alderman(
    reader: Client, held: GroupSession, inside: Municipality
) -> None:
    point = agree(held, "met naam", owner_name="Ans Boer", owner_email="ans@example.org")
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.AWAITING_DECISION)
    content = show(reader, inside, "for_the_board").content.decode()
    assert "met naam" in content
    assert "Ans Boer" not in content
    assert "ans@example.org" not in content


def test_no_figure_is_coloured_as_a_failure(reader: Client, held: GroupSession, inside: Municipality) -> None:
    point = agree(held, "te laat")
    ActionPoint.objects.filter(pk=point.pk).update(
        deadline=timezone.localdate() - timedelta(days=5), owners_word=OwnersWord.STUCK
    )
    content = show(reader, inside, "activity").content.decode()
    assert "app-stat" in content
    assert "app-stat--" not in content
    assert "hartslag" not in content.lower()


def test_an_empty_agenda_says_so(reader: Client, inside: Municipality) -> None:
    assert "agenda-chart" not in show(reader, inside, "activity").content.decode()
    show(reader, inside, "for_the_board")


def test_the_drawings_stay_inside_their_frame(held: GroupSession, inside: Municipality) -> None:
    for number in range(3):
        agree(held, f"punt {number}", ago=30 * number)
    found = figures(inside)
    lines, sticks = lines_of(found.months), sticks_of(found.weeks)
    for line in (lines.agreed, lines.finished):
        for place in line.split():
            x, y = map(float, place.split(","))
            assert 0 <= x <= 100 and 0 <= y <= 100
    assert all(0 <= stick.x <= 100 and 0 <= stick.y <= 100 for stick in sticks)
    assert [level for _y, level in lines.levels] == [0, 2, 4]


def test_a_day_is_one_of_this_country(held: GroupSession, inside: Municipality) -> None:
    point = agree(held, "om middernacht", ago=100)
    at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    change_status(point, ActionStatus.DONE, expected_revision=point.revision, now=at, **BY)
    (told,) = report_of(inside, Period(date(2026, 11, 1), date(2026, 11, 1)), today=TODAY).finished.told
    assert told.on == date(2026, 11, 1)
