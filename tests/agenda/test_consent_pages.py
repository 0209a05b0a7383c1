"""The pages of agreeing to an agenda: by the link of a mail, and of the coordinator."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from agenda.agreeing.adopting import adopt_agenda, put_forward, withdraw_agenda
from agenda.agreeing.consent_link import consent_token
from agenda.agreeing.versions import agreement_of, organisations_to_ask
from agenda.models import ActionPoint, AgendaVersion, Consent
from agenda.points.describing import reword_action
from agenda.points.proposing import propose_action
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.enums import Role
from municipalities.models import Municipality
from sessions import stage
from sessions.models import GroupSession
from tests.builders import (
    FACILITATOR,
    answering,
    build_member,
    build_municipality,
    build_session,
    outside,
    take,
)
from tests.queries import BLOCK

SAID = {"answer": "agreed", "condition": "", "expected_on": "", "answered_by": "Sanne Bakker", "seen": ""}


def by() -> dict[str, Any]:
    return {"actor": FACILITATOR, "now": timezone.now()}


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    return hold(session)


def hold(session: GroupSession, points: int = 1) -> GroupSession:
    answering(session)
    for number in range(points):
        propose_action(
            session,
            what=f"Eén nummer {number}",
            author="R. Smit",
            owner_organisation=session.parties.first().organisation,
            today=timezone.localdate(),
            **by(),
        )
    take(stage.close_session, session, follow_up_on=None)
    return session


@pytest.fixture
def version(held: GroupSession) -> AgendaVersion:
    return forward(held)


def forward(session: GroupSession) -> AgendaVersion:
    agreement = agreement_of(session)
    asked = organisations_to_ask(session, agreement.content, today=timezone.localdate())
    return put_forward(session, asked=asked, expected_number=agreement.number, **by())


@pytest.fixture
def consent(version: AgendaVersion) -> Consent:
    return Consent.objects.filter(version=version).order_by("organisation__name").last()


@pytest.fixture
def coordinator(client: Client, inside: Municipality) -> Client:
    client.force_login(build_member(inside, Role.COORDINATOR))
    return client


def link(consent: Consent) -> str:
    consent.refresh_from_db()
    return reverse("agenda:consent", args=[consent.municipality.slug, consent_token(consent)])


def page(session: GroupSession, name: str = "agreement", **more: int) -> str:
    return reverse(
        f"agenda:{name}", kwargs={"gemeente": session.municipality.slug, "session": session.pk, **more}
    )


def ask(address: str) -> HttpResponse:
    with outside():
        return Client().get(address)


def send(address: str, **fields: object) -> HttpResponse:
    with outside():
        return Client().post(address, {**SAID, **fields})


def test_looking_changes_nothing_and_one_press_answers(consent: Consent) -> None:
    events = AuditEvent.objects.count()
    for _scanner in range(3):
        shown = ask(link(consent))
        assert shown.status_code == 200 and shown["X-Robots-Tag"] == "noindex"
    assert "Eén nummer 0" in shown.content.decode()
    assert AuditEvent.objects.count() == events
    for _click in range(2):
        assert send(link(consent)).status_code in {303, 409}
    consent.refresh_from_db()
    assert (consent.answer, consent.answered_by) == ("agreed", "Sanne Bakker")
    assert AuditEvent.objects.count() == events + 1
    assert "Sanne Bakker" in ask(link(consent)).content.decode()


def test_what_is_refused_keeps_what_was_typed(consent: Consent) -> None:
    typed = "Alleen als het bestuur geld geeft, bel 06-12345678"
    refused = send(link(consent), answer="conditional", condition=typed)
    assert refused.status_code == 422
    assert escape(typed) in refused.content.decode()
    assert send(link(consent), answer="conditional").status_code == 422
    assert send(link(consent), answer="misschien").status_code == 422
    assert send(link(consent), answer="board_first", expected_on="31-02-2027").status_code == 422
    assert send(link(consent), answered_by="").status_code == 422
    consent.refresh_from_db()
    assert consent.answer == ""


def test_an_answer_over_that_of_somebody_else_is_shown_first(consent: Consent, coordinator: Client) -> None:
    assert send(link(consent), answer="board_first").status_code == 303
    by_hand = page(consent.version.session, "consent_by_hand", consent=consent.pk)
    refused = coordinator.post(by_hand, {**SAID, "answered_by": "Aan de telefoon"})
    assert refused.status_code == 409
    assert "Aan de telefoon" in refused.content.decode()
    seen = refused.context["form"]["seen"].value()
    assert coordinator.post(by_hand, {**SAID, "seen": seen}).status_code == 303
    consent.refresh_from_db()
    assert consent.answer == "agreed"


def test_a_version_that_went_or_was_adopted_takes_no_answer(consent: Consent) -> None:
    version, address = consent.version, link(consent)
    assert send(address).status_code == 303
    adopt_agenda(version, reason="Genoeg", **by())
    assert send(address, answer="board_first").status_code == 200
    consent.refresh_from_db()
    assert consent.answer == "agreed"
    withdraw_agenda(version, reason="Vergissing", **by())
    assert ask(address).status_code == 410
    assert send(address).status_code == 410


def test_a_wrong_or_foreign_link_opens_nothing(consent: Consent) -> None:
    good = consent_token(consent)
    forged = f"{good[:-1]}{'b' if good.endswith('a') else 'a'}"
    assert ask(reverse("agenda:consent", args=[consent.municipality.slug, forged])).status_code == 404
    there = reverse("agenda:consent", args=[build_municipality("Elders").slug, good])
    assert ask(there).status_code == 404
    assert send(there).status_code == 404


def test_who_answered_before_sees_what_changed_since(held: GroupSession, consent: Consent) -> None:
    assert send(link(consent)).status_code == 303
    point = ActionPoint.objects.get(session=held)
    reword_action(point, what="Eén brief", author="R. Smit", expected_revision=point.revision, **by())
    again = Consent.objects.get(version=forward(held), organisation=consent.organisation)
    shown = ask(link(again)).content.decode()
    assert "Eén nummer 0" in shown and "Eén brief" in shown
    again.refresh_from_db()
    assert again.answer == ""


def test_the_way_from_putting_forward_to_adopting(held: GroupSession, coordinator: Client) -> None:
    first = coordinator.get(page(held, "put_forward"))
    assert first.status_code == 200
    fields = {name: field.initial or "" for name, field in first.context["form"].fields.items()}
    keys = sorted(name for name in fields if name.startswith("ask_"))
    fields[keys[0].replace("ask", "email")] = "iemand@example.org"
    del fields[keys[-1]]
    wrong = {**fields, keys[0].replace("ask", "email"): "geen adres"}
    refused = coordinator.post(page(held, "put_forward"), {**wrong, "expected_number": 0})
    assert refused.status_code == 422 and "geen adres" in refused.content.decode()
    assert coordinator.post(page(held, "put_forward"), {**fields, "expected_number": 0}).status_code == 303
    version = AgendaVersion.objects.get()
    assert Consent.objects.filter(version=version).count() == len(keys) - 1
    stale = coordinator.post(page(held, "put_forward"), {**fields, "expected_number": 9})
    assert stale.status_code == 409
    adopt = page(held, "adopt", number=1)
    assert coordinator.get(adopt).status_code == 200
    assert coordinator.post(adopt, {"reason": ""}).status_code == 422
    by_hand = page(held, "consent_by_hand", consent=Consent.objects.first().pk)
    assert coordinator.post(by_hand, SAID).status_code == 303
    assert coordinator.post(adopt, {"reason": "De rest is gebeld"}).status_code == 303
    version.refresh_from_db()
    assert version.adopted_at is not None
    shown = coordinator.get(page(held)).content.decode()
    assert "agenda-concept" not in shown
    assert coordinator.get(page(held, "version", number=1)).status_code == 200
    assert coordinator.get(page(held, "version", number=2)).status_code == 404
    taken = page(held, "withdraw", number=1)
    assert coordinator.get(taken).status_code == 200
    assert coordinator.post(taken, {"reason": "Vergissing"}).status_code == 303
    assert "agenda-concept" in coordinator.get(page(held)).content.decode()


def test_asking_again_takes_another_address(consent: Consent, coordinator: Client) -> None:
    address = page(consent.version.session, "ask_again", consent=consent.pk)
    fields = {"again-name": "Ans", "again-email": "geen adres", "link_version": 1}
    refused = coordinator.post(address, fields)
    assert refused.status_code == 422 and "geen adres" in refused.content.decode()
    assert coordinator.post(address, {**fields, "again-email": "ans@example.org"}).status_code == 303
    consent.refresh_from_db()
    assert (consent.asked_name, consent.asked_email, consent.link_version) == ("Ans", "ans@example.org", 2)


def test_only_a_session_that_was_held_has_an_agenda_to_adopt(
    inside: Municipality, coordinator: Client
) -> None:
    planned = build_session(inside, title="Gepland")
    assert coordinator.get(page(planned)).status_code == 404
    rehearsal = hold(build_session(inside, title="Oefenen"))
    GroupSession.objects.filter(pk=rehearsal.pk).update(is_rehearsal=True)
    assert coordinator.get(page(rehearsal)).status_code == 404
    elsewhere = build_municipality("Elders")
    with outside(), tenant(elsewhere):
        foreign = hold(build_session(elsewhere))
    address = reverse("agenda:agreement", kwargs={"gemeente": inside.slug, "session": foreign.pk})
    assert coordinator.get(address).status_code == 404


@pytest.mark.parametrize("points", [1, 3])
def test_as_many_questions_for_one_point_as_for_three(
    session: GroupSession, coordinator: Client, points: int, django_assert_num_queries: Any
) -> None:
    hold(session, points)
    forward(session)
    coordinator.get(page(session))
    with django_assert_num_queries(13 + BLOCK):
        coordinator.get(page(session))
