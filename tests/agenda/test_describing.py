"""Helpers, next step, effect, links and who decides: what is written, refused and told in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionPoint
from agenda.points import describing, helping, progress
from agenda.points.accepting import accept_action
from agenda.points.assigning import assign_owner
from agenda.points.history import in_words
from agenda.points.refusals import (
    ActionRefused,
    DeadlinePassed,
    DeadlineTooFar,
    EverybodyIsNobody,
    ForeignRow,
    LinkNotSafe,
    ReasonMissing,
    ResidentData,
    StaleAction,
    StatusNotReachable,
    TextTooLong,
    TooManyLinks,
)
from audit.models import AuditEvent
from common.tenancy import tenant
from sessions.models import GroupSession, Organisation
from tests.agenda.test_actions import propose
from tests.builders import FACILITATOR, NOW, TODAY, answering, build_municipality, build_organisation, outside

SAID: dict[str, Any] = {"actor": FACILITATOR, "author": "R. Smit", "now": NOW}
SOON = TODAY + timedelta(days=21)


@pytest.fixture
def point(session: GroupSession) -> ActionPoint:
    answering(session)
    return propose(session, owner_organisation=session.parties.first().organisation, deadline=SOON)


def by(point: ActionPoint) -> dict[str, Any]:
    return {**SAID, "expected_revision": point.revision}


def table(point: ActionPoint) -> list[Organisation]:
    assert point.session is not None
    return [party.organisation for party in point.session.parties.all()]


def helps(point: ActionPoint, *names: Organisation) -> None:
    helping.set_helpers(point, helpers=names, **by(point))


def told(point: ActionPoint, change: ActionChange) -> str:
    return in_words(point.events.filter(change=change).last())


def test_others_help_and_the_owner_is_none_of_them(point: ActionPoint) -> None:
    owner, school, bank = table(point)
    helps(point, owner, school, bank)
    assert set(point.helpers.all()) == {school, bank}
    assert "ROC Waterland, Voedselbank" in told(point, ActionChange.HELPERS)
    revision = point.revision
    helps(point, bank, school)
    assert point.revision == revision
    helps(point, bank)
    assert "ROC Waterland, Voedselbank" in told(point, ActionChange.HELPERS)
    helps(point)
    assert not point.helpers.exists()
    assert AuditEvent.objects.filter(action="change helpers", target_id=point.pk).count() == 3


def test_who_becomes_the_owner_helps_no_more(point: ActionPoint) -> None:
    _owner, school, bank = table(point)
    helps(point, school, bank)
    assign_owner(point, owner_organisation=school, owner_name="Wout", **by(point))
    assert list(point.helpers.all()) == [bank]
    assert [one.change for one in point.events.order_by("-pk")[:2]] == ["helpers", "owner"]


def test_no_helper_of_elsewhere_and_none_that_is_everybody(point: ActionPoint) -> None:
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        foreign = build_organisation(elsewhere)
    with pytest.raises(ForeignRow):
        helps(point, foreign)
    with pytest.raises(EverybodyIsNobody):
        helps(point, build_organisation(point.municipality, "Alle partijen"))
    assert not point.helpers.exists()


def test_the_next_step_is_said_changed_and_taken_away(point: ActionPoint) -> None:
    for text in ("Brief opstellen", "Brief drukken", ""):
        describing.plan_next_step(point, next_step=text, **by(point))
        assert point.next_step == text
    words = [in_words(one) for one in point.events.filter(change=ActionChange.NEXT_STEP)]
    assert len(set(words)) == 3
    assert "Brief opstellen" in words[1] and "Brief drukken" in words[1]
    assert "Brief drukken" in words[2]


def test_what_a_resident_notices_keeps_its_earlier_words(point: ActionPoint) -> None:
    for text in ("Eén nummer", "Eén nummer op elke brief"):
        describing.say_resident_effect(point, resident_effect=text, **by(point))
    assert point.events.filter(change=ActionChange.EFFECT).last().before == "Eén nummer"
    accept_action(point, **by(point))
    progress.change_status(point, ActionStatus.DONE, resident_effect="Minder bellen", **by(point))
    event = point.events.last()
    assert (event.change, event.before, event.after) == (
        "effect",
        "Eén nummer op elke brief",
        "Minder bellen",
    )


def links(point: ActionPoint, address: str = "", label: str = "", remove: tuple[int, ...] = ()) -> None:
    describing.change_links(point, address=address, label=label, remove=remove, **by(point))


def test_a_link_is_added_once_and_leaves_a_trace_when_it_goes(point: ActionPoint) -> None:
    for _click in range(2):
        links(point, "https://example.org/plan", "Het plan")
    link = point.links.get()
    assert (str(link), link.address) == ("Het plan", "https://example.org/plan")
    links(point, "https://example.org/nieuw", remove=(link.pk,))
    assert [one.address for one in point.links.all()] == ["https://example.org/nieuw"]
    assert [in_words(one) for one in point.events.filter(change=ActionChange.LINK)][1].endswith("/plan")


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("http://example.org/", LinkNotSafe),
        ("javascript:alert(1)", LinkNotSafe),
        ("data:text/html,x", LinkNotSafe),
        ("ftp://example.org/plan", LinkNotSafe),
        ("file:///etc/passwd", LinkNotSafe),
        ("https://jan:geheim@example.org/", LinkNotSafe),
        ("https://", LinkNotSafe),
        ("plan.docx", LinkNotSafe),
        ("https://example.org/" + "x" * 300, TextTooLong),
    ],
)
def test_only_safe_addresses(point: ActionPoint, address: str, refusal: type[ActionRefused]) -> None:
    with pytest.raises(refusal):
        links(point, address)
    assert not point.links.exists()


def test_a_link_of_another_point_is_not_taken_away(point: ActionPoint) -> None:
    assert point.session is not None
    other = propose(point.session, "Iets anders")
    links(other, "https://example.org/")
    links(point, remove=(other.links.get().pk,))
    assert other.links.exists() and point.revision == 1


def test_twenty_links_are_enough_and_a_name_holds_no_resident(point: ActionPoint) -> None:
    for number in range(20):
        links(point, f"https://example.org/{number}")
    with pytest.raises(TooManyLinks):
        links(point, "https://example.org/20")
    links(point, "https://example.org/20", remove=(point.links.first().pk,))
    assert point.links.count() == 20
    with pytest.raises(ResidentData):
        links(point, "https://example.org/", "Bel 06-12345678")


def test_who_decides_is_known_while_it_is_waited_for(point: ActionPoint) -> None:
    accept_action(point, **by(point))
    with pytest.raises(StatusNotReachable):
        progress.change_decision(point, decided_by="Het college", decision_on=SOON, **by(point))
    said = {"decided_by": "Het college", "decision_on": SOON}
    progress.change_status(point, ActionStatus.AWAITING_DECISION, **said, **by(point))
    assert (point.decided_by, point.decision_on) == ("Het college", SOON)
    words = told(point, ActionChange.DECISION)
    assert "Het college" in words and str(SOON.year) in words
    later = SOON + timedelta(days=7)
    progress.change_decision(point, decided_by="De raad", decision_on=later, **by(point))
    revision = point.revision
    progress.change_decision(point, decided_by="De raad", decision_on=later, **by(point))
    assert point.revision == revision and point.events.filter(change=ActionChange.DECISION).count() == 2
    progress.change_status(point, ActionStatus.IN_PROGRESS, **by(point))
    assert (point.decided_by, point.decision_on) == ("", None)


@pytest.mark.parametrize(
    ("days", "refusal"), [(-1, DeadlinePassed), (4000, DeadlineTooFar), (2_900_000, DeadlineTooFar)]
)
def test_a_decision_is_ahead(point: ActionPoint, days: int, refusal: type[ActionRefused]) -> None:
    accept_action(point, **by(point))
    day = TODAY + timedelta(days=days)
    with pytest.raises(refusal):
        progress.change_status(
            point, ActionStatus.AWAITING_DECISION, decided_by="B&W", decision_on=day, **by(point)
        )
    point.refresh_from_db()
    assert point.status == ActionStatus.ACCEPTED


def test_another_owner_waits_for_no_earlier_decision(point: ActionPoint) -> None:
    accept_action(point, **by(point))
    progress.change_status(point, ActionStatus.AWAITING_DECISION, decided_by="B&W", **by(point))
    assign_owner(point, owner_organisation=table(point)[1], owner_name="", **by(point))
    assert (point.status, point.decided_by) == (ActionStatus.PROPOSED, "")


@pytest.mark.parametrize("ended", [ActionStatus.DONE, ActionStatus.DROPPED])
def test_opening_again_says_why(point: ActionPoint, ended: ActionStatus) -> None:
    accept_action(point, **by(point))
    progress.change_status(point, ended, reason="Zo besloten", **by(point))
    to = ActionStatus.IN_PROGRESS if ended == ActionStatus.DONE else ActionStatus.PROPOSED
    with pytest.raises(ReasonMissing):
        progress.change_status(point, to, **by(point))
    progress.change_status(point, to, reason="Toch nog werk", **by(point))
    event = point.events.last()
    assert (point.status, event.text) == (to, "Toch nog werk")
    assert in_words(event).endswith(":")
    assert AuditEvent.objects.filter(action="reopen action", target_id=point.pk).count() == 1


VERBS: list[Callable[[ActionPoint, dict[str, Any]], None]] = [
    lambda point, said: helping.set_helpers(point, helpers=table(point)[1:], **said),
    lambda point, said: describing.plan_next_step(point, next_step="Bellen", **said),
    lambda point, said: describing.say_resident_effect(point, resident_effect="Rust", **said),
    lambda point, said: describing.change_links(point, address="https://a.example/", label="", **said),
    lambda point, said: progress.change_decision(point, decided_by="B&W", decision_on=None, **said),
]


@pytest.mark.parametrize("verb", VERBS)
def test_an_old_page_changes_nothing(
    point: ActionPoint, verb: Callable[[ActionPoint, dict[str, Any]], None]
) -> None:
    ActionPoint.objects.filter(pk=point.pk).update(revision=2)
    with pytest.raises(StaleAction):
        verb(point, by(point))
    assert point.events.count() == 1
    assert not point.helpers.exists() and not point.links.exists()
