"""The plan pages as a browser meets them: every press twice, every refusal in words, nothing lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from outbox.models import Promise
from sessions.addresses import screen_path
from sessions.links import token_for
from sessions.models import Facilitator, GroupSession, Organisation, Party, Representative
from sessions.telling import TELL_MOVED
from tests.builders import (
    build_member,
    build_organisation,
    build_party,
    build_session,
    open_doors,
    seat,
    sign_in,
)
from tests.group_sessions.test_parties import NAMES
from tests.queries import BLOCK
from users.models import User

Page = Callable[..., str]
LIST_QUERIES = 10
# On PostgreSQL a page below a municipality runs in a transaction that names it to the database.


@pytest.fixture
def party(planned: GroupSession) -> Party:
    with tenant(planned.municipality):
        return Party.objects.filter(session=planned).first()


@pytest.fixture
def person(party: Party) -> Representative:
    with tenant(party.municipality):
        return Representative.objects.create(
            municipality=party.municipality, party=party, name="Fatima", email="fatima@example.nl"
        )


def typed(**fields: str) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=14)
    return {
        "title": "Samen verder",
        "date": day.isoformat(),
        "time": "09:30",
        "duration_minutes": "120",
        "location": "Stadhuis",
        "names_in_report": "on",
        **fields,
    }


def texts(response: object) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def of(session: GroupSession) -> Iterator[GroupSession]:
    with tenant(session.municipality):
        yield GroupSession.objects.get(pk=session.pk)


def fresh(session: GroupSession) -> GroupSession:
    return next(of(session))


def new_url(municipality: Municipality) -> str:
    return reverse("group_sessions:new", kwargs={"gemeente": municipality.slug})


def test_a_rehearsal_is_planned_and_seen_as_one(planner: Client, municipality: Municipality) -> None:
    planner.post(new_url(municipality), typed(is_rehearsal="on"))
    with tenant(municipality):
        session = GroupSession.objects.get()
        assert session.is_rehearsal
    response = planner.get(reverse("group_sessions:list", kwargs={"gemeente": municipality.slug}))
    assert [one.pk for one in response.context["rehearsals"]] == [session.pk]
    assert response.context["coming"] == []
    assert "Oefeningen" in response.content.decode()


def test_a_session_is_planned_once_however_often_it_is_pressed(
    planner: Client, municipality: Municipality
) -> None:
    said = typed(facilitator_name="R. Smit", facilitator_email="Smit@Example.nl")
    first = planner.post(new_url(municipality), said)
    second = planner.post(new_url(municipality), said)
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    with tenant(municipality):
        session = GroupSession.objects.get()
        assert timezone.localtime(session.starts_at).strftime("%H:%M") == "09:30"
        assert session.themes.count() == 5
        assert [one.email for one in session.facilitators.all()] == ["smit@example.nl"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "W" * 200}, "title"),
        ({"date": "2020-01-01"}, "date"),
        ({"date": "9999-12-31"}, "date"),
        ({"date": "31-02-2027"}, "date"),
        ({"date": "morgen"}, "date"),
        ({"date": ""}, "date"),
        ({"time": "25:00"}, "time"),
        ({"date": "2027-03-28", "time": "02:30"}, "time"),
        ({"duration_minutes": "7"}, "duration_minutes"),
        ({"goal": "x" * 700}, "goal"),
        ({"facilitator_name": "R. Smit"}, "facilitator_email"),
        ({"facilitator_email": "smit@example.nl"}, "facilitator_name"),
        ({"facilitator_name": "R. Smit", "facilitator_email": "smit"}, "facilitator_email"),
        ({"title": "a\0b"}, "title"),
    ],
)
def test_a_wrong_plan_is_told_at_its_field_and_loses_nothing(
    planner: Client, municipality: Municipality, said: dict[str, str], field: str
) -> None:
    response = planner.post(new_url(municipality), typed(goal="Eerder bellen") | said)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    if "goal" not in said:
        assert "Eerder bellen" in response.content.decode()
    with tenant(municipality):
        assert not GroupSession.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(planner: Client, municipality: Municipality) -> None:
    said = typed(title="", date="2020-01-01", facilitator_name="R. Smit")
    response = planner.post(new_url(municipality), said)
    assert set(response.context["form"].errors) == {"title", "date", "facilitator_email"}


def test_a_date_as_people_write_it_is_understood(planner: Client, municipality: Municipality) -> None:
    day = timezone.localdate() + timedelta(days=20)
    assert planner.post(new_url(municipality), typed(date=day.strftime("%d-%m-%Y"))).status_code == 302
    with tenant(municipality):
        assert timezone.localtime(GroupSession.objects.get().starts_at).date() == day


def test_a_past_date_has_a_sentence_of_its_own(planner: Client, municipality: Municipality) -> None:
    response = planner.post(new_url(municipality), typed(date="2020-01-01"))
    sentence = _("This moment is in the past. Choose a date and time to come.")
    assert escape(sentence) in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_names_are_text_on_every_page(planner: Client, planned: GroupSession, page: Page, name: str) -> None:
    assert planner.post(page("parties"), {"name": name, "kind": "werkgever"}).status_code == 302
    with tenant(planned.municipality):
        party = Party.objects.get(session=planned, name=name)
        GroupSession.objects.filter(pk=planned.pk).update(title=name)
        Representative.objects.create(
            municipality=planned.municipality, party=party, name=name, email="x@example.nl"
        )
    for where in ("detail", "parties", "invitations", "seat_cards", "edit", "cancel"):
        response = planner.get(page(where))
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert escape(name) in response.content.decode(), where
    assert planner.get(page("party_remove", party_pk=party.pk)).status_code == 200


def test_a_party_name_of_200_letters_is_told_and_kept(planner: Client, page: Page) -> None:
    response = planner.post(page("parties"), {"name": "W" * 200, "kind": "werkgever"})
    assert response.status_code == 422
    assert "W" * 200 in response.content.decode()


def test_a_party_added_twice_sits_there_once(planner: Client, planned: GroupSession, page: Page) -> None:
    said = {"name": "Bakkerij Blom", "kind": "werkgever"}
    assert planner.post(page("parties"), said).status_code == 302
    assert planner.post(page("parties"), said).status_code == 422
    with tenant(planned.municipality):
        assert planned.parties.count() == 4


def test_a_known_organisation_is_added_with_one_press(
    planner: Client, planned: GroupSession, page: Page
) -> None:
    with tenant(planned.municipality):
        known = build_organisation(planned.municipality, "Bakkerij Blom")
    assert "Bakkerij Blom" in planner.get(page("parties")).content.decode()
    for _press in range(2):
        assert planner.post(page("party_add_known"), {"organisation": known.pk}).status_code == 302
    with tenant(planned.municipality):
        assert planned.parties.filter(organisation=known).count() == 1


def test_another_municipality_has_another_address_book(
    planner: Client, planned: GroupSession, page: Page
) -> None:
    stranger = Municipality.objects.create(name="Duinrand", slug="duinrand")
    with tenant(stranger):
        theirs = build_organisation(stranger, "Geheime bakkerij")
    assert "Geheime bakkerij" not in planner.get(page("parties")).content.decode()
    assert planner.post(page("party_add_known"), {"organisation": theirs.pk}).status_code == 302
    with tenant(planned.municipality):
        assert planned.parties.count() == 3
    with tenant(stranger):
        assert Organisation.objects.count() == 1


def test_the_chosen_kind_of_the_selection_aid_is_filled_in(planner: Client, page: Page) -> None:
    response = planner.get(page("parties"), {"soort": "werkgever"})
    assert '<option value="werkgever" selected>' in response.content.decode()
    assert planner.get(page("parties"), {"soort": "<nonsens>"}).status_code == 200


def test_a_party_is_removed_after_a_question_and_once(
    planner: Client, planned: GroupSession, party: Party, page: Page
) -> None:
    where = page("party_remove", party_pk=party.pk)
    assert party.name in planner.get(where).content.decode()
    assert planner.post(where).status_code == 302
    assert "al verwijderd" in planner.post(where, follow=True).content.decode()
    never = page("party_remove", party_pk=party.pk + 1000)
    assert planner.post(never).status_code == 404
    with tenant(planned.municipality):
        assert planned.parties.count() == 2


def test_a_party_with_somebody_on_its_seat_stays_and_says_why(planner: Client, page: Page) -> None:
    municipality = Municipality.objects.get()
    with tenant(municipality):
        session = GroupSession.objects.get()
        GroupSession.objects.update(answer_ahead=True)
        party = session.parties.first()
        seat(party)
    response = planner.post(page("party_remove", party_pk=party.pk), follow=True)
    assert _("Somebody takes part for this party already, so it stays. You can mark it as absent.") in texts(
        response
    )
    with tenant(municipality):
        assert session.parties.count() == 3


def test_absent_and_present_twice_each(
    planner: Client, planned: GroupSession, party: Party, page: Page
) -> None:
    for name, absent in (("party_absent", True), ("party_present", False)):
        for _press in range(2):
            assert planner.post(page(name, party_pk=party.pk)).status_code == 302
        with tenant(planned.municipality):
            assert Party.objects.get(pk=party.pk).is_absent is absent


def test_a_person_is_listed_once_changed_and_taken_off_once(
    planner: Client, planned: GroupSession, party: Party, page: Page
) -> None:
    said = {"name": "Fatima", "email": "fatima@example.nl", "function": "Adviseur"}
    where = page("person_new", party_pk=party.pk)
    assert planner.get(where).status_code == 200
    assert planner.post(where, said).status_code == 302
    assert planner.post(where, said).status_code == 422
    with tenant(planned.municipality):
        person = Representative.objects.get()
    change = page("person_edit", person_pk=person.pk)
    assert "fatima@example.nl" in planner.get(change).content.decode()
    assert planner.post(change, said | {"email": "niet goed"}).status_code == 422
    for _press in range(2):
        assert planner.post(change, said | {"name": "Fatima B."}).status_code == 302
    remove = page("person_remove", person_pk=person.pk)
    assert planner.get(remove).status_code == 200
    version = person.link_version
    for _press in range(2):
        assert planner.post(remove).status_code == 302
    assert planner.get(change).status_code == 404
    with tenant(planned.municipality):
        person.refresh_from_db()
        assert person.name == "Fatima B." and person.removed_at is not None
        assert person.link_version == version + 1, "removed once"


def test_invitations_are_sent_once_and_again_on_purpose(
    planner: Client, planned: GroupSession, person: Representative, page: Page
) -> None:
    for _press in range(2):
        assert planner.post(page("invitations")).status_code == 302
    with tenant(planned.municipality):
        assert Promise.objects.count() == 1
    again = page("invite_again", person_pk=person.pk)
    for _press in range(2):
        assert planner.post(again, {"link_version": "1"}).status_code == 302
    assert planner.post(again, {"link_version": "nonsens"}).status_code == 302
    assert planner.post(again).status_code == 302
    with tenant(planned.municipality):
        assert Promise.objects.count() == 2


def test_a_facilitator_is_appointed_once_and_ended_once(
    planner: Client, planned: GroupSession, page: Page
) -> None:
    said = {"name": "Nieuwe leider", "email": "leider@example.nl"}
    assert planner.post(page("facilitators"), said).status_code == 302
    assert planner.post(page("facilitators"), said).status_code == 422
    with tenant(planned.municipality):
        facilitator = Facilitator.objects.get(email="leider@example.nl")
    end = page("facilitator_end", facilitator_pk=facilitator.pk)
    assert planner.get(end).status_code == 200
    for _press in range(2):
        assert planner.post(end).status_code == 302
    again = page("facilitator_again", facilitator_pk=facilitator.pk)
    assert planner.post(again, {"link_version": "1"}).status_code == 404
    with tenant(planned.municipality):
        assert not Promise.objects.exists()


def test_who_appoints_themselves_leads_at_once(
    planner: Client, coordinator: User, planned: GroupSession, page: Page
) -> None:
    console = reverse("live:console", kwargs={"gemeente": planned.municipality.slug, "pk": planned.pk})
    assert console not in planner.get(page("detail")).content.decode()
    planner.post(page("facilitators"), {"name": "Ikzelf", "email": coordinator.email.upper()})
    assert console in planner.get(page("detail")).content.decode()


def test_the_doors_open_once(planner: Client, planned: GroupSession, page: Page) -> None:
    seen = {"revision": fresh(planned).revision}
    for _press in range(2):
        assert planner.post(page("open"), seen).status_code == 302
    assert fresh(planned).state == "open"
    assert planner.get(page("open")).status_code == 405


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "²"])
def test_nonsense_for_a_revision_opens_nothing(
    planner: Client, planned: GroupSession, page: Page, revision: str
) -> None:
    assert planner.post(page("open"), {"revision": revision}).status_code == 302
    assert fresh(planned).state == "planned"


def test_an_empty_table_is_not_opened(planner: Client, planned: GroupSession, page: Page) -> None:
    with tenant(planned.municipality):
        Party.objects.all().delete()
    response = planner.post(page("open"), {"revision": planned.revision}, follow=True)
    assert response.status_code == 200 and texts(response)
    assert fresh(planned).state == "planned"


def test_a_session_is_cancelled_once_with_a_reason(
    planner: Client, planned: GroupSession, page: Page
) -> None:
    assert planner.get(page("cancel")).status_code == 200
    seen = {"revision": planned.revision}
    assert planner.post(page("cancel"), seen | {"reason": ""}).status_code == 422
    for _press in range(2):
        assert planner.post(page("cancel"), seen | {"reason": "te weinig partijen"}).status_code == 302
    assert fresh(planned).state == "cancelled"


def test_a_plan_changed_in_two_tabs_keeps_what_the_second_typed(
    planner: Client, planned: GroupSession, page: Page
) -> None:
    seen = typed(revision=str(planned.revision))
    assert planner.post(page("edit"), seen | {"title": "Eerste"}).status_code == 302
    response = planner.post(page("edit"), seen | {"title": "Tweede"})
    assert response.status_code == 422
    assert "Tweede" in response.content.decode()
    assert fresh(planned).title == "Eerste"
    revision = response.context["form"]["revision"].value()
    assert planner.post(page("edit"), seen | {"title": "Tweede", "revision": revision}).status_code == 302
    assert fresh(planned).title == "Tweede"


def test_a_new_date_says_before_and_after_who_is_told(
    planner: Client, planned: GroupSession, person: Representative, page: Page
) -> None:
    assert planner.get(page("edit")).context["told"] == 0
    with tenant(planned.municipality):
        Representative.objects.update(invited_at=timezone.now())
    assert planner.get(page("edit")).context["told"] == 1
    response = planner.post(page("edit"), typed(revision=str(planned.revision)), follow=True)
    said = "%(number)d person who was invited gets an e-mail about it, with a new calendar file."
    assert _(said) % {"number": 1} in texts(response)
    with tenant(planned.municipality):
        people = Promise.objects.filter(kind=TELL_MOVED, payload__has_key="participant")
        assert people.count() == 1


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGER, Role.ADMINISTRATOR])
def test_others_see_the_plan_and_change_nothing(planned: GroupSession, page: Page, role: Role) -> None:
    browser = sign_in(Client(), build_member(planned.municipality, role))
    response = browser.get(page("detail"))
    assert response.status_code == 200
    content = response.content.decode()
    assert "Woonstede" in content
    assert planned.spoken_join_code not in content, "the code would give a reader a seat"
    for where in ("edit", "parties", "invitations", "facilitators", "seat_cards", "cancel"):
        assert page(where) not in content
        assert browser.get(page(where)).status_code == 403
        assert browser.post(page(where)).status_code == 403


def test_strangers_find_nothing(planned: GroupSession, page: Page) -> None:
    visitor = Client()
    stranger = Client()
    other = Municipality.objects.create(name="Duinrand", slug="duinrand")
    stranger.force_login(build_member(other))
    for where in ("detail", "edit", "parties", "invitations", "facilitators", "seat_cards", "cancel"):
        assert visitor.get(page(where)).status_code == 302
        assert stranger.get(page(where)).status_code == 404
        theirs = page(where, gemeente="duinrand")
        assert stranger.get(theirs).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(
    planner: Client,
    planned: GroupSession,
    municipality: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    where = reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})
    with django_assert_num_queries(LIST_QUERIES + 2 * BLOCK):
        assert planner.get(where).status_code == 200
    with tenant(municipality):
        for _number in range(2):
            build_session(municipality)
    with django_assert_num_queries(LIST_QUERIES + 2 * BLOCK):
        assert planner.get(where).content.decode().count("app-card--link") == 3


@pytest.mark.parametrize(
    ("where", "queries", "blocks"),
    [
        ("detail", 14, 2),
        ("parties", 18, 2),
        ("invitations", 13, 2),
        ("seat_cards", 7, 1),
        ("facilitators", 9, 2),
    ],
)
def test_a_plan_page_asks_the_same_number_of_questions_for_few_and_for_many(
    planner: Client,
    planned: GroupSession,
    page: Page,
    where: str,
    queries: int,
    blocks: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """One block is that of the municipality, the other the door by which the header looks for one's hats."""

    def listed(party: Party) -> None:
        Representative.objects.create(
            municipality=party.municipality, party=party, name="X", email=f"x{party.pk}@example.nl"
        )

    with tenant(planned.municipality):
        listed(planned.parties.first())
    with django_assert_num_queries(queries + blocks * BLOCK):
        planner.get(page(where))
    with tenant(planned.municipality):
        for number in range(3):
            listed(build_party(planned, f"Extra {number}"))
    with django_assert_num_queries(queries + blocks * BLOCK):
        planner.get(page(where))


