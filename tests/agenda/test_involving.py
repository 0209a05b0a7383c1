"""A coordinator brings a point to the contact person of the organisation: one mail, one line of history."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionPoint
from agenda.points.progress import change_status
from agenda.points.refusals import StaleAction, StatusNotReachable
from agenda.reminding.involving import NotTheirContact, contacts_for, involve_contact
from sessions.contacts import add_contact, end_contact
from sessions.models import Contact, GroupSession, Organisation
from tests.agenda.reminding import BY, JAN, agreed, close, coordinator, deliver, held
from tests.builders import FACILITATOR, NOW, TODAY, outside, sign_in


def work_at(organisation: Organisation, name: str, email: str) -> Contact:
    more: dict[str, Any] = {"phone": "", "function": "Teamleider", "themes": []}
    return add_contact(
        organisation,
        name=name,
        email=email,
        from_date=TODAY - timedelta(days=400),
        actor=FACILITATOR,
        now=NOW,
        **more,
    )


@pytest.fixture
def point(session: GroupSession) -> ActionPoint:
    point = agreed(held(session))
    close(session)
    point.refresh_from_db()
    return point


@pytest.fixture
def els(point: ActionPoint) -> Contact:
    work_at(point.owner_organisation, "Jan", JAN)
    return work_at(point.owner_organisation, "Els", "els@corporatie.example")


def involve(point: ActionPoint, contact: Contact, **more: Any) -> None:
    involve_contact(point, contact=contact, **{**BY, "expected_revision": point.revision, **more})


def test_the_contact_person_gets_one_mail_however_often_it_is_pressed(
    point: ActionPoint, els: Contact
) -> None:
    seen = point.revision
    for _click in range(2):
        involve(point, els, expected_revision=seen)
    (letter,) = deliver(NOW)
    assert letter.to == ["els@corporatie.example"]
    assert point.what in letter.body and "Jan" in letter.body
    assert point.events.filter(change=ActionChange.ESCALATED).count() == 1
    with pytest.raises(StaleAction):
        involve(point, els, expected_revision=seen, now=NOW + timedelta(hours=1))


def test_only_who_works_there_now_and_is_not_the_owner(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    other = work_at(session.parties.last().organisation, "Kees", "kees@school.example")
    assert list(contacts_for(point, today=TODAY)) == [els]
    with pytest.raises(NotTheirContact):
        involve(point, other)
    end_contact(els, last_day=TODAY - timedelta(days=1), actor=FACILITATOR, now=NOW)
    with pytest.raises(NotTheirContact):
        involve(point, els)


def test_who_left_before_the_mail_gets_none(point: ActionPoint, els: Contact) -> None:
    involve(point, els)
    end_contact(els, last_day=TODAY - timedelta(days=1), actor=FACILITATOR, now=NOW)
    assert [one.to for one in deliver(NOW) if "nagaan" in one.subject] == []


def test_what_waits_for_a_decision_is_left_in_peace(point: ActionPoint, els: Contact) -> None:
    change_status(point, ActionStatus.AWAITING_DECISION, expected_revision=point.revision, **BY)
    with pytest.raises(StatusNotReachable):
        involve(point, els)


def test_a_coordinator_does_it_on_a_page(point: ActionPoint, els: Contact, session: GroupSession) -> None:
    person = coordinator(session)
    page = reverse("agenda:involve", kwargs={"gemeente": session.municipality.slug, "pk": point.pk})
    with outside():
        browser = sign_in(Client(), person)
        for _scanner in range(2):
            assert "Els, Teamleider" in browser.get(page).content.decode()
        assert browser.post(page, {"contact": "x", "expected_revision": point.revision}).status_code == 422
        assert browser.post(page, {"contact": els.pk, "expected_revision": "9" * 30}).status_code == 422
        assert browser.post(page, {"contact": els.pk, "expected_revision": point.revision}).status_code == 303
    mail.outbox.clear()
    assert [one.to for one in deliver(timezone.now() + timedelta(seconds=1))] == [["els@corporatie.example"]]


def test_an_organisation_without_others_says_what_to_do(point: ActionPoint, session: GroupSession) -> None:
    person = coordinator(session)
    page = reverse("agenda:involve", kwargs={"gemeente": session.municipality.slug, "pk": point.pk})
    with outside():
        shown = sign_in(Client(), person).get(page)
    assert shown.status_code == 200 and "adresboek" in shown.content.decode()
    ActionPoint.objects.update(owner_organisation=None)
    with outside():
        assert sign_in(Client(), person).get(page).status_code == 200
