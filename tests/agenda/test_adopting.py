"""An agenda is put forward, answered, adopted and taken back; silence is never a yes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from agenda.agreeing.adopting import adopt_agenda, put_forward, withdraw_agenda
from agenda.agreeing.consent import (
    answer_agenda,
    ask_again,
    counts_of,
    seen_of,
)
from agenda.agreeing.consent_asking import ASK, deliveries_of
from agenda.agreeing.consent_link import consent_of, consent_token
from agenda.agreeing.refusals import (
    AlreadyAdopted,
    ConditionMissing,
    NobodyAgreed,
    NobodyToAsk,
    NotHeldYet,
    NothingAgreed,
    NothingChanged,
    StaleAnswer,
    StaleVersion,
    VersionWithdrawn,
    WhoMissing,
    WhyWithout,
)
from agenda.agreeing.versions import (
    Asked,
    agreement_of,
    content_of,
    is_concept,
    organisations_to_ask,
    split_for,
)
from agenda.enums import ActionStatus, ConsentAnswer
from agenda.models import ActionPoint, AgendaVersion, Consent
from agenda.points.assigning import assign_owner
from agenda.points.describing import reword_action
from agenda.points.proposing import propose_action
from agenda.points.refusals import (
    DeadlinePassed,
    ForeignRow,
    ReasonMissing,
    ResidentData,
)
from agenda.retention import count_owners, forget_ended_owners
from audit.models import AuditEvent
from common.personal import NAME_REMOVED
from common.tenancy import tenant
from outbox.models import Promise
from outbox.promises import fulfil
from sessions import stage
from sessions.contacts import add_contact
from sessions.merging import merge_organisations
from sessions.models import GroupSession, Representative
from tests.builders import (
    FACILITATOR,
    NOW,
    TODAY,
    answering,
    build_municipality,
    build_organisation,
    build_session,
    outside,
    take,
)

BY = {"actor": FACILITATOR, "now": NOW}
AGREED, CONDITIONAL, BOARD = ConsentAnswer.AGREED, ConsentAnswer.CONDITIONAL, ConsentAnswer.BOARD_FIRST


@pytest.fixture
def held(session: GroupSession) -> GroupSession:
    """A closed session with two action points; somebody of the first party has an address."""
    party = session.parties.first()
    Representative.objects.create(
        municipality=session.municipality, party=party, name="Sanne Bakker", email="sanne@woonstede.example"
    )
    answering(session)
    propose(session, "Eén nummer", owner_organisation=party.organisation, owner_name="Sanne Bakker")
    propose(session, "Samen bellen", owner_organisation=None)
    take(stage.close_session, session, follow_up_on=None)
    return session


def propose(session: GroupSession, what: str, **fields: Any) -> ActionPoint:
    said = {"deadline": date(2027, 3, 1), "author": "R. Smit", "today": TODAY, **BY, **fields}
    return propose_action(session, what=what, **said)


def forward(session: GroupSession, **more: Any) -> AgendaVersion:
    agreement = agreement_of(session)
    asked = organisations_to_ask(session, agreement.content, today=TODAY)
    said = {"asked": asked, "expected_number": agreement.number, **BY, **more}
    return put_forward(session, **said)


def say(consent: Consent, answer: ConsentAnswer = AGREED, **more: Any) -> None:
    consent.refresh_from_db()
    said = {"condition": "", "expected_on": None, "answered_by": "Sanne", "seen": seen_of(consent), **more}
    answer_agenda(consent, answer=answer, today=TODAY, **{**BY, **said})


def consents(version: AgendaVersion) -> list[Consent]:
    return list(Consent.objects.filter(version=version).order_by("organisation__name"))


def change(session: GroupSession) -> None:
    point = ActionPoint.objects.filter(session=session).first()
    revision = point.revision
    reword_action(point, what=f"{point.what}!", author="R. Smit", expected_revision=revision, **BY)


def work() -> list[Any]:
    mail.outbox.clear()
    for row in Promise.objects.filter(kind=ASK, done_at=None):
        with outside():
            fulfil(promise_id=row.pk, now=NOW)
    return list(mail.outbox)


def test_a_version_holds_organisations_and_roles_and_no_people(held: GroupSession) -> None:
    version = forward(held)
    assert (version.number, len(version.content)) == (1, 2)
    first, second = version.content
    assert (first["organisation"], first["deadline"]) == ("Woonstede", "2027-03-01")
    assert (second["organisation"], second["organisation_id"]) == ("", None)
    assert "Sanne" not in str(version.content)
    assert AuditEvent.objects.filter(action="put agenda forward", target_id=version.pk).count() == 1


def test_everybody_at_the_table_is_asked_and_who_has_an_address_gets_one_mail(held: GroupSession) -> None:
    version = forward(held)
    assert [one.organisation.name for one in consents(version)] == [
        "ROC Waterland",
        "Voedselbank",
        "Woonstede",
    ]
    (letter,) = work()
    assert letter.to == ["sanne@woonstede.example"]
    assert "Eén nummer" in letter.body and "Samen bellen" not in letter.body
    consent = next(one for one in consents(version) if one.asked_email)
    assert consent_token(consent) in letter.body
    assert work() == []
    assert "example" not in str(list(Promise.objects.filter(kind=ASK).values_list("key", "payload")))


def test_who_is_only_named_in_the_agenda_is_asked_too_by_the_address_book(held: GroupSession) -> None:
    energy = build_organisation(held.municipality, "Energie")
    add_contact(
        energy,
        name="Fatima",
        email="f@energie.example",
        phone="",
        function="",
        themes=[],
        from_date=TODAY,
        **BY,
    )
    propose(held, "Meterstanden delen", owner_organisation=energy)
    asked = {
        one.organisation.name: one.email for one in organisations_to_ask(held, content_of(held), today=TODAY)
    }
    assert asked["Energie"] == "f@energie.example"
    assert asked["Woonstede"] == "sanne@woonstede.example"


def test_merged_organisations_are_asked_once(held: GroupSession) -> None:
    one, other = (party.organisation for party in held.parties.all()[:2])
    merge_organisations(one, into=other, **BY)
    version = forward(held)
    assert len(consents(version)) == 2
    consent = next(row for row in consents(version) if row.organisation_id == other.pk)
    own, others = split_for(version, consent.organisation)
    assert ([entry["what"] for entry in own], len(others)) == (["Eén nummer"], 1)


def test_a_double_click_puts_forward_once_and_a_stale_page_is_refused(held: GroupSession) -> None:
    first = forward(held)
    assert forward(held, expected_number=0) == first
    with pytest.raises(StaleVersion):
        forward(held, expected_number=0, now=NOW + timedelta(minutes=5))
    with pytest.raises(NothingChanged):
        forward(held)
    assert AgendaVersion.objects.count() == 1


def test_what_cannot_be_put_forward(held: GroupSession, session: GroupSession) -> None:
    with pytest.raises(NobodyToAsk):
        forward(held, asked=[])
    other = build_municipality("Elders")
    with outside(), tenant(other):
        stranger = build_organisation(other)
    with pytest.raises(ForeignRow):
        forward(held, asked=[Asked(stranger)])
    empty = build_session(held.municipality, title="Leeg")
    with pytest.raises(NotHeldYet):
        forward(empty, asked=[])
    answering(empty)
    take(stage.close_session, empty, follow_up_on=None)
    with pytest.raises(NothingAgreed):
        forward(empty)
    GroupSession.objects.filter(pk=held.pk).update(is_rehearsal=True)
    with pytest.raises(NotHeldYet):
        forward(held)
    assert AgendaVersion.objects.count() == 0


def test_a_new_version_takes_the_place_of_the_one_that_was_asked_about(held: GroupSession) -> None:
    first = forward(held)
    say(consents(first)[0])
    change(held)
    assert agreement_of(held).is_changed
    second = forward(held)
    first.refresh_from_db()
    assert first.withdrawn_at == NOW and agreement_of(held).asked == second
    assert [one.answer for one in consents(second)] == ["", "", ""]
    with pytest.raises(VersionWithdrawn):
        say(consents(first)[1])


def test_silence_is_never_a_yes(held: GroupSession) -> None:
    version = forward(held)
    with pytest.raises(NobodyAgreed):
        adopt_agenda(version, reason="De wethouder wil door", **BY)
    say(consents(version)[0])
    with pytest.raises(WhyWithout):
        adopt_agenda(version, reason=" ", **BY)
    adopt_agenda(version, reason="Twee partijen zijn drie keer gebeld", **BY)
    assert not is_concept(held)
    counts = counts_of(consents(version))
    assert (counts.total, counts.agreed, counts.answered, counts.is_unanimous) == (3, 1, 1, False)
    assert [one.answer for one in consents(version)] == ["agreed", "", ""]
    assert AuditEvent.objects.get(action="adopt agenda").reason == "Twee partijen zijn drie keer gebeld"


def test_with_the_yes_of_everybody_no_reason_is_asked(held: GroupSession) -> None:
    version = forward(held)
    for one in consents(version):
        say(one)
    for _click in range(2):
        adopt_agenda(version, reason="", **BY)
    assert AuditEvent.objects.filter(action="adopt agenda").count() == 1
    with pytest.raises(AlreadyAdopted):
        say(consents(version)[0], BOARD)


@pytest.mark.parametrize("answer", [CONDITIONAL, BOARD])
def test_a_condition_or_a_board_is_no_plain_yes(held: GroupSession, answer: ConsentAnswer) -> None:
    version = forward(held)
    for one in consents(version):
        say(one)
    say(consents(version)[0], answer, condition="Als er geld voor is")
    with pytest.raises(WhyWithout):
        adopt_agenda(version, reason="", **BY)


def test_an_agenda_that_holds_stays_until_the_next_version_is_adopted(held: GroupSession) -> None:
    first = forward(held)
    say(consents(first)[0])
    adopt_agenda(first, reason="Genoeg", **BY)
    change(held)
    second = forward(held)
    now = agreement_of(held)
    assert (now.adopted, now.asked, now.is_concept) == (first, second, False)
    say(consents(second)[0])
    adopt_agenda(second, reason="Genoeg", **BY)
    assert agreement_of(held).adopted == second
    with pytest.raises(ReasonMissing):
        withdraw_agenda(second, reason="", **BY)
    withdraw_agenda(second, reason="Vergissing", **BY)
    assert agreement_of(held).adopted == first


def test_the_report_is_made_again_when_the_mark_goes_or_comes_back(held: GroupSession) -> None:
    def again() -> int:
        return Promise.objects.filter(kind="session report", payload__again=True).count()

    version = forward(held)
    say(consents(version)[0])
    adopt_agenda(version, reason="Genoeg", **BY)
    assert again() == 1
    withdraw_agenda(version, reason="Vergissing", **{**BY, "now": NOW + timedelta(hours=1)})
    assert (again(), is_concept(held)) == (2, True)


def test_an_answer_says_who_and_a_condition_says_which(held: GroupSession) -> None:
    consent = consents(forward(held))[0]
    with pytest.raises(ConditionMissing):
        say(consent, CONDITIONAL, condition=" ")
    with pytest.raises(WhoMissing):
        say(consent, answered_by=" ")
    with pytest.raises(ResidentData):
        say(consent, CONDITIONAL, condition="Bel 06-12345678")
    with pytest.raises(DeadlinePassed):
        say(consent, BOARD, expected_on=TODAY - timedelta(days=1))
    consent.refresh_from_db()
    assert (consent.answer, consent.answered_at) == ("", None)
    say(consent, BOARD, expected_on=TODAY + timedelta(days=30))
    assert consent.expected_on == TODAY + timedelta(days=30)
    say(consent, AGREED, expected_on=TODAY + timedelta(days=30))
    assert (consent.answer, consent.expected_on) == (AGREED, None)


def test_of_two_who_answer_at_once_the_second_sees_the_first(held: GroupSession) -> None:
    consent = consents(forward(held))[0]
    say(consent, CONDITIONAL, condition="Als er geld voor is")
    with pytest.raises(StaleAnswer):
        say(consent, AGREED, seen="")
    assert consent.answer == CONDITIONAL
    events = AuditEvent.objects.filter(action="answer agenda").count()
    say(consent, CONDITIONAL, condition="Als er geld voor is", seen="")
    assert AuditEvent.objects.filter(action="answer agenda").count() == events


def test_asking_somebody_else_ends_the_earlier_link(held: GroupSession) -> None:
    version = forward(held)
    consent = next(one for one in consents(version) if one.asked_email)
    old = consent_token(consent)
    assert consent_of(old) == consent
    for _click in range(2):
        ask_again(consent, name="Ans", email="ans@woonstede.example", link_version=1, **BY)
    assert consent_of(old) is None
    assert [letter.to for letter in work()] == [["ans@woonstede.example"]]
    assert str(deliveries_of([consent])[consent.pk])


@pytest.mark.parametrize("token", ["x", "v1-" + "a" * 26, "v" + "9" * 18 + "-" + "a" * 26])
def test_a_forged_token_is_of_nobody(held: GroupSession, token: str) -> None:
    forward(held)
    assert consent_of(token) is None


def test_who_answered_or_whose_version_went_gets_no_mail(held: GroupSession) -> None:
    version = forward(held)
    say(next(one for one in consents(version) if one.asked_email))
    assert work() == []
    change(held)
    withdraw_agenda(forward(held), reason="Vergissing", **BY)
    assert work() == []


def test_what_was_dropped_or_goes_on_elsewhere_is_not_asked_about(held: GroupSession) -> None:
    point = ActionPoint.objects.filter(session=held).first()
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.DROPPED)
    assert [entry["what"] for entry in content_of(held)] == ["Samen bellen"]


def test_how_far_a_point_is_changes_no_agreement(held: GroupSession) -> None:
    forward(held)
    ActionPoint.objects.filter(session=held).update(status=ActionStatus.DONE, postponed=3)
    assert not agreement_of(held).is_changed
    point = ActionPoint.objects.filter(session=held).last()
    point.refresh_from_db()
    ActionPoint.objects.filter(pk=point.pk).update(status=ActionStatus.PROPOSED)
    point.refresh_from_db()
    assign_owner(
        point,
        owner_organisation=held.parties.last().organisation,
        owner_name="",
        author="R. Smit",
        expected_revision=point.revision,
        **BY,
    )
    assert agreement_of(held).is_changed


def test_names_go_after_their_term_and_what_was_said_stays(held: GroupSession) -> None:
    version = forward(held)
    consent = next(one for one in consents(version) if one.asked_email)
    say(consent, CONDITIONAL, condition="Als er geld voor is", answered_by="Sanne Bakker")
    link = consent_token(consent)
    assert count_owners(held.municipality, TODAY).get("agenda.consent") is None
    later = TODAY + timedelta(days=1)
    assert count_owners(held.municipality, later)["agenda.consent"] == 1
    for gone in (1, None):
        assert forget_ended_owners(held.municipality, later, NOW).get("agenda.consent") == gone
    consent.refresh_from_db()
    assert (consent.asked_name, consent.asked_email, consent.answered_by) == (NAME_REMOVED, "", NAME_REMOVED)
    assert (consent.answer, consent.condition) == (CONDITIONAL, "Als er geld voor is")
    assert consent_of(link) is None