def test_an_empty_list_says_what_to_do(planner: Client, municipality: Municipality) -> None:
    response = planner.get(reverse("group_sessions:list", kwargs={"gemeente": municipality.slug}))
    assert new_url(municipality) in response.content.decode()


def test_the_front_door_of_a_municipality_leads_to_its_sessions(
    planner: Client, municipality: Municipality
) -> None:
    response = planner.get(f"/{municipality.slug}/")
    assert response.url == reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})
    assert Client().get(f"/{municipality.slug}/").status_code == 302


@pytest.fixture
def closed(planned: GroupSession) -> GroupSession:
    with tenant(planned.municipality):
        GroupSession.objects.filter(pk=planned.pk).update(state="closed", closed_at=timezone.now())
    return fresh(planned)


def test_archiving_asks_first_and_moves_the_session(
    planner: Client, page: Page, closed: GroupSession, municipality: Municipality
) -> None:
    assert page("archive") in planner.get(page("detail")).content.decode()
    question = planner.get(page("archive"))
    assert fresh(closed).state == "closed"
    revision = question.context["form"]["revision"].value()
    for _press in range(2):
        assert planner.post(page("archive"), {"revision": revision}).url == page("detail")
    assert fresh(closed).state == "archived"
    listed = planner.get(reverse("group_sessions:list", kwargs={"gemeente": municipality.slug})).context
    assert [one.pk for one in listed["archived"]] == [closed.pk]
    assert not listed["past"]
    assert page("archive") not in planner.get(page("detail")).content.decode()


