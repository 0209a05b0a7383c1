"""A coordinator brings a point to the contact person of the organisation: one mail, one line of history."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda.enums import ActionChange, ActionStatus
from agenda.models import ActionPoint
from agenda.owners.asking import COLLECTS_FOR, TELL_NEW_OWNER
from agenda.points.progress import change_status
from agenda.points.refusals import StaleAction, StatusNotReachable
from agenda.reminding.involving import TELL_CONTACT, NotTheirContact, contacts_for, involve_contact
from outbox.models import Promise
from sessions.contacts import add_contact, end_contact
from sessions.models import Contact, GroupSession, Organisation
from tests.agenda.reminding import BY, JAN, agreed, at, close, coordinator, deliver, held, tick
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


def test_a_mail_to_the_contact_that_comes_back_is_told_to_the_coordinators_once(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    sanne = coordinator(session)
    involve(point, els)
    deliver(NOW + COLLECTS_FOR)
    Promise.objects.filter(kind=TELL_CONTACT).update(bounced_at=NOW)
    (letter,) = tick(session, at(date(2026, 11, 30)))
    assert letter.to == [sanne.email]
    assert letter.subject == "Een e-mail aan Els kwam niet aan"
    assert point.what in letter.body and "Bel deze persoon" in letter.body
    assert [one for day in range(1, 9) for one in tick(session, at(date(2026, 12, day)))] == []


def test_what_ended_since_needs_no_word_of_a_mail_that_came_back(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    coordinator(session)
    involve(point, els)
    deliver(NOW + COLLECTS_FOR)
    Promise.objects.filter(kind=TELL_CONTACT).update(bounced_at=NOW)
    ActionPoint.objects.update(status=ActionStatus.DONE)
    assert tick(session, at(date(2026, 11, 30))) == []


def test_who_follows_somebody_up_and_is_not_reached_is_told_too(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    sanne = coordinator(session)
    leaver = Contact.objects.get(person__name="Jan")
    end_contact(leaver, last_day=TODAY - timedelta(days=1), actor=FACILITATOR, now=NOW)
    deliver(NOW + COLLECTS_FOR)
    Promise.objects.filter(kind=TELL_NEW_OWNER).update(bounced_at=NOW)
    (letter,) = tick(session, at(date(2026, 11, 30)))
    assert letter.to == [sanne.email] and "Els" in letter.subject


def involve(point: ActionPoint, contact: Contact, **more: Any) -> None:
    involve_contact(point, contact=contact, **{**BY, "expected_revision": point.revision, **more})


def test_the_contact_person_gets_one_mail_however_often_it_is_pressed(
    point: ActionPoint, els: Contact
) -> None:
    seen = point.revision
    for _click in range(2):
        involve(point, els, expected_revision=seen)
    (letter,) = deliver(NOW + COLLECTS_FOR)
    assert letter.to == ["els@corporatie.example"]
    assert point.what in letter.body and "Jan" in letter.body
    assert point.events.filter(change=ActionChange.ESCALATED).count() == 1
    with pytest.raises(StaleAction):
        involve(point, els, expected_revision=seen, now=NOW + timedelta(hours=1))


def test_forty_points_brought_to_one_person_are_one_mail_and_so_is_that_it_came_back(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    sanne, organisation = coordinator(session), point.owner_organisation
    said = {"municipality": point.municipality, "status": ActionStatus.ACCEPTED, "created_at": NOW}
    others = [
        ActionPoint.objects.create(
            what=f"Punt {number}.", owner_organisation=organisation, owner_email=JAN, changed_at=NOW, **said
        )
        for number in range(39)
    ]
    for number, one in enumerate([point, *others]):
        involve(one, els, now=NOW + timedelta(minutes=number))
    last = NOW + timedelta(minutes=39)
    assert deliver(last) == []
    (letter,) = deliver(last + COLLECTS_FOR)
    assert letter.to == ["els@corporatie.example"]
    assert all(f"* {one.what}" in letter.body for one in [point, *others])
    Promise.objects.filter(kind=TELL_CONTACT).update(bounced_at=last)
    (told,) = tick(session, at(date(2026, 11, 30)))
    assert told.to == [sanne.email] and "Punt 38." in told.body


def test_mails_to_two_people_that_came_back_are_one_mail_to_the_coordinator(
    point: ActionPoint, els: Contact, session: GroupSession
) -> None:
    sanne = coordinator(session)
    mila = work_at(point.owner_organisation, "Mila", "mila@corporatie.example")
    involve(point, els)
    point.refresh_from_db()
    involve(point, mila, now=NOW + timedelta(minutes=1))
    deliver(NOW + timedelta(minutes=6))
    Promise.objects.filter(kind=TELL_CONTACT).update(bounced_at=NOW + timedelta(minutes=7))
    (letter,) = tick(session, at(date(2026, 11, 30)))
    assert letter.to == [sanne.email] and letter.subject == "2 e-mails kwamen niet aan"
    assert "Els" in letter.body and "Mila" in letter.body
    assert tick(session, at(date(2026, 11, 30), 11)) == []


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
    assert [one.to for one in deliver(NOW + COLLECTS_FOR) if "nagaan" in one.subject] == []


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
    assert [one.to for one in deliver(timezone.now() + COLLECTS_FOR + timedelta(seconds=1))] == [
        ["els@corporatie.example"]
    ]


def test_an_organisation_without_others_says_what_to_do(point: ActionPoint, session: GroupSession) -> None:
    person = coordinator(session)
    page = reverse("agenda:involve", kwargs={"gemeente": session.municipality.slug, "pk": point.pk})
    with outside():
        shown = sign_in(Client(), person).get(page)
    assert shown.status_code == 200 and "adresboek" in shown.content.decode()
    ActionPoint.objects.update(owner_organisation=None)
    with outside():
        assert sign_in(Client(), person).get(page).status_code == 200
