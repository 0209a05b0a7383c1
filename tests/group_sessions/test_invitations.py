"""Invitations through the outbox: once each, to who is still invited, and readable as text and as HTML."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core import mail
from pytest_django import Settings

from audit.actors import Actor
from audit.models import AuditEvent
from common.tenancy import tenant
from municipalities.models import Municipality
from outbox.models import TROUBLE_AFTER, Promise
from outbox.promises import due_promises, fulfil
from sessions.addresses import facilitator_address, reply_address
from sessions.facilitators import appoint_facilitator, end_appointment
from sessions.invitations import Delivery, delivery_of, promises_of, send_again, send_invitations
from sessions.links import row_of, token_for
from sessions.models import GroupSession, Representative
from sessions.parties import change_representative, invite_representative
from sessions.seats import remove_from_table
from sessions.stepping import StaleStep, StepRefused
from tests.builders import NOW, build_session, build_user, seat
from tests.group_sessions.test_stage import bring_to

COORDINATOR = Actor(role="coordinator")
SAID = {"actor": COORDINATOR, "now": NOW}


@pytest.fixture
def fatima(session: GroupSession) -> Representative:
    party = session.parties.get(name="Woonstede")
    return invite_representative(party, name="Fatima", email="fatima@example.nl", **SAID)


def send(session: GroupSession) -> int:
    return send_invitations(session, **SAID)


def worker() -> list[EmailMessage]:
    """Do what the worker does with everything that is due, and return the mails that left."""
    mail.outbox.clear()
    for promise_id in due_promises(now=NOW):
        assert fulfil(promise_id=promise_id, now=NOW)
    return [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]


def state_of(person: Representative) -> Delivery:
    person.refresh_from_db()
    return delivery_of(person, promised=promises_of([person]))


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None and html is not None
    return text.get_content(), html.get_content()


def test_an_invitation_says_who_what_where_when_and_how(
    session: GroupSession, fatima: Representative, settings: Settings
) -> None:
    settings.BASE_URL = "https://gesprekshulp.example.nl"
    starts_at = datetime(2026, 12, 15, 8, 30, tzinfo=UTC)
    GroupSession.objects.filter(pk=session.pk).update(
        title="Samen <b>verder</b>", location="Stadhuis", goal="Eerder bellen", starts_at=starts_at
    )
    assert send(session) == 1
    [message] = worker()
    assert message["To"] == "fatima@example.nl"
    assert "Samen <b>verder</b>" in message["Subject"] and "\n" not in message["Subject"]
    text, html = bodies(message)
    for part in ("Fatima", "Woonstede", "Waterveen", "Stadhuis", "Eerder bellen", "15 december 2026"):
        assert part in text and part in html, part
    # Half past nine in Amsterdam, until two hours later.
    assert "09.30" in text and "11.30" in text
    assert "Samen &lt;b&gt;verder" in html and "<b>verder" not in html
    link = reply_address(fatima)
    assert link.startswith("https://gesprekshulp.example.nl/") and link in text and f'href="{link}"' in html


def test_pressing_send_twice_sends_once(session: GroupSession, fatima: Representative) -> None:
    assert (send(session), send(session)) == (1, 0)
    assert len(worker()) == 1
    assert (send(session), worker()) == (0, [])
    assert [event.action for event in AuditEvent.objects.all()].count("send invitations") == 1


def test_the_page_can_tell_how_far_an_invitation_is(session: GroupSession, fatima: Representative) -> None:
    assert state_of(fatima) is Delivery.NOT_SENT
    send(session)
    assert state_of(fatima) is Delivery.ON_ITS_WAY
    worker()
    assert state_of(fatima) is Delivery.SENT
    assert fatima.invited_at == NOW
    bring_to(session, "open")
    fatima.joined_at = NOW
    fatima.save()
    assert state_of(fatima) is Delivery.JOINED


def test_a_mail_server_that_is_away_loses_nothing(
    session: GroupSession, fatima: Representative, settings: Settings
) -> None:
    send(session)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    [promise_id] = due_promises(now=NOW)
    assert not fulfil(promise_id=promise_id, now=NOW)
    assert state_of(fatima) is Delivery.ON_ITS_WAY
    assert fatima.invited_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert fulfil(promise_id=promise_id, now=NOW + timedelta(hours=1))
    assert len(mail.outbox) == 1
    assert state_of(fatima) is Delivery.SENT


def test_a_mail_that_never_left_is_shown_as_failed(session: GroupSession, fatima: Representative) -> None:
    send(session)
    Promise.objects.update(attempts=TROUBLE_AFTER)
    assert state_of(fatima) is Delivery.FAILED


def test_each_attempt_carries_the_same_message_id(session: GroupSession, fatima: Representative) -> None:
    send(session)
    [first] = worker()
    Promise.objects.update(done_at=None, lease_until=None)
    [second] = worker()
    assert first["Message-ID"] == second["Message-ID"]
    send_again(fatima, session=session, seen=1, **SAID)
    [third] = worker()
    assert third["Message-ID"] != first["Message-ID"]


def test_sending_again_is_asked_for_once_and_withdraws_the_first_link(
    session: GroupSession, fatima: Representative
) -> None:
    send(session)
    worker()
    first = token_for(fatima)
    send_again(fatima, session=session, seen=1, **SAID)
    with pytest.raises(StaleStep):
        send_again(fatima, session=session, seen=1, **SAID)
    [message] = worker()
    fatima.refresh_from_db()
    assert row_of(first, Representative) is None
    assert token_for(fatima) in bodies(message)[0]


def test_who_takes_part_is_not_invited_again(session: GroupSession, fatima: Representative) -> None:
    bring_to(session, "open")
    seat(fatima.party)
    fatima.joined_at = NOW
    fatima.save()
    assert send(session) == 0
    with pytest.raises(StepRefused):
        send_again(fatima, session=session, seen=1, **SAID)


@pytest.mark.parametrize("change", ["removed", "other address", "cancelled"])
def test_a_mail_that_lost_its_reason_does_not_leave(
    session: GroupSession, fatima: Representative, change: str
) -> None:
    send(session)
    if change == "removed":
        remove_from_table(representative=fatima, **SAID)
    elif change == "other address":
        change_representative(fatima, name="F", email="ander@example.nl", function="", **SAID)
    else:
        bring_to(session, "cancelled")
    assert "fatima" not in str([message["To"] for message in worker()])
    assert not Promise.objects.open().exists()


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_nobody_is_invited_to_what_is_over(session: GroupSession, fatima: Representative, state: str) -> None:
    bring_to(session, state)
    with pytest.raises(StepRefused):
        send(session)
    assert not Promise.objects.filter(kind="invite participant").exists()


def test_a_facilitator_is_asked_in_the_language_of_the_account(session: GroupSession) -> None:
    build_user(language="en")
    user = build_user(language="en")
    facilitator = appoint_facilitator(session, name="R. Smit", email=user.email, **SAID)
    assert send(session) == 1
    [message] = worker()
    assert message["To"] == user.email
    text, html = bodies(message)
    assert "asks you to lead" in text
    assert facilitator_address(facilitator) in text and facilitator_address(facilitator) in html


def test_a_facilitator_whose_appointment_ended_gets_no_mail(session: GroupSession) -> None:
    facilitator = appoint_facilitator(session, name="R. Smit", email="smit@example.nl", **SAID)
    send(session)
    end_appointment(facilitator, **SAID)
    assert worker() == []


def test_people_without_an_address_are_left_alone(session: GroupSession) -> None:
    person = Representative.objects.create(
        municipality=session.municipality, party=session.parties.first(), name="Piet"
    )
    assert send(session) == 0
    assert state_of(person) is Delivery.NO_ADDRESS


def test_the_log_holds_no_addresses(session: GroupSession, fatima: Representative) -> None:
    send(session)
    for event in AuditEvent.objects.values():
        assert "fatima" not in str(event).lower()


def test_the_same_people_elsewhere_are_promises_of_their_own(municipality: Municipality) -> None:
    with tenant(municipality):
        for session in (build_session(municipality), build_session(municipality, parties=["Woonstede"])):
            party = session.parties.get(name="Woonstede")
            invite_representative(party, name="Fatima", email="fatima@example.nl", **SAID)
            assert send(session) == 1
    assert len(worker()) == 2