def test_a_session_that_is_not_closed_stays_out_of_the_archive(
    planner: Client, page: Page, planned: GroupSession
) -> None:
    assert page("archive") not in planner.get(page("detail")).content.decode()
    answer = planner.post(page("archive"), {"revision": planned.revision}, follow=True)
    assert fresh(planned).state == "planned"
    assert texts(answer)


def test_a_closed_session_leads_to_its_action_points_and_to_the_next_session(
    planner: Client, page: Page, closed: GroupSession, municipality: Municipality
) -> None:
    content = planner.get(page("detail")).content.decode()
    assert f"/{municipality.slug}/verbeteragenda/?sessie={closed.pk}" in content
    for kind in ("follow_up", "repeat"):
        assert f"{page('copy')}?soort={kind}" in content
        answer = planner.get(page("copy"), {"soort": kind})
        assert answer.context["form"]["sequel"].value() == kind
    assert planner.get(page("copy"), {"soort": "zoveel"}).status_code == 200


def test_who_plans_may_watch_the_big_screen_and_a_reader_may_not(
    planner: Client, page: Page, planned: GroupSession
) -> None:
    with tenant(planned.municipality):
        GroupSession.objects.update(state="running")
        screen = screen_path(planned)
    assert screen in planner.get(page("detail")).content.decode()
    reader = Client()
    reader.force_login(build_member(planned.municipality, Role.READER))
    assert screen not in reader.get(page("detail")).content.decode()


