"""Who leaves an organisation no longer answers an agenda for it; what was answered stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from agenda.agreeing.adopting import put_forward
from agenda.agreeing.consent import answer_agenda
from agenda.agreeing.consent_link import consent_of, consent_token
from agenda.agreeing.versions import Asked
from agenda.enums import ConsentAnswer
from agenda.models import AgendaVersion, Consent
from audit.models import AuditEvent
from sessions.contacts import end_contact
from sessions.models import Contact, GroupSession
from tests.agenda.test_handing_over import BY, JAN, YESTERDAY, agreed, contact, held, woonstede, work
from tests.agenda.test_reply import ask, reply
from tests.builders import TODAY

__all__ = ["held"]
NOOR = "noor@w.example"


@pytest.fixture
def jan(held: GroupSession) -> Contact:
    return contact(woonstede(held), "Jan", JAN)


@pytest.fixture
def version(held: GroupSession) -> AgendaVersion:
    agreed(held)
    asked = [Asked(woonstede(held), "Jan", JAN)]
    made = put_forward(held, asked=asked, expected_number=0, **BY)
    work()
    return made


def say(consent: Consent) -> None:
    more: dict[str, Any] = {"condition": "", "expected_on": None, "answered_by": "Jan", "seen": ""}
    answer_agenda(consent, answer=ConsentAnswer.AGREED, today=TODAY, **more, **BY)


def page(held: GroupSession, token: str) -> str:
    return reverse("agenda:consent", args=[held.municipality.slug, token])


def test_who_follows_is_asked_and_the_link_of_who_left_ends(
    held: GroupSession, jan: Contact, version: AgendaVersion
) -> None:
    contact(woonstede(held), "Noor", NOOR)
    consent = version.consents.get()
    old = consent_token(consent)
    assert ask(page(held, old)).status_code == 200
    end_contact(jan, last_day=YESTERDAY, **BY)
    letters = [letter for letter in work() if "akkoord" in letter.subject]
    assert [letter.to for letter in letters] == [[NOOR]]
    consent.refresh_from_db()
    assert (consent.asked_name, consent.asked_email, consent.answer) == ("Noor", NOOR, "")
    assert consent_token(consent) in letters[0].body
    assert ask(page(held, old)).status_code == 404
    assert reply(page(held, old), answer="agreed", answered_by="Jan").status_code == 404
    assert version.consents.get().answer == ""


def test_what_was_answered_stays_and_nobody_is_asked_again(
    held: GroupSession, jan: Contact, version: AgendaVersion
) -> None:
    contact(woonstede(held), "Noor", NOOR)
    consent = version.consents.get()
    say(consent)
    old, before = consent_token(consent), Consent.objects.values().get(pk=consent.pk)
    end_contact(jan, last_day=YESTERDAY, **BY)
    assert not [letter for letter in work() if "akkoord" in letter.subject]
    after = Consent.objects.values().get(pk=consent.pk)
    assert {**before, "link_version": 2} == after and consent_of(old) is None
    assert AuditEvent.objects.filter(action="end consent link", target_id=consent.pk).count() == 1


def test_without_anybody_else_it_is_asked_by_telephone(
    held: GroupSession, jan: Contact, version: AgendaVersion
) -> None:
    end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    consent = version.consents.get()
    assert (consent.asked_name, consent.asked_email, consent.link_version) == ("", "", 2)


def test_who_works_there_still_or_asked_elsewhere_keeps_the_link(
    held: GroupSession, jan: Contact, version: AgendaVersion
) -> None:
    school = held.parties.get(name="ROC Waterland").organisation
    there = contact(school, "Jan", JAN)
    end_contact(there, last_day=YESTERDAY, **BY)
    end_contact(jan, last_day=TODAY + timedelta(days=9), **BY)
    work()
    assert version.consents.get().link_version == 1


def test_what_was_taken_back_is_left_alone(held: GroupSession, jan: Contact, version: AgendaVersion) -> None:
    AgendaVersion.objects.filter(pk=version.pk).update(withdrawn_at=BY["now"])
    end_contact(jan, last_day=YESTERDAY, **BY)
    work()
    assert version.consents.get().link_version == 1
