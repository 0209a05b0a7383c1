"""The same table on another day: who comes along, who stays behind, and a double click."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.actors import Actor
from audit.models import AuditEvent
from catalogue.models import PartyKind
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.address_book import end_organisation
from sessions.contacts import add_contact, end_contact
from sessions.copying import copy_session, day_to_propose, earlier_table
from sessions.enums import Sequel
from sessions.merging import merge_organisations
from sessions.models import Facilitator, GroupSession, Representative
from sessions.parties import add_party, invite_representative, rename_party
from sessions.planning import AlreadyPlanned
from sessions.theme_order import order_of, put_in_order
from tests.builders import NOW, TODAY, build_party, build_session
from tests.queries import BLOCK

BY = {"actor": Actor(role="coordinator"), "now": NOW}
SOON = NOW + timedelta(days=60)
Page = Callable[..., str]
QUERIES = 14


def held(municipality: Municipality, **fields: object) -> GroupSession:
    """Make a session that was held, with somebody invited for each party."""
    session = build_session(municipality, answer_ahead=True, names_in_report=False, goal="Eerder", **fields)
    GroupSession.objects.filter(pk=session.pk).update(names_after_talk=True, location="Stadhuis")
    for party in session.parties.all():
        invite_representative(party, name=f"Iemand {party}", email=f"p{party.pk}@example.nl", **BY)
    Representative.objects.update(invited_at=NOW, joined_at=NOW, link_version=3)
    GroupSession.objects.filter(pk=session.pk).update(state="closed", closed_at=NOW)
    session.refresh_from_db()
    return session


def copy(session: GroupSession, **said: object) -> GroupSession:
    wanted = {
        "title": session.title,
        "starts_at": SOON,
        "duration_minutes": 90,
        "location": session.location,
        "sequel": Sequel.REPEAT,
        **said,
    }
    return copy_session(session, **wanted, **BY)


def people(session: GroupSession) -> list[str]:
    return [str(one) for one in Representative.objects.filter(party__session=session).order_by("pk")]


def test_everybody_comes_along_and_nobody_is_invited(inside: Municipality) -> None:
    earlier = held(inside)
    session = copy(earlier)
    assert [party.name for party in session.parties.all()] == [party.name for party in earlier.parties.all()]
    assert people(session) == people(earlier)
    assert [one.email for one in session.facilitators.all()] == [
        one.email for one in earlier.facilitators.all()
    ]
    rows = Representative.objects.filter(party__session=session)
    assert all(row.invited_at is None and row.joined_at is None and row.link_version == 1 for row in rows)
    assert not Facilitator.objects.filter(session=session).exclude(accepted_at=None).exists()
    assert not Promise.objects.filter(kind__startswith="invite").exists()
    kept = ("goal", "location", "answer_ahead", "names_in_report", "names_after_talk", "catalogue")
    assert all(getattr(session, name) == getattr(earlier, name) for name in kept)
    assert (session.previous, session.sequel, session.duration_minutes) == (earlier, Sequel.REPEAT, 90)
    assert session.join_code != earlier.join_code
    assert AuditEvent.objects.filter(action="copy session", target_id=session.pk).count() == 1


def test_a_follow_up_and_a_repeat_are_two_things(inside: Municipality) -> None:
    earlier = held(inside)
    assert copy(earlier, sequel=Sequel.FOLLOW_UP, starts_at=SOON).sequel == Sequel.FOLLOW_UP
    own = copy(earlier, sequel=Sequel.NONE, starts_at=SOON + timedelta(days=1))
    assert (own.sequel, own.previous) == (Sequel.NONE, None)


def test_only_what_was_held_is_followed_and_a_rehearsal_is_not_copied(inside: Municipality) -> None:
    planned = build_session(inside)
    for sequel in (Sequel.FOLLOW_UP, Sequel.REPEAT):
        with pytest.raises(ValidationError):
            copy(planned, sequel=sequel)
    assert copy(planned, sequel=Sequel.NONE).parties.count() == 3
    rehearsal = build_session(inside, parties=(), is_rehearsal=True)
    with pytest.raises(ValidationError):
        copy(rehearsal, sequel=Sequel.NONE)


def test_the_own_order_of_the_themes_comes_along(inside: Municipality) -> None:
    earlier = build_session(inside)
    wanted = order_of(earlier)[::-1]
    put_in_order(earlier, wanted)
    assert order_of(copy(earlier, sequel=Sequel.NONE)) == wanted


def test_what_was_merged_sits_there_once_under_its_new_name(inside: Municipality) -> None:
    earlier = held(inside, parties=("Amstelwonen", "Breedwonen", "Voedselbank"))
    one, into = (party.organisation for party in earlier.parties.all()[:2])
    merge_organisations(one, into=into, **BY)
    session = copy(earlier)
    assert [party.name for party in session.parties.all()] == ["Breedwonen", "Voedselbank"]
    assert session.parties.first().representatives.count() == 2


def test_a_name_at_the_table_is_kept(inside: Municipality) -> None:
    earlier = build_session(inside)
    rename_party(earlier.parties.first(), name="Woonstede Noord", **BY)
    assert copy(earlier, sequel=Sequel.NONE).parties.first().name == "Woonstede Noord"


def test_who_stopped_or_works_elsewhere_stays_behind_and_is_named(inside: Municipality) -> None:
    earlier = held(inside)
    stopped, moved, _stays = earlier.parties.all()
    end_organisation(stopped.organisation, on=TODAY, **BY)
    person = moved.representatives.get()
    contact = add_contact(
        moved.organisation,
        name=person.name,
        email=person.email,
        phone="",
        function="",
        themes=[],
        from_date=date(2020, 1, 1),
        **BY,
    )
    assert str(person) in people(copy(earlier))
    end_contact(contact, last_day=TODAY - timedelta(days=1), **BY)
    table = earlier_table(earlier, today=TODAY)
    assert table.stopped == [stopped.name] and table.elsewhere == [person.name]
    again = copy(earlier, starts_at=SOON + timedelta(days=1))
    assert again.parties.count() == 2
    assert len(people(again)) == 1


def test_who_was_taken_off_or_forgotten_stays_behind(inside: Municipality) -> None:
    earlier = held(inside)
    first, second, third = Representative.objects.order_by("pk")
    Representative.objects.filter(pk=first.pk).update(removed_at=NOW)
    Representative.objects.filter(pk=second.pk).update(name="naam verwijderd", email="")
    assert people(copy(earlier)) == [third.name]


def test_a_double_click_makes_one_session(inside: Municipality) -> None:
    earlier = held(inside)
    first = copy(earlier)
    with pytest.raises(AlreadyPlanned) as again:
        copy(earlier)
    assert again.value.session == first
    assert first.parties.count() == 3


@pytest.mark.parametrize(
    ("sequel", "day"),
    [
        (Sequel.FOLLOW_UP, date(2026, 12, 29)),
        (Sequel.REPEAT, date(2027, 5, 18)),
        (Sequel.NONE, None),
    ],
)
def test_the_day_that_is_proposed_is_on_the_weekday_the_table_knows(
    session: GroupSession, sequel: Sequel, day: date | None
) -> None:
    session.starts_at = NOW - timedelta(days=6)
    assert day_to_propose(session, sequel=sequel, today=TODAY) == day


def test_a_day_that_was_agreed_is_proposed_and_one_of_years_ago_never(session: GroupSession) -> None:
    session.follow_up_on = date(2027, 1, 6)
    assert day_to_propose(session, sequel=Sequel.FOLLOW_UP, today=TODAY) == date(2027, 1, 6)
    session.starts_at = NOW - timedelta(days=1000)
    day = day_to_propose(session, sequel=Sequel.REPEAT, today=TODAY)
    assert day is not None and timedelta(days=14) < day - TODAY <= timedelta(days=21)


# The page


@pytest.fixture
def closed(planned: GroupSession) -> GroupSession:
    with tenant(planned.municipality):
        for party in planned.parties.all():
            invite_representative(party, name=f"Iemand {party}", email=f"p{party.pk}@example.nl", **BY)
        GroupSession.objects.filter(pk=planned.pk).update(state="closed", closed_at=timezone.now())
        planned.refresh_from_db()
    return planned


def typed(**fields: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=30)
    said = {"title": "Nog een keer", "date": day.isoformat(), "time": "09:30", "duration_minutes": "120"}
    return {**said, "sequel": "repeat", "location": "Stadhuis", **fields}


def test_one_press_plans_it_and_a_second_one_finds_it(
    planner: Client, page: Page, closed: GroupSession
) -> None:
    form = planner.get(page("copy")).context["form"]
    kept = {name: form[name].value() for name in form.fields}
    kept |= {"date": kept["date"].isoformat(), "time": "14:00"}
    first, second = (planner.post(page("copy"), kept) for _press in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url != page("detail")
    with tenant(closed.municipality):
        session = GroupSession.objects.get(previous=closed)
        assert session.parties.count() == 3 and len(people(session)) == 3


def test_who_does_not_come_again_is_left_out(planner: Client, page: Page, closed: GroupSession) -> None:
    with tenant(closed.municipality):
        kept = [party.organisation_id for party in closed.parties.all()[:2]]
    assert planner.post(page("copy"), typed(organisations=kept)).status_code == 302
    with tenant(closed.municipality):
        assert GroupSession.objects.get(previous=closed).parties.count() == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"date": ""}, "date"),
        ({"date": "2020-01-01"}, "date"),
        ({"title": ""}, "title"),
        ({"sequel": "nonsens"}, "sequel"),
        ({"organisations": ["999999"]}, "organisations"),
        ({"organisations": ["x"]}, "organisations"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(
    planner: Client, page: Page, closed: GroupSession, said: dict[str, object], field: str
) -> None:
    answer = planner.post(page("copy"), typed(location="Buurthuis") | said)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Buurthuis" in answer.content.decode()
    with tenant(closed.municipality):
        assert GroupSession.objects.count() == 1


def test_a_rehearsal_has_no_such_page(planner: Client, page: Page, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        GroupSession.objects.update(is_rehearsal=True, state="closed", closed_at=NOW)
    assert planner.get(page("copy")).status_code == 404
    assert page("copy") not in planner.get(page("detail")).content.decode()


def test_the_way_there_stands_in_the_list_and_on_the_session(
    planner: Client, page: Page, closed: GroupSession
) -> None:
    listed = planner.get(page("detail").rpartition(f"{closed.pk}/")[0]).content.decode()
    assert page("copy") in listed
    assert page("copy") in planner.get(page("detail")).content.decode()
    assert (
        page("copy")
        in planner.get(reverse("group_sessions:new", args=[closed.municipality.slug])).content.decode()
    )


def test_the_page_asks_the_same_number_of_questions_for_few_and_for_many(
    planner: Client,
    page: Page,
    closed: GroupSession,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    planner.get(page("copy"))
    with django_assert_num_queries(QUERIES + 2 * BLOCK):
        planner.get(page("copy"))
    with tenant(closed.municipality):
        for number in range(3):
            party = build_party(closed, f"Extra {number}")
            Representative.objects.create(
                municipality=party.municipality, party=party, name="X", email=f"x{number}@example.nl"
            )
    with django_assert_num_queries(QUERIES + 2 * BLOCK):
        planner.get(page("copy"))


def test_a_party_of_another_kind_stays_what_it_is(inside: Municipality) -> None:
    earlier = build_session(inside, parties=())
    kind = PartyKind.objects.get(slug="schuldhulpverlening")
    add_party(earlier, name="Schuldhulp", kind=kind, **BY)
    assert copy(earlier, sequel=Sequel.NONE).parties.get().organisation.kind == kind