def test_the_invitation_can_be_read_before_it_is_sent(
    planner: Client, page: Page, planned: GroupSession, person: Representative
) -> None:
    letter = planner.get(page("invitations")).context["letter"]
    assert planned.title in letter.subject
    with tenant(planned.municipality):
        assert planned.parties.first().name in letter.text
        assert token_for(person) not in letter.text
        assert person.name not in letter.text
    with tenant(planned.municipality):
        assert not Promise.objects.filter(kind__startswith="invite").exists()


def test_parties_stand_under_their_category_and_an_empty_one_says_who_could_come(
    planner: Client, page: Page, planned: GroupSession
) -> None:
    response = planner.get(page("parties"))
    filled = [group for group in response.context["aid"].groups if group.parties]
    empty = response.context["aid"].empty
    assert filled
    assert empty
    content = response.content.decode()
    assert content.count('class="desk-gap"') == len(empty)
    assert f"?soort={empty[0].missing[0].slug}#toevoegen" in content


def test_a_page_of_every_state_can_be_read(planner: Client, page: Page, planned: GroupSession) -> None:
    with tenant(planned.municipality):
        open_doors(planned)
    assert planner.get(page("detail")).status_code == 200
    for state in ("running", "closed", "archived", "cancelled"):
        with tenant(planned.municipality):
            GroupSession.objects.update(state=state, closed_at=timezone.now() if state == "closed" else None)
        for where in ("detail", "parties", "invitations", "facilitators", "edit"):
            assert planner.get(page(where)).status_code == 200


def test_a_session_that_waits_for_another_day_says_so(
    planner: Client, page: Page, planned: GroupSession
) -> None:
    for paused_at, state in ((None, "bezig"), (timezone.now(), "gepauzeerd")):
        with tenant(planned.municipality):
            GroupSession.objects.update(state="running", paused_at=paused_at)
        badge = planner.get(page("detail")).content.decode().partition("app-heading__state")[2]
        assert badge.partition("</span>")[0].endswith(state)
