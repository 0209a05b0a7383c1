"""A new plan in four steps: nothing typed is lost, nothing is planned halfway, the last press plans it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Membership, Municipality
from sessions.enums import Sequel
from sessions.models import Facilitator, GroupSession
from sessions.theme_order import order_of
from tests.builders import (
    TODAY,
    build_member,
    build_municipality,
    build_session,
    build_user,
    national_catalogue,
)
from users.models import User


class Fields(HTMLParser):
    """Reads what the browser would send of the form of a plan, whichever button is pressed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._select = ""
        self.feed(page.partition('class="app-form"')[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "input" and said.get("type") in {"radio", "checkbox"}:
            if "checked" in said:
                self.sent[said["name"]] = said.get("value") or "on"
        elif tag in {"input", "textarea"} and "name" in said:
            self.sent[said["name"]] = said.get("value", "")
        elif tag == "select":
            self._select = said["name"]
        elif tag == "option" and ("selected" in said or self._select not in self.sent):
            self.sent[self._select] = said.get("value", "")


class Walk:
    """A browser that goes through the steps."""

    def __init__(self, client: Client, municipality: Municipality) -> None:
        self.client = client
        self.url = reverse("group_sessions:new", kwargs={"gemeente": municipality.slug})
        self.answer = client.get(self.url)

    def press(self, go: str = "", **typed: object) -> "Walk":
        sent = Fields(self.answer.content.decode()).sent | typed
        sent = {name: value for name, value in sent.items() if value is not None}
        self.answer = self.client.post(self.url, sent | ({"go": go} if go else {}))
        return self

    @property
    def step(self) -> int:
        return self.answer.context["step"]

    @property
    def wrong(self) -> list[str]:
        return list(self.answer.context["form"].errors)


@pytest.fixture
def walk(planner: Client, municipality: Municipality) -> Walk:
    return Walk(planner, municipality)


def day() -> str:
    return (timezone.localdate() + timedelta(days=20)).isoformat()


def only(municipality: Municipality) -> Iterator[GroupSession]:
    with tenant(municipality):
        yield GroupSession.objects.get(title="Samen verder")


def to_the_last_step(walk: Walk) -> Walk:
    walk.press("next", title="Samen verder", goal="Eerder bellen")
    walk.press("next", date=day(), time="13:30", location="Stadhuis")
    return walk.press("next")


def test_four_steps_plan_a_session_with_everything_that_was_said(
    walk: Walk, municipality: Municipality, coordinator: User
) -> None:
    walk.press("next", title="Samen verder", goal="Eerder bellen")
    assert walk.step == 2 and walk.wrong == []
    said = {"date": day(), "time": "13:30", "location": "Stadhuis", "duration_minutes": "90"}
    walk.press("next", date_poll_url="prikker.example/1", **said)
    assert walk.step == 3
    walk.press("next", facilitator_name="R. Smit", facilitator_email="smit@example.nl")
    assert walk.step == 4
    walk.press(answer_ahead="ahead", names_after_talk="after_talk", names_in_report=None)
    assert walk.answer.status_code == 302
    for session in only(municipality):
        assert (session.goal, session.location, session.duration_minutes) == ("Eerder bellen", "Stadhuis", 90)
        assert session.answer_ahead and session.names_after_talk and not session.names_in_report
        assert session.date_poll_url == "https://prikker.example/1"
        assert session.facilitators.get().email == "smit@example.nl"
        assert (session.sequel, session.previous) == (Sequel.NONE, None)


def test_each_step_asks_only_its_own(walk: Walk) -> None:
    walk.press("next")
    assert (walk.step, walk.wrong, walk.answer.status_code) == (1, ["title"], 422)
    walk.press("next", title="Samen verder")
    assert (walk.step, walk.wrong) == (2, [])
    walk.press("next")
    assert (walk.step, walk.wrong) == (2, ["date", "time"])


def test_going_back_keeps_what_was_typed_also_what_is_wrong(walk: Walk, municipality: Municipality) -> None:
    walk.press("next", title="Samen verder")
    walk.press("back", date="31-02-2027", location="Buurthuis")
    assert (walk.step, walk.wrong) == (1, [])
    walk.press("next", title="Anders")
    assert walk.step == 2
    content = walk.answer.content.decode()
    assert "Buurthuis" in content and "31-02-2027" in content
    with tenant(municipality):
        assert not GroupSession.objects.exists()


def test_a_box_that_was_unticked_stays_unticked_on_the_way_back_and_forth(
    walk: Walk, municipality: Municipality
) -> None:
    to_the_last_step(walk).press("back", names_in_report=None)
    walk.press("next")
    walk.press()
    for session in only(municipality):
        assert not session.names_in_report


@pytest.mark.parametrize("step", ["", "0", "5", "x", "-1", "²"])
def test_nonsense_for_a_step_is_the_first_one(planner: Client, municipality: Municipality, step: str) -> None:
    url = reverse("group_sessions:new", kwargs={"gemeente": municipality.slug})
    for go in ("back", "next"):
        answer = planner.post(url, {"step": step, "go": go, "title": "T"})
        assert answer.status_code == 200 and answer.context["step"] in {1, 2}


def test_a_member_is_chosen_and_gets_an_invitation_later(walk: Walk, municipality: Municipality) -> None:
    colleague = build_member(municipality, Role.MANAGER)
    with tenant(municipality):
        member = Membership.objects.get(user=colleague).pk
    to_the_last_step(walk).press(facilitator_member=str(member))
    assert walk.answer.status_code == 302
    with tenant(municipality):
        appointed = Facilitator.objects.get()
        assert (appointed.email, appointed.accepted_at) == (colleague.email, None)


def test_who_chooses_themselves_leads_at_once(
    walk: Walk, municipality: Municipality, coordinator: User
) -> None:
    with tenant(municipality):
        member = Membership.objects.get(user=coordinator).pk
    to_the_last_step(walk).press(facilitator_member=str(member))
    with tenant(municipality):
        assert Facilitator.objects.get().user == coordinator


def test_somebody_with_two_roles_is_offered_once_and_nobody_of_elsewhere(
    planner: Client, municipality: Municipality, coordinator: User
) -> None:
    with tenant(municipality):
        Membership.objects.create(
            municipality=municipality, user=coordinator, role=Role.READER, from_date=TODAY.replace(year=2020)
        )
        Membership.objects.create(
            municipality=municipality,
            user=build_user("Weg"),
            role=Role.READER,
            from_date=TODAY.replace(year=2020),
            until_date=TODAY.replace(year=2021),
        )
    build_member(build_municipality("Duinrand"))
    walk = Walk(planner, municipality)
    offered = walk.answer.context["form"].fields["facilitator_member"].queryset
    with tenant(municipality):
        assert [one.user for one in offered.all()] == [coordinator]
    to_the_last_step(walk).press(facilitator_member="999999")
    assert (walk.step, walk.wrong) == (3, ["facilitator_member"])


def test_two_people_at_once_are_one_too_many(
    walk: Walk, municipality: Municipality, coordinator: User
) -> None:
    with tenant(municipality):
        member = str(Membership.objects.get(user=coordinator).pk)
    said = {"facilitator_name": "R. Smit", "facilitator_email": "smit@example.nl"}
    to_the_last_step(walk).press(facilitator_member=member, **said)
    assert (walk.step, walk.wrong) == (3, ["facilitator_member"])


# What follows an earlier session


@pytest.fixture
def earlier(municipality: Municipality) -> GroupSession:
    with tenant(municipality):
        return build_session(municipality, state="closed", closed_at=timezone.now())


@pytest.mark.parametrize("sequel", [Sequel.FOLLOW_UP, Sequel.REPEAT])
def test_what_follows_is_told_with_what_it_follows(
    planner: Client, municipality: Municipality, earlier: GroupSession, sequel: Sequel
) -> None:
    walk = Walk(planner, municipality)
    walk.press("next", title="Samen verder", sequel=sequel.value)
    assert (walk.step, walk.wrong) == (1, ["previous"])
    walk.press("next", previous=str(earlier.pk), sequel=Sequel.NONE.value)
    assert (walk.step, walk.wrong) == (1, ["sequel"])
    walk.press("next", sequel=sequel.value)
    walk.press("next", date=day(), time="13:30")
    walk.press("next").press()
    for session in only(municipality):
        assert (session.sequel, session.previous) == (sequel, earlier)


def test_a_rehearsal_is_followed_by_nothing(planner: Client, municipality: Municipality) -> None:
    with tenant(municipality):
        rehearsal = build_session(municipality, state="closed", closed_at=timezone.now(), is_rehearsal=True)
    walk = Walk(planner, municipality)
    assert "previous" not in walk.answer.context["form"].fields
    to_the_last_step(walk).press(previous=str(rehearsal.pk), sequel="repeat")
    for session in only(municipality):
        assert session.previous is None


def test_nobody_is_asked_whether_it_is_a_rehearsal(walk: Walk, municipality: Municipality) -> None:
    """A rehearsal begins with a button of its own; one that `manage.py rehearse` plans says it is one."""
    page = to_the_last_step(walk).answer.content.decode()
    assert not re.search(r'type="checkbox"[^>]*name="is_rehearsal"|name="is_rehearsal"[^>]*checkbox', page)
    assert "oefensessie" not in page.lower()
    walk.press()
    for session in only(municipality):
        assert not session.is_rehearsal


# The order of the themes


def test_the_table_may_choose_its_own_order(walk: Walk, municipality: Municipality) -> None:
    themes = list(national_catalogue().themes.filter(is_overall=False).order_by("-position"))
    said = {f"theme_{place}": str(theme.pk) for place, theme in enumerate(themes, start=1)}
    to_the_last_step(walk).press(**said)
    for session in only(municipality):
        assert order_of(session) == [theme.pk for theme in themes]
        first = session.themes.order_by("position").first()
        assert first.theme.is_overall and first.position == 0


def test_a_theme_that_stands_twice_is_told_where(walk: Walk, municipality: Municipality) -> None:
    theme = national_catalogue().themes.get(position=2)
    to_the_last_step(walk).press(theme_1=str(theme.pk))
    assert (walk.step, walk.wrong) == (4, ["theme_2"])
    with tenant(municipality):
        assert not GroupSession.objects.exists()
