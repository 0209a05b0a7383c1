"""Between asking and adopting: organisations stop and merge, a board takes its time, points come and go."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from agenda.agreeing.adopting import adopt_agenda, put_forward
from agenda.agreeing.consent import ask_again
from agenda.agreeing.consent_asking import ASK
from agenda.agreeing.refusals import WhyWithout
from agenda.agreeing.versions import Asked, agreement_of, organisations_to_ask
from agenda.enums import ActionStatus
from agenda.models import ActionPoint, AgendaVersion, Consent
from agenda.points.merging import merge_actions
from agenda.points.progress import change_status
from agenda.points.proposing import propose_action
from municipalities.enums import Role
from municipalities.models import Municipality
from outbox.models import Promise
from outbox.promises import fulfil
from sessions.contacts import add_contact, end_contact
from sessions.merging import merge_organisations
from sessions.models import GroupSession, Organisation
from tests.agenda.test_consent_pages import ask, by, forward, hold, link, page, send
from tests.builders import build_member, outside


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    return hold(session, 2)


@pytest.fixture
def version(held: GroupSession) -> AgendaVersion:
    return forward(held)


@pytest.fixture
def coordinator(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.COORDINATOR))
    return client


def consent_of(version: AgendaVersion, name: str) -> Consent:
    return Consent.objects.select_related("organisation").get(version=version, organisation__name=name)


def words(response: HttpResponse) -> str:
    """Return what a page says, without its marks."""
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


def points(session: GroupSession) -> list[ActionPoint]:
    return list(ActionPoint.objects.filter(session=session).order_by("pk"))


def test_who_merged_or_stopped_meanwhile_is_said_where_the_coordinator_would_call(
    held: GroupSession, version: AgendaVersion, coordinator: Client
) -> None:
    gone, stays = (
        consent_of(version, "Voedselbank").organisation,
        consent_of(version, "Woonstede").organisation,
    )
    merge_organisations(gone, into=stays, **by())
    Organisation.objects.filter(name="ROC Waterland").update(ended_on=timezone.localdate())
    for name in ("agreement", "adopt"):
        place = {} if name == "agreement" else {"number": 1}
        said = words(coordinator.get(page(held, name, **place)))
        assert "gaat verder als Woonstede" in said and "gestopt op" in said


def test_the_silence_of_who_stopped_is_no_yes_either(version: AgendaVersion) -> None:
    for name in ("Woonstede", "Voedselbank"):
        assert send(link(consent_of(version, name))).status_code == 303
    Organisation.objects.filter(name="ROC Waterland").update(ended_on=timezone.localdate())
    with pytest.raises(WhyWithout):
        adopt_agenda(version, reason="", **by())
    adopt_agenda(version, reason="ROC Waterland is gestopt", **by())
    assert consent_of(version, "ROC Waterland").answer == ""


def test_who_goes_on_as_another_sees_what_changed_since_its_answer(
    held: GroupSession, version: AgendaVersion
) -> None:
    before = consent_of(version, "Voedselbank")
    assert send(link(before), answer="conditional", condition="Als er geld is").status_code == 303
    merge_organisations(before.organisation, into=consent_of(version, "Woonstede").organisation, **by())
    propose_action(held, what="Samen bellen", author="R. Smit", today=timezone.localdate(), **by())
    said = words(ask(link(consent_of(forward(held), "Woonstede"))))
    assert "akkoord onder voorwaarde" in said and "1 actiepunt kwam erbij" in said


def test_an_old_link_of_who_merged_still_answers_for_it(version: AgendaVersion) -> None:
    consent = consent_of(version, "Voedselbank")
    old = link(consent)
    merge_organisations(consent.organisation, into=consent_of(version, "Woonstede").organisation, **by())
    assert send(old, answered_by="Ans").status_code == 303
    assert consent_of(version, "Voedselbank").answered_by == "Ans"
    assert consent_of(version, "Woonstede").answer == ""


def test_one_person_for_two_organisations_gets_a_link_for_each(held: GroupSession) -> None:
    asked = organisations_to_ask(held, agreement_of(held).content, today=timezone.localdate())
    both = [Asked(one.organisation, "Ans", "ans@example.org") for one in asked[:2]]
    version = put_forward(held, asked=both, expected_number=0, **by())
    with outside():
        for row in Promise.objects.filter(kind=ASK):
            fulfil(promise_id=row.pk, now=timezone.now())
    assert [one.to for one in mail.outbox] == [["ans@example.org"]] * 2
    links = {found for one in mail.outbox for found in re.findall(r"/akkoord/[\w-]+/", one.body)}
    assert len(links) == 2
    first, second = Consent.objects.filter(version=version).order_by("pk")
    assert send(link(first), answered_by="Ans").status_code == 303
    second.refresh_from_db()
    assert second.answer == "" and first.organisation.name in words(ask(link(first)))


def test_a_link_that_is_used_twice_shows_the_first_answer(version: AgendaVersion) -> None:
    address = link(consent_of(version, "Voedselbank"))
    assert send(address, answered_by="Ans").status_code == 303
    assert send(address, answer="board_first", answered_by="Bea").status_code == 409
    said = words(ask(address))
    assert "Ans" in said and "Bea" not in said
    assert send(address, answered_by="Ans").status_code == 303, "the same again is no news"


def test_a_point_that_went_out_says_where_it_went(
    held: GroupSession, version: AgendaVersion, coordinator: Client
) -> None:
    first, second = points(held)
    merge_actions(first, into=second, author="R. Smit", expected_revision=first.revision, **by())
    assert "Het gaat verder in “Eén nummer 1”" in words(coordinator.get(page(held)))
    new = propose_action(held, what="Derde", author="R. Smit", today=timezone.localdate(), **by())
    forward(held)
    change_status(
        new,
        ActionStatus.DROPPED,
        reason="Geen geld",
        author="R. Smit",
        expected_revision=new.revision,
        **by(),
    )
    assert "Het is niet opgepakt" in words(coordinator.get(page(held)))


def test_who_was_asked_the_last_time_is_proposed_again(held: GroupSession, version: AgendaVersion) -> None:
    Consent.objects.filter(version=version, organisation__name="Voedselbank").update(
        asked_name="Bea", asked_email="bea@bank.example"
    )
    asked = organisations_to_ask(held, agreement_of(held).content, today=timezone.localdate())
    assert {one.organisation.name: one.email for one in asked}["Voedselbank"] == "bea@bank.example"


def test_who_left_is_not_proposed_again(held: GroupSession, version: AgendaVersion) -> None:
    bank = consent_of(version, "Voedselbank").organisation
    said: dict[str, Any] = {"phone": "", "function": "", "themes": []}
    today = timezone.localdate()
    contact = add_contact(
        bank, name="Bea", email="bea@bank.example", from_date=today - timedelta(days=9), **said, **by()
    )
    Consent.objects.filter(version=version, organisation=bank).update(
        asked_name="Bea", asked_email="bea@bank.example"
    )
    end_contact(contact, last_day=today - timedelta(days=1), **by())
    asked = organisations_to_ask(held, agreement_of(held).content, today=today)
    assert {one.organisation.name: one.email for one in asked}["Voedselbank"] == ""


def test_a_board_that_should_have_answered_is_seen_by_the_coordinator(
    held: GroupSession, version: AgendaVersion, coordinator: Client
) -> None:
    consent = consent_of(version, "Voedselbank")
    day = timezone.localdate() + timedelta(days=3)
    assert send(link(consent), answer="board_first", expected_on=day.isoformat()).status_code == 303
    meetings = reverse("agenda:meetings", kwargs={"gemeente": held.municipality.slug})
    assert "die dag is voorbij" not in words(coordinator.get(page(held)))
    Consent.objects.filter(pk=consent.pk).update(expected_on=timezone.localdate() - timedelta(days=1))
    assert "die dag is voorbij" in words(coordinator.get(page(held)))
    assert "wacht op een antwoord" in words(coordinator.get(meetings))


def test_who_said_that_a_board_decides_can_be_asked_again(held: GroupSession, version: AgendaVersion) -> None:
    consent = consent_of(version, "Voedselbank")
    assert send(link(consent), answer="board_first").status_code == 303
    consent.refresh_from_db()
    later = {**by(), "now": timezone.now() + timedelta(days=30)}
    ask_again(consent, name="Bea", email="bea@bank.example", link_version=consent.link_version, **later)
    with outside():
        for row in Promise.objects.filter(kind=ASK, done_at=None):
            fulfil(promise_id=row.pk, now=later["now"])
    (letter,) = mail.outbox
    assert letter.to == ["bea@bank.example"] and "eerst voorleggen" in words(ask(link(consent)))


def test_who_answers_while_the_mail_waits_gets_none(held: GroupSession, version: AgendaVersion) -> None:
    consent = consent_of(version, "Voedselbank")
    ask_again(consent, name="Bea", email="bea@bank.example", link_version=1, **by())
    assert send(link(consent), answer="board_first").status_code == 303
    with outside():
        for row in Promise.objects.filter(kind=ASK, done_at=None):
            fulfil(promise_id=row.pk, now=timezone.now())
    assert mail.outbox == []
